import { describe, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { messageProblems, viewProblems } from './block-kit.ts';
import { controlIn, openedView } from './look.ts';
import { ANA, BEN, CHANNEL, command, onMessage, press, submission } from './payloads.ts';
import { answerAt, type Site, startSite } from './site.ts';
import { TEAM } from './stub.ts';

const HOUR = 3_600_000;
const by = (id: string) => ({ user: { id, username: 'x', name: 'x', team_id: TEAM } });

/** Presses a control of a private message. */
const pressed = (site: Site, control: Record<string, unknown>, fields: Record<string, unknown> = {}) =>
  site.send(press(control, { response_url: answerAt(site), ...fields }));

describe('sharing', () => {
  test('posts one card under the name of who shared it, even when it is pressed twice', async () => {
    const site = await startSite();
    const { json } = await site.send(command('networking for <@U0BEN|ben>'));
    const share = controlIn(json, 'do|share');
    await Promise.all([pressed(site, share), pressed(site, share)]);
    const answers = await site.stub.called('answer', 2);
    const [shared, ...more] = await site.stub.called('chat.postMessage');
    expect(more).toEqual([]);
    expect(shared?.args).toMatchObject({ channel: CHANNEL, text: expect.stringContaining('Networking') });
    expect(JSON.stringify(shared?.args.blocks)).toContain(`Shared by <@${ANA}> for <@${BEN}>`);
    expect(messageProblems(shared?.args as { text: string; blocks: unknown[] })).toEqual([]);
    expect(answers.map(({ args }) => args.text).sort()).toEqual(['Shared ✓', 'That is shared already.']);
  });

  test('where we are no member, goes to the address that Slack gave for it', async () => {
    const site = await startSite();
    site.stub.answer('chat.postMessage', () => ({ body: { ok: false, error: 'not_in_channel' } }));
    const { json } = await site.send(command('networking'));
    await pressed(site, controlIn(json, 'do|share'));
    const [shared, told] = await site.stub.called('answer', 2);
    expect(shared?.args).toMatchObject({ response_type: 'in_channel', unfurl_links: false });
    expect(JSON.stringify(shared?.args.blocks)).toContain(`Shared by <@${ANA}>`);
    expect(told?.args).toMatchObject({ response_type: 'ephemeral', replace_original: true, text: 'Shared ✓' });
  });
});

test('a card for somebody is posted for them', async () => {
  const site = await startSite();
  const { json } = await site.send(command('card isolation for <@U0BEN|ben>'));
  expect(JSON.stringify(json.blocks)).toContain(`for <@${BEN}>`);
  await pressed(site, controlIn(json, 'do|share'));
  const [shared] = await site.stub.called('chat.postMessage');
  expect(JSON.stringify(shared?.args.blocks)).toContain(`Shared by <@${ANA}> for <@${BEN}>`);
});

test('a comparison that two people post at once is posted once', async () => {
  const site = await startSite();
  const cards = [];
  for (const user_id of [ANA, BEN]) {
    const { json } = await site.send(command('compare isolation networking', { user_id, trigger_id: `3.${user_id}` }));
    cards.push({ control: controlIn(json, 'do|share'), user_id });
  }
  await Promise.all(cards.map(({ control, user_id }) => pressed(site, control, by(user_id))));
  const told = (await site.stub.called('answer', 2)).map(({ args }) => args.text).sort();
  expect(told).toEqual(['Shared ✓', 'This card was posted there within the last day.']);
  expect(site.stub.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
});

test.each(['compare isolation networking', 'networking'])(
  'what Slack refused to share can be shared again: %s',
  async (text) => {
    const site = await startSite();
    site.stub.answer('chat.postMessage', () => ({ body: { ok: false, error: 'not_in_channel' } }));
    site.stub.answer('refused', () => ({ status: 404, body: 'expired_url' }));
    const { json } = await site.send(command(text));
    const control = controlIn(json, 'do|share');
    await pressed(site, control, { response_url: answerAt(site, 'refused') });
    const [, told] = await site.stub.called('refused', 2);
    expect(told?.args.text).toContain('I could not post that there');
    site.stub.answer('chat.postMessage', () => ({ body: { ok: true, ts: '1700000005.000100' } }));
    await pressed(site, control);
    expect((await site.stub.called('answer'))[0]?.args.text).toBe('Shared ✓');
  },
);

describe('what is shared', () => {
  test('and of which Slack does not say what became is not tried another way', async () => {
    const site = await startSite();
    site.stub.answer('chat.postMessage', () => 'reset');
    const { json } = await site.send(command('networking'));
    await pressed(site, controlIn(json, 'do|share'));
    const [told, ...more] = await site.stub.called('answer');
    expect(more).toEqual([]);
    expect(told?.args).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('Look before you ask'),
    });
  });

  test('is for the owner of an answer alone', async () => {
    const site = await startSite();
    const { json } = await site.send(command('our secret needs windows'));
    await pressed(site, controlIn(json, 'do|share'), by(BEN));
    const [answer] = await site.stub.called('answer');
    expect(answer?.args).toMatchObject({ response_type: 'ephemeral', text: 'That answer is gone; please ask again.' });
  });

  test.each([
    [ANA, true],
    [BEN, false],
  ])('what it posted, %s may remove: %s', async (user, removed) => {
    const site = await startSite();
    site.stub.answer('users.info', () => ({ body: { ok: true, user: { id: user, is_admin: false } } }));
    const { json } = await site.send(command('networking'));
    await pressed(site, controlIn(json, 'do|share'));
    await site.stub.called('answer');
    const [shared] = await site.stub.called('chat.postMessage');
    const ts = '1700000001.000100';
    await pressed(site, controlIn(shared?.args, 'do|remove'), { ...onMessage(ts, ts), ...by(user) });
    const [gone] = await site.stub.called(removed ? 'chat.delete' : 'answer', removed ? 1 : 2);
    expect(gone?.args).toMatchObject(removed ? { channel: CHANNEL, ts } : {});
    expect(site.stub.calls.some(({ method }) => method === 'chat.delete')).toBe(removed);
  });
});

