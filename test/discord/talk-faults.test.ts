import { expect, test } from 'vitest';
import { heldClock } from '../delivery/clock.ts';
import { openedWorld } from './opened.ts';
import type { Call } from './stub/judge.ts';
import { ID, message, slash, snowflake, user } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { messageFrom } from './stub/shapes.ts';
import { limited, mention, once } from './wire.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

const posts = (channel: string) => world.stub.guild.messages.get(channel) ?? [];
const isPost = ({ method, path }: Call): boolean => method === 'POST' && path.endsWith('/messages');

test('bots, webhooks, everybody, roles and empty messages are nobody who talks to us', async () => {
  const quiet = [
    mention('hi', { by: ID.otherBot, bot: true }),
    mention('hi', { more: { webhook_id: '1100000000000000042' } }),
    message('@everyone networking?', { more: { mention_everyone: true } }),
    message('<@&1100000000000000077> networking?', { more: { mention_roles: ['1100000000000000077'] } }),
    message(''),
    message('', { guild: undefined, channel: ID.direct }),
    mention('pinned', { more: { type: 6 } }),
  ];
  for (const one of quiet) wire.say(one);
  const asked = mention('networking?');
  wire.say(asked);
  await wire.posted(asked.id);
  const answered = world.stub.calls.filter(isPost).map(({ path }) => path);
  for (const { id } of quiet) expect(answered).not.toContain(`/channels/${id}/messages`);
  expect(posts(ID.direct)).toEqual([]);
});

test('a reply to another person is not said to us; one to oneself is', async () => {
  const asked = mention('8 linux services, vm or container?');
  wire.say(asked);
  await wire.posted(asked.id);
  const told = (by: string) => ({ ...messageFrom(asked.id, { content: 'it needs a GPU' }), author: user(by) });
  wire.say(message('what if outsiders upload code?', { channel: asked.id, repliesTo: told(ID.ana) }));
  expect(textIn((await wire.posted(asked.id)).body)).toContain('Outsiders');
  wire.say(message('what if it needs windows?', { channel: asked.id, repliesTo: told(ID.ben) }));
  wire.say(message('why?', { channel: asked.id }));
  expect(textIn((await wire.posted(asked.id)).body)).toContain('Why');
});

test('a message that comes twice is answered once, and a mention without words gets help', async () => {
  const asked = mention('');
  wire.say(asked);
  wire.say(asked);
  expect(textIn((await wire.posted(asked.id)).body)).toContain('here is what I can do');
  const next = mention('networking?');
  wire.say(next);
  await wire.posted(next.id);
  expect(posts(asked.id)).toHaveLength(1);
});

test('where no thread may be started the answer is a reply, and the talk goes on by replies', async () => {
  world.stub.fault((call) =>
    call.path.endsWith('/threads') ? refusal(403, 50_013, 'Missing Permissions') : undefined,
  );
  const asked = mention('8 linux services, vm or container?');
  wire.say(asked);
  const { body } = await wire.posted(ID.channel);
  expect(body).toMatchObject({ message_reference: { message_id: asked.id } });
  const message_reference = { type: 0, channel_id: ID.channel, message_id: asked.id };
  const ours = { ...messageFrom(ID.channel, body as object), message_reference };
  wire.say(message('why?', { repliesTo: ours }));
  expect(textIn((await wire.posted(ID.channel)).body)).toContain('Why');
});

test('where Discord does not tell what a channel is, a mention is answered all the same', async () => {
  const channel = '1100000000000000061';
  world.stub.fault(({ path }) => (path === `/channels/${channel}` ? { status: 500 } : undefined));
  const asked = mention('networking?', { channel });
  wire.say(asked);
  expect(textIn((await wire.posted(asked.id)).body)).toContain('Networking');
});

test('a thread that is there already is taken', async () => {
  const asked = mention('networking?');
  world.stub.guild.threads.set(asked.id, 'opened by somebody');
  wire.say(asked);
  expect(textIn((await wire.posted(asked.id)).body)).toContain('Networking');
});

test.each([
  ['no permission', refusal(403, 50_013)],
  ['a locked thread', refusal(403, 160_005)],
  ['an archived thread', refusal(400, 50_083)],
  ['a channel that is gone', refusal(404, 10_003)],
])('%s: who asked is told so in private, once', async (_, fault) => {
  const asked = mention('networking?');
  const closed = `/channels/${asked.id}/messages`;
  world.stub.fault(({ path }) => (path === closed ? fault : undefined));
  wire.say(asked);
  expect(textIn((await wire.posted(ID.direct)).body)).toContain('could not post my answer');
  expect(world.stub.calls.filter(({ path }) => path === closed)).toHaveLength(1);
});

