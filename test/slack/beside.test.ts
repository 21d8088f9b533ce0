import { describe, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { speakerSchema, tenantFrom } from '../../src/delivery/turn.ts';
import { controlIn } from './look.ts';
import { ANA, BEN, CHANNEL, command, envelope, mention, onMessage, press } from './payloads.ts';
import { answerAt, type Site, startSite } from './site.ts';
import { TEAM } from './stub.ts';

const T = '1700000000.000100';
const TENANT = tenantFrom('slack', TEAM);
const by = (id: string) => ({ user: { id, username: 'x', name: 'x', team_id: TEAM } });

let presses = 0;
/** What somebody gets who presses a control, for them alone. */
async function pressed(site: Site, control: Record<string, unknown>, fields: Record<string, unknown>) {
  presses += 1;
  const name = `answer-${presses}`;
  const action_ts = `${1_700_000_100 + presses}.000100`;
  await site.send(press({ ...control, action_ts }, { response_url: answerAt(site, name), ...fields }));
  const args = (await site.stub.called(name)).at(-1)?.args;
  expect(args).toMatchObject({ response_type: 'ephemeral' });
  return args;
}

/** A control of a message or view, with the block in which it stands. */
function blockOf(shown: unknown, id: string) {
  const { blocks } = shown as { blocks: { block_id: string; elements?: { action_id: string }[] }[] };
  const block = blocks.find(({ elements = [] }) => elements.some(({ action_id }) => action_id === id));
  return { ...controlIn(shown, id), block_id: block?.block_id };
}

const WHY = 'v1|why?';

/** A thread in which Ana got a verdict. */
const startThread = async () => {
  const site = await startSite({}, { pace: 0 });
  await site.send(envelope(mention('it needs windows and a desktop with RDP sessions', T)));
  const [post] = await site.stub.called('chat.postMessage');
  return { site, card: post?.args };
};
/** Ben presses there. */
const there = { ...onMessage(T), ...by(BEN) };

describe("a button on somebody else's card in a thread", () => {
  test('is answered in the light of that card, and goes on from there', async () => {
    const { site, card } = await startThread();
    const why = await pressed(site, blockOf(card, WHY), there);
    expect(why).toMatchObject({ thread_ts: T });
    expect(JSON.stringify(why?.blocks)).toContain('windows-desktop-needs-vm');
    const inThread = { container: { type: 'message', channel_id: CHANNEL, is_ephemeral: true, thread_ts: T } };
    const changes = await pressed(site, blockOf(why, 'v1|what would change it?'), { ...inThread, ...by(BEN) });
    expect(changes?.text).toContain('What would change it');
    expect(changes).toMatchObject({ thread_ts: T });
  });

  test('as the thread stood after it, whatever was said since; and leaves their own talk alone', async () => {
    const { site, card } = await startThread();
    await site.send(command('it is 8 stateless linux services', { user_id: BEN, trigger_id: '7.1' }));
    await site.send(
      envelope(mention('actually no, it needs linux and no desktop', '1700000009.000100', { thread_ts: T })),
    );
    await site.stub.called('chat.postMessage', 2);
    expect(JSON.stringify(await pressed(site, blockOf(card, WHY), there))).toContain('windows-desktop-needs-vm');
    const { json } = await site.send(command('why?', { user_id: BEN, trigger_id: '7.2' }));
    expect(json.text).toContain('Use containers');
  });

  test('and what it left goes when the other wants to be forgotten', async () => {
    const { site, card } = await startThread();
    const why = await pressed(site, blockOf(card, WHY), there);
    await site.store.forgetSpeaker(TENANT, speakerSchema.parse(ANA));
    const next = await pressed(site, blockOf(why, 'v1|what would change it?'), by(BEN));
    expect(JSON.stringify(next)).not.toContain('indows');
  });
});

describe("a button on somebody else's card", () => {
  test('a day later, when the talk is gone, says so', async () => {
    let now = Date.now();
    const clock = { ...systemClock, now: () => now };
    const site = await startSite({}, { pace: 0, clock, time: clock });
    await site.send(envelope(mention('it needs windows and a desktop', T)));
    const [post] = await site.stub.called('chat.postMessage');
    now += 25 * 3_600_000;
    await site.store.prune({ threads: 0, done: now - 24 * 3_600_000 });
    const why = await pressed(site, blockOf(post?.args, WHY), there);
    expect(why?.text).toContain('no longer know the talk');
  });

  test.each([
    ['a turn of another channel', `${'C0SECRET'}:${T}`],
    ['a private answer that nobody shared', 'aside:13345224609.738474920.8088930838d88f008e0'],
    ['what is no turn', '../T0OTHER:C0SECRET:1'],
  ])('that names %s learns nothing of it', async (_, reference) => {
    const { site } = await startThread();
    const secret = 'it needs windows server 2008 and a desktop';
    await site.send(envelope(mention(secret, T, { channel: 'C0SECRET' })));
    await site.send(command(secret));
    await site.stub.called('chat.postMessage', 2);
    const forged = { action_id: WHY, block_id: `talk|${ANA}|${reference}` };
    const told = JSON.stringify(await pressed(site, forged, { ...onMessage('1700000077.000100'), ...by(BEN) }));
    expect(told).not.toContain('indows');
  });
});

describe('a card that was shared from a private talk', () => {
  /** Ana tells how many instances there are, then of Windows; the card that she shares names the rule on Windows alone. */
  const start = async (question: string, member: boolean) => {
    const site = await startSite({}, { pace: 0 });
    if (!member) site.stub.answer('chat.postMessage', () => ({ body: { ok: false, error: 'not_in_channel' } }));
    await site.send(command('we run 17 instances of our service', { trigger_id: '8.1' }));
    const { json } = await site.send(command(question, { trigger_id: '8.2' }));
    await site.send(press(controlIn(json, 'do|share'), { response_url: answerAt(site) }));
    const [card] = await site.stub.called(member ? 'chat.postMessage' : 'answer');
    await site.stub.called('answer', member ? 1 : 2);
    return { site, card: card?.args };
  };
  const under = (id: string) => ({
    ...onMessage('1700000001.000100'),
    container: { type: 'message', message_ts: '1700000001.000100', channel_id: CHANNEL, is_ephemeral: false },
    ...by(id),
  });

  test.each([true, false])('is gone on with by what it shows; we are a member there: %s', async (member) => {
    const { site, card } = await start('it needs windows and a desktop with RDP sessions', member);
    const why = await pressed(site, blockOf(card, WHY), under(BEN));
    expect(JSON.stringify(why?.blocks)).toContain('windows-desktop-needs-vm');
    expect(why?.text).toContain('by what that card shows');
    expect(why?.text).not.toContain('17');
    expect(why?.text).not.toMatch(/instances/i);
  });

  test('and that tells nothing of a workload, tells nothing of it to others', async () => {
    const { site, card } = await start('compare networking', true);
    const row = { ...blockOf(card, 'do|wrong'), action_id: 'v1|which one should I use', value: undefined };
    const block_id = `talk||${String(controlIn(card, 'do|wrong').value).split('|')[0]}`;
    const told = await pressed(site, { ...row, block_id }, under(BEN));
    expect(told?.text).toContain('That depends');
    expect(told?.text).not.toContain('17');
    expect(told?.text).not.toMatch(/instances/i);
  });

  test('goes on with their own talk for who shared it', async () => {
    const { site, card } = await start('it needs windows and a desktop with RDP sessions', true);
    const why = await pressed(site, blockOf(card, WHY), under(ANA));
    expect(why?.text).toContain('17');
    expect(why?.text).not.toContain('by what that card shows');
  });
});
