import { describe, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { laneFrom, speakerSchema, tenantFrom } from '../../src/delivery/turn.ts';
import { messageProblems } from './block-kit.ts';
import { controlIn } from './look.ts';
import { ANA, BEN, CHANNEL, command, envelope, join, press } from './payloads.ts';
import { answerAt, quickClock, type Site, startSite } from './site.ts';
import { TEAM } from './stub.ts';

const TENANT = tenantFrom('slack', TEAM);
const DAY = 86_400_000;

/** People as Slack knows them: ana is an admin, others are what their names say. */
function people(stub: Site['stub']): void {
  stub.answer('users.info', ({ args }) => ({
    body: {
      ok: true,
      user: {
        id: args.user,
        deleted: false,
        is_admin: args.user === ANA || args.user === 'U0THEIRADMIN',
        is_owner: false,
        is_bot: args.user === 'U0ABOT',
        is_restricted: args.user === 'U0GUEST',
        is_ultra_restricted: args.user === 'U0GUEST1',
        is_stranger: args.user === 'U0STRANGER',
        team_id: String(args.user).startsWith('U0THEIR') ? 'T0THEIRS' : TEAM,
        ...(args.user === 'U0GRID' && { team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER', TEAM] } }),
      },
    },
  }));
}

/** A site, and a delivery for which time goes quickly. */
async function startInviting() {
  const site = await startSite({}, { prepare: people, time: quickClock() });
  return site;
}

async function turnOn(site: Site): Promise<void> {
  const { json } = await site.send(command('onboarding'));
  await site.send(press(controlIn(json, 'do|invite'), { response_url: answerAt(site, 'decided') }));
  await site.stub.called('decided');
}

const arrive = (site: Site, user: string, id = user) =>
  site.send(envelope(join({ user, event_ts: `1700000080.${id}` })));

/** Until everybody who waits was dealt with. */
const settled = ({ store }: Site) => expect.poll(() => store.everyKept('invitee')).toEqual([]);

const sent = ({ stub }: Site) => stub.calls.filter(({ method }) => method === 'chat.postEphemeral');

describe('an admin decides', () => {
  test('after seeing the invitation as it will look; off unless turned on', async () => {
    const site = await startInviting();
    await arrive(site, BEN, 'before');
    const { json } = await site.send(command('onboarding'));
    expect(messageProblems(json)).toEqual([]);
    expect(json).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('are not invited') });
    const labels = JSON.stringify(json.blocks);
    for (const label of ['Start', 'Tomorrow', 'Not for me', 'Turn it on here']) expect(labels).toContain(`"${label}"`);
    await site.send(press(controlIn(json, 'do|invite'), { response_url: answerAt(site) }));
    expect((await site.stub.called('answer'))[0]?.args.text).toContain('are invited');
    await arrive(site, BEN);
    const [invited] = await site.stub.called('chat.postEphemeral');
    expect(invited?.args).toMatchObject({ channel: CHANNEL, user: BEN });
    const { json: again } = await site.send(command('onboarding', { trigger_id: '3.1' }));
    await site.send(press(controlIn(again, 'do|uninvite'), { response_url: answerAt(site) }));
    await site.stub.called('answer', 2);
    await arrive(site, 'U0CARL');
    await settled(site);
    await site.delivery.stop();
    expect(sent(site)).toHaveLength(1);
  });

  test('and nobody else', async () => {
    const site = await startInviting();
    const { json } = await site.send(command('onboarding', { user_id: BEN }));
    expect(json.text).toContain('Only an admin');
    const user = { id: BEN, username: 'ben', name: 'ben', team_id: TEAM };
    await site.send(press({ action_id: 'do|invite' }, { user, response_url: answerAt(site) }));
    expect((await site.stub.called('answer'))[0]?.args.text).toContain('Only an admin');
    const place = { tenant: TENANT, lane: laneFrom(TENANT, CHANNEL), kind: 'channel' } as const;
    expect(await site.delivery.invitations.tryOut(place)).toMatchObject({ on: false });
  });

  test('and no admin of another workspace with which the channel is shared', async () => {
    const site = await startInviting();
    const { json } = await site.send(command('onboarding', { user_id: 'U0THEIRADMIN' }));
    expect(json.text).toContain('Only an admin');
  });

  test('and without the scope to see who that is, nobody', async () => {
    const site = await startSite();
    site.stub.answer('users.info', () => ({ body: { ok: false, error: 'missing_scope' } }));
    expect((await site.send(command('onboarding'))).json.text).toContain('users:read');
  });
});

describe('who joins', () => {
  test('is invited once, however often they join or Slack says so, even when they were forgotten', async () => {
    const site = await startInviting();
    await turnOn(site);
    await arrive(site, BEN);
    await arrive(site, BEN);
    const [invited] = await site.stub.called('chat.postEphemeral');
    expect(messageProblems(invited?.args as { text: string; blocks: unknown[] })).toEqual([]);
    await settled(site);
    await site.store.forgetSpeaker(TENANT, speakerSchema.parse(BEN));
    await arrive(site, BEN, 'rejoined');
    await settled(site);
    await site.delivery.stop();
    expect(sent(site)).toHaveLength(1);
  });

  test.each(['U0ABOT', 'U0GUEST', 'U0GUEST1', 'U0STRANGER', 'U0THEIRS'])('%s is not invited', async (user) => {
    const site = await startInviting();
    await turnOn(site);
    await arrive(site, user);
    await arrive(site, BEN);
    await settled(site);
    await site.delivery.stop();
    expect(sent(site).map(({ args }) => args.user)).toEqual([BEN]);
  });
});

test('who is of another workspace of the organisation, and of ours, is a member', async () => {
  const site = await startInviting();
  await turnOn(site);
  await arrive(site, 'U0GRID');
  expect((await site.stub.called('chat.postEphemeral'))[0]?.args).toMatchObject({ user: 'U0GRID' });
});

describe('what they answer', () => {
  test('"Start" begins the tour, and "Not for me" is final', async () => {
    const site = await startInviting();
    await turnOn(site);
    await arrive(site, BEN);
    const [invited] = await site.stub.called('chat.postEphemeral');
    const by = { user: { id: BEN, username: 'ben', name: 'ben', team_id: TEAM }, response_url: answerAt(site) };
    await site.send(press({ ...controlIn(invited?.args, 'v1|take the tour'), block_id: 'own|' }, by));
    expect((await site.stub.called('answer'))[0]?.args.text).toContain('Tour, step 1 of 5');
    await site.send(press(controlIn(invited?.args, 'do|tomorrow'), by));
    await site.send(press(controlIn(invited?.args, 'do|decline'), by));
    const told = await site.stub.called('answer', 3);
    expect(told.at(-1)?.args).toMatchObject({ replace_original: true, text: expect.stringContaining('will not ask') });
    expect(await site.store.everyKept('invitee')).toEqual([]);
    await arrive(site, BEN, 'rejoined');
    await site.delivery.stop();
    expect(site.stub.calls.filter(({ method }) => method.startsWith('chat.post'))).toHaveLength(1);
  });

  test('"Tomorrow" is kept over a restart', async () => {
    const site = await startInviting();
    await turnOn(site);
    await arrive(site, BEN);
    const [invited] = await site.stub.called('chat.postEphemeral');
    const by = { user: { id: BEN, username: 'ben', name: 'ben', team_id: TEAM }, response_url: answerAt(site) };
    await site.send(press(controlIn(invited?.args, 'do|tomorrow'), by));
    await site.stub.called('answer');
    await site.stopped();
    const later = { ...systemClock, now: () => systemClock.now() + 2 * DAY };
    const next = await startSite({}, { dataDir: site.dataDir, prepare: people, time: later });
    const [reminder] = await next.stub.called('chat.postMessage');
    expect(reminder?.args).toMatchObject({ channel: BEN, text: expect.stringContaining('five minutes') });
    await settled(next);
  });
});