test('a question that is gone when its thread is to be opened gets its answer nowhere in public', async () => {
  const asked = mention('networking?');
  world.stub.fault(({ path }) => (path.endsWith('/threads') ? refusal(404, 10_008, 'Unknown Message') : undefined));
  wire.say(asked);
  expect(textIn((await wire.posted(ID.direct)).body)).toContain('could not post my answer');
  expect(posts(asked.id)).toEqual([]);
});

test('the first post of a forum has the id of its thread: it is answered in it', async () => {
  const id = snowflake();
  world.stub.guild.threads.set(id, 'a post');
  const asked = mention('networking?', { id, channel: id });
  wire.say(asked);
  const { body } = await wire.posted(id);
  expect(textIn(body)).toContain('Networking');
  expect(body).toMatchObject({ message_reference: { message_id: id } });
  expect(world.stub.calls.filter(({ path }) => path === `/channels/${id}/messages/${id}/threads`)).toEqual([]);
});

test('closed direct talks are no error', async () => {
  const asked = mention('networking?');
  const refused = new Set([`/channels/${asked.id}/messages`, `/channels/${ID.direct}/messages`]);
  world.stub.fault(({ path }) => (refused.has(path) ? refusal(403, 50_007) : undefined));
  wire.say(asked);
  await wire.posted(ID.direct);
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
});

test('asked to wait, it waits; nothing is lost and nothing said twice', async () => {
  const asked = mention('networking?');
  world.stub.fault(once(isPost, limited(0.05)));
  wire.say(asked);
  await wire.posted(asked.id);
  await wire.posted(asked.id);
  expect(posts(asked.id)).toHaveLength(1);
});

test('a channel that has to wait keeps no other waiting', async () => {
  const [slow, other] = [mention('networking?'), mention('isolation?')];
  world.stub.fault(once(({ path }) => path === `/channels/${slow.id}/messages`, limited(60)));
  wire.say(slow);
  await wire.posted(slow.id);
  wire.say(other);
  expect(textIn((await wire.posted(other.id)).body)).toContain('Isolation');
  expect(posts(slow.id)).toEqual([]);
});

/** Runs with a clock that stands still until it is moved, and moves it until something is so: faster than time, but not than calls. */
async function inHeldTime(work: (until: (so: () => boolean) => Promise<void>) => Promise<void>): Promise<void> {
  const clock = heldClock();
  await world.run({ clock });
  try {
    await work((so) => expect.poll(() => clock.pass(200).then(so), { interval: 10, timeout: 10_000 }).toBe(true));
  } finally {
    const halting = world.halt();
    await clock.pass(10_000);
    await halting;
    await world.run();
  }
}

const sentTo = (channel: string) => world.stub.calls.filter((call) => isPost(call) && call.path.includes(channel));

test('a post that came through though nobody told us is found, also when its nonce is long forgotten', () =>
  inHeldTime(async (until) => {
    const asked = mention('networking?');
    world.stub.fault(once(isPost, { after: { status: 502 } }));
    wire.say(asked);
    await until(() => posts(asked.id).length === 1);
    for (const sent of posts(asked.id)) delete sent.nonce;
    wire.say(message('isolation?', { channel: asked.id }));
    await until(() => posts(asked.id).length === 2);
    expect(sentTo(asked.id)).toHaveLength(2);
    expect(textIn(posts(asked.id)[1])).toContain('Isolation');
  }));

test('where we may not look for it, its nonce tells', () =>
  inHeldTime(async (until) => {
    const asked = mention('networking?');
    const looks = ({ method, path }: Call) => method === 'GET' && path.includes(asked.id);
    world.stub.fault((call) => (looks(call) ? refusal(403, 50_001, 'Missing Access') : undefined));
    world.stub.fault(once(isPost, { after: { status: 502 } }));
    wire.say(asked);
    await until(() => sentTo(asked.id).length === 2);
    expect(posts(asked.id)).toHaveLength(1);
  }));

test('a post that hangs is broken off and sent again, once for those who read', () =>
  inHeldTime(async (until) => {
    const asked = mention('networking?');
    world.stub.fault(once(isPost, 'hang' as const));
    wire.say(asked);
    await until(() => posts(asked.id).length > 0);
    expect(sentTo(asked.id)).toHaveLength(2);
    expect(posts(asked.id)).toHaveLength(1);
  }));

test('a talk goes on after a restart', async () => {
  const asked = mention('8 linux services and two engineers, vm or container?');
  wire.say(asked);
  await wire.posted(asked.id);
  await world.run();
  wire.say(message('why?', { channel: asked.id }));
  expect(textIn((await wire.posted(asked.id)).body)).toMatch(/Why|Because/);
});
