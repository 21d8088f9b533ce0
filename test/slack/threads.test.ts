import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { speakerSchema, tenantFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { ANA, BEN, CHANNEL, envelope, mention, message, onMessage, press, reaction } from './payloads.ts';
import { answerAt, type Site, startSite } from './site.ts';
import { BOT, TEAM } from './stub.ts';

const T = '1700000000.000100';
/** What the stub calls the first message we post. */
const ANSWER = '1700000001.000100';

const posts = ({ stub }: Site) => stub.calls.filter(({ method }) => method === 'chat.postMessage');
const by = (id: string) => ({ user: { id, username: 'x', name: 'x', team_id: TEAM } });

/** A thread in which a question was answered. */
async function startThread(question = 'it needs windows and a desktop'): Promise<Site> {
  const site = await startSite({}, { pace: 0 });
  site.stub.answer('conversations.replies', ({ args }) => ({
    body: { ok: true, messages: [{ type: 'message', user: BOT, ts: args.ts, thread_ts: T }], has_more: false },
  }));
  await site.send(envelope(mention(question, T)));
  await site.stub.called('chat.postMessage');
  while ((await site.store.backlog()).posts > 0) await setImmediate();
  return site;
}

describe('🔇', () => {
  test.each([
    ['the question', T],
    ['an answer, of which Slack does not tell the thread', ANSWER],
  ])('on %s keeps us quiet in the thread until we are called', async (_, ts) => {
    const site = await startThread();
    await site.send(envelope(reaction('mute', ts)));
    const [, told] = await site.stub.called('chat.postMessage', 2);
    expect(told?.args).toMatchObject({ thread_ts: T, text: expect.stringContaining('keep quiet') });
    await site.send(envelope(reaction('mute', ts, { user: BEN, event_ts: '1700000071.000100' })));
    await site.send(envelope(message('why?', '1700000072.000100', { thread_ts: T })));
    await site.send(envelope(mention('why?', '1700000073.000100', { thread_ts: T })));
    await site.stub.called('chat.postMessage', 3);
    await site.delivery.stop();
    expect(posts(site)).toHaveLength(3);
  });

  test.each([
    ['another sign', reaction('thumbsup', T)],
    ['what is none of ours', reaction('mute', '1600000000.000100')],
    ['a file', { ...reaction('mute', T), item: { type: 'file', file: 'F0FILE' } }],
    ['a channel that is none', { ...reaction('mute', T), item: { type: 'message', channel: '../x', ts: T } }],
  ])('but not %s', async (_, event) => {
    const site = await startThread();
    site.stub.answer('conversations.replies', () => ({ body: { ok: false, error: 'missing_scope' } }));
    expect((await site.send(envelope(event))).status).toBe(200);
    await site.send(envelope(message('why?', '1700000072.000100', { thread_ts: T })));
    await site.stub.called('chat.postMessage', 2);
    await site.delivery.stop();
    expect(posts(site)).toHaveLength(2);
  });
});

/** What Slack tells of a question that its author deleted. */
const deletion = {
  type: 'message',
  subtype: 'message_deleted',
  hidden: true,
  channel: CHANNEL,
  channel_type: 'channel',
  ts: '1700000090.000100',
  event_ts: '1700000090.000100',
  deleted_ts: T,
  previous_message: message('it needs windows and a desktop', T),
};

/** The same of one that has replies. */
const tombstone = {
  ...deletion,
  subtype: 'message_changed',
  deleted_ts: undefined,
  message: {
    type: 'message',
    subtype: 'tombstone',
    user: 'USLACKBOT',
    text: 'This message was deleted.',
    hidden: true,
    ts: T,
    thread_ts: T,
    reply_count: 1,
  },
};

const removal = (fields: Record<string, unknown> = {}) =>
  press({ action_id: 'do|remove', value: `${CHANNEL}:${T}`, block_id: `worth|${ANA}` }, { ...onMessage(T), ...fields });

test('🔇 of another bot is none', async () => {
  const site = await startThread();
  site.stub.answer('users.info', () => ({ body: { ok: true, user: { team_id: TEAM, is_bot: true } } }));
  await site.send(envelope(reaction('mute', T, { user: 'U0ABOT' })));
  await site.delivery.stop();
  expect(posts(site)).toHaveLength(1);
});

test('🔇 is found in its thread when Slack gives the first message before it', async () => {
  const site = await startThread();
  site.stub.answer('conversations.replies', ({ args }) => {
    const messages = [T, args.ts].map((ts) => ({ type: 'message', user: BOT, ts, thread_ts: T }));
    return { body: { ok: true, messages: messages.slice(0, Number(args.limit)), has_more: false } };
  });
  await site.send(envelope(reaction('mute', ANSWER)));
  expect((await site.stub.called('chat.postMessage', 2))[1]?.args.text).toContain('keep quiet');
});

describe('a mention that was edited, as Slack tells of it once more', () => {
  const edited = (text: string, ts: string, at: string, id: string) =>
    envelope(mention(text, ts, { edited: { user: ANA, ts: at } }), { event_id: id });
  const now = `${Math.floor(Date.now() / 1_000)}.000100`;
  const seconds = (later: number) => `${Math.floor(Date.now() / 1_000) + later}.000000`;

  test('changes its answer', async () => {
    const site = await startSite({}, { pace: 0 });
    await site.send(envelope(mention('compare networking', now)));
    await site.stub.called('chat.postMessage');
    while ((await site.store.backlog()).posts > 0) await setImmediate();
    await site.send(edited('compare isolation', now, seconds(5), 'Ev2'));
    const [update] = await site.stub.called('chat.update');
    expect(update?.args).toMatchObject({ ts: ANSWER, text: expect.stringContaining('Isolation') });
    expect(posts(site)).toHaveLength(1);
  });

  test('is answered when we are called only now, and soon', async () => {
    const site = await startSite({}, { pace: 0 });
    await site.send(edited('compare networking', now, seconds(60), 'Ev3'));
    expect((await site.stub.called('chat.postMessage'))[0]?.args).toMatchObject({ thread_ts: now });
  });

  test('is not answered once more when what we knew of it is gone', async () => {
    const site = await startSite({}, { pace: 0 });
    await site.send(edited('compare networking', T, '1700090000.000000', 'Ev4'));
    await site.delivery.stop();
    expect(posts(site)).toEqual([]);
  });
});

describe('an answer', () => {
  test('that is removed leaves what was asked a part of the talk', async () => {
    const site = await startThread();
    await site.send(removal({ response_url: answerAt(site) }));
    await site.stub.called('chat.delete');
    await site.send(envelope(message('why?', '1700000010.000100', { thread_ts: T })));
    const [, why] = await site.stub.called('chat.postMessage', 2);
    expect(JSON.stringify(why?.args.blocks)).toContain('windows-desktop-needs-vm');
  });

  test('to a question that was deleted can be removed by whoever asked it', async () => {
    const site = await startThread();
    await site.send(envelope(deletion));
    await site.send(removal({ response_url: answerAt(site) }));
    const [gone] = await site.stub.called('chat.delete');
    expect(gone?.args).toMatchObject({ channel: CHANNEL, ts: ANSWER });
  });

  test('to a question that was deleted although it has replies is not given again', async () => {
    const site = await startThread();
    const tenant = tenantFrom('slack', TEAM);
    const asked = () => site.store.recall(tenant, turnIdFrom(tenant, CHANNEL, T), speakerSchema.parse(ANA));
    expect(await asked()).toBeDefined();
    await site.send(envelope(tombstone));
    expect(await asked()).toBeUndefined();
  });

  test('cannot be removed with a button that says it is theirs', async () => {
    const site = await startThread();
    const forged = { action_id: 'do|remove', value: `${CHANNEL}:${T}`, block_id: `worth|${BEN}` };
    await site.send(press(forged, { ...onMessage(T), ...by(BEN), response_url: answerAt(site) }));
    expect((await site.stub.called('answer'))[0]?.args.text).toContain('Only who asked');
    expect(site.stub.calls.some(({ method }) => method === 'chat.delete')).toBe(false);
  });
});