/** A channel in which a card was posted at noon, and the time. */
async function startPosted() {
  let now = Date.now();
  const clock = { ...systemClock, now: () => now };
  const site = await startSite({}, { clock, time: clock });
  site.stub.answer('chat.getPermalink', ({ args }) => ({
    body: { ok: true, permalink: `https://team.example/archives/${args.channel}/p${args.message_ts}` },
  }));
  let presses = 0;
  const post = async () => {
    presses += 1;
    const { json } = await site.send(command('card isolation networking', { trigger_id: `1.${presses}` }));
    const button = controlIn(json, 'do|share');
    await pressed(site, button, {});
    return (await site.stub.called('answer', presses)).at(-1)?.args;
  };
  await post();
  const count = () => site.stub.calls.filter(({ method }) => method === 'chat.postMessage').length;
  const pass = (ms: number): void => {
    now += ms;
  };
  return { site, post, count, pass };
}

describe('the same card within a day', () => {
  test('is linked to, for one person alone, who may post it anyway', async () => {
    const { site, post, count, pass } = await startPosted();
    pass(23 * HOUR);
    const asked = await post();
    expect(asked).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(JSON.stringify(asked?.blocks)).toContain(
      `<https://team.example/archives/${CHANNEL}/p1700000001.000100|see it there>`,
    );
    expect(messageProblems(asked as { text: string; blocks: unknown[] })).toEqual([]);
    expect(count()).toBe(1);
    await pressed(site, controlIn(asked, 'do|again'));
    await site.stub.called('chat.postMessage', 2);
  });

  test('after a day is posted, and so is one that was deleted', async () => {
    const { site, post, count, pass } = await startPosted();
    pass(24 * HOUR);
    await post();
    expect(count()).toBe(2);
    site.stub.answer('chat.getPermalink', () => ({ body: { ok: false, error: 'message_not_found' } }));
    await post();
    expect(count()).toBe(3);
  });
});

describe('a channel that is chosen in a view', () => {
  test('in which the same card stands is asked about there', async () => {
    const { site, count } = await startPosted();
    const { json } = await site.send(command('card isolation networking', { trigger_id: '2.1' }));
    await pressed(site, controlIn(json, 'do|choose'));
    const view = await openedView(site);
    const chosen = (channel: string, { private_metadata }: { private_metadata: string }) => {
      const state = {
        values: { channel: { picked: { type: 'conversations_select', selected_conversation: channel } } },
      };
      return site.send(submission({ callback_id: 'result', private_metadata, state }));
    };
    const { json: asked } = await chosen(CHANNEL, view);
    expect(viewProblems('ModalView', asked.view)).toEqual([]);
    expect(asked.view).toMatchObject({ submit: { text: 'Post anyway' } });
    expect(JSON.stringify(asked.view)).toContain(`"initial_conversation":"${CHANNEL}"`);
    expect(count()).toBe(1);
    expect((await chosen(CHANNEL, asked.view)).text).toBe('');
    expect((await chosen('C0OTHER', view)).text).toBe('');
    const channels = (await site.stub.called('chat.postMessage', 3)).map(({ args }) => args.channel);
    expect(channels).toEqual([CHANNEL, CHANNEL, 'C0OTHER']);
  });
});
