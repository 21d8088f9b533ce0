import { expect, test } from 'vitest';
import { tenantFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { openedWorld } from './opened.ts';
import { ID, message, press, slash, snowflake, submit } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { messageFrom } from './stub/shapes.ts';
import { isPrivate, shown } from './wire.ts';
import { idsIn, textIn } from './world.ts';

const { world, wire } = await openedWorld();

const posts = (channel: string) => world.stub.guild.messages.get(channel) ?? [];

test('a mention opens one thread on the message; follow-ups there need no mention', async () => {
  const asked = message(`<@${ID.self}> 8 linux services and two engineers, vm or container?`, { mentions: [ID.self] });
  wire.say(asked);
  const answer = await wire.posted(asked.id);
  expect(world.stub.guild.threads.get(asked.id)).toBe('Recommendation');
  expect(textIn(answer.body)).toMatch(/container/i);
  wire.say(message('what if outsiders upload code?', { channel: asked.id }));
  const followUp = await wire.posted(asked.id);
  expect(textIn(followUp.body)).toMatch(/What if/i);
  expect(world.stub.calls.filter(({ path }) => path.endsWith('/threads'))).toHaveLength(1);
});

test('a button in a thread is answered there, for all', async () => {
  const asked = message(`<@${ID.self}> networking?`, { mentions: [ID.self] });
  wire.say(asked);
  const answer = await wire.posted(asked.id);
  const under = messageFrom(asked.id, answer.body as object);
  const reply = await wire.answered(press(under, 'v1|more detail', { channel: asked.id, channelType: 11 }));
  expect(isPrivate(reply)).toBe(false);
  const row = await wire.answered(
    press(under, 'do|rows', { channel: asked.id, channelType: 11, values: ['compare GPU'] }),
  );
  expect(isPrivate(row)).toBe(true);
});

test('without the content of messages, every answer in a thread has a way to ask on', async () => {
  const asked = message(`<@${ID.self}> is docker secure?`, { mentions: [ID.self] });
  wire.say(asked);
  const answer = await wire.posted(asked.id);
  expect(idsIn(answer.body)).toContain('do|follow-up');
  const under = messageFrom(asked.id, answer.body as object);
  const place = { channel: asked.id, channelType: 11 };
  const form = await wire.answered(press(under, 'do|follow-up', place));
  expect(form.type).toBe(9);
  const reply = await wire.answered(submit('do|follow-up', { words: 'and networking?' }, { ...place, under }));
  expect(isPrivate(reply)).toBe(false);
  expect(textIn(reply)).toContain('Networking');
});

test('feedback on the first answer of a thread, and on a later one, is of the turn that it answers', async () => {
  const asked = message(`<@${ID.self}> networking?`, { mentions: [ID.self] });
  wire.say(asked);
  await wire.posted(asked.id);
  const next = message('isolation?', { channel: asked.id });
  wire.say(next);
  await wire.posted(asked.id);
  for (const { nonce, ...answer } of world.stub.guild.messages.get(asked.id) ?? [])
    await wire.answered(press(answer, 'do|helpful', { channel: asked.id, channelType: 11 }));
  const tenant = tenantFrom('discord', ID.guild);
  const noted = await world.store.noted(tenant, 'feedback', 0);
  expect(noted.map(({ turn }) => turn)).toEqual([
    turnIdFrom(tenant, ID.channel, asked.id),
    turnIdFrom(tenant, asked.id, next.id),
  ]);
});

test('a reply to a message of ours goes on with it', async () => {
  const ours = messageFrom(ID.channel, { content: 'an answer' });
  wire.say(message('and networking?', { repliesTo: ours }));
  const answer = await wire.posted(ours.id);
  expect(textIn(answer.body)).toContain('Networking');
  expect(world.stub.guild.threads.has(ours.id)).toBe(true);
});

test('a reply of which Discord gives us no words is told so, once, and opens no thread', async () => {
  const ours = messageFrom(ID.channel, { content: 'an answer' });
  const unread = message('', { repliesTo: ours });
  wire.say(unread);
  wire.say(unread);
  const { body } = await wire.posted(ID.channel);
  expect(body).toMatchObject({ message_reference: { message_id: unread.id } });
  expect(textIn(body)).toContain('does not show me');
  const asked = message(`<@${ID.self}> networking?`, { mentions: [ID.self] });
  wire.say(asked);
  await wire.posted(asked.id);
  expect(world.stub.guild.threads.has(ours.id)).toBe(false);
  const told = (world.stub.guild.messages.get(ID.channel) ?? []).filter((sent) => textIn(sent).includes('show me'));
  expect(told).toHaveLength(1);
});

test('in a direct talk no mention is needed', async () => {
  wire.say(message('what is a hypervisor?', { guild: undefined, channel: ID.direct }));
  expect(textIn((await wire.posted(ID.direct)).body)).toContain('Hypervisor');
  const reply = await wire.answered(slash('help', {}, { context: 1, channel: ID.direct }));
  expect(isPrivate(reply)).toBe(false);
});

test('a mention within a thread or a forum post is answered in it', async () => {
  const asked = message(`<@${ID.self}> networking?`, { channel: ID.thread, mentions: [ID.self] });
  wire.say(asked);
  const { body } = await wire.posted(ID.thread);
  expect(body).toMatchObject({ message_reference: { message_id: asked.id } });
  expect(world.stub.guild.threads.has(asked.id)).toBe(false);
});

test('discuss opens one thread on what was asked in private, however often it is pressed', async () => {
  const card = shown(await wire.answered(slash('ask', { question: 'is **docker** @everyone safe?' })));
  const first = await wire.answered(press(card, 'do|discuss'));
  expect(textIn(first)).toMatch(/<#\d+>/);
  const opening = await wire.posted(ID.channel);
  expect(textIn(opening.body)).toContain('is \\*\\*docker\\*\\* \\@everyone safe?');
  const thread = /<#(\d+)>/.exec(textIn(first))?.[1] ?? '';
  expect(textIn((await wire.posted(thread)).body)).toMatch(/ocker|ontainer/);
  expect(textIn(await wire.answered(press(card, 'do|discuss')))).toContain(thread);
});

test('a second press on discuss leads to the same thread also when Discord has forgotten the nonce', async () => {
  const channel = snowflake();
  const asked = slash('ask', { question: 'networking?' }, { channel });
  const card = shown(await wire.answered(asked), asked);
  const discuss = async (): Promise<string> => {
    for (const sent of posts(channel)) delete sent.nonce;
    return textIn(await wire.answered(press(card, 'do|discuss', { channel })));
  };
  const [first, second] = [await discuss(), await discuss()];
  expect(second).toBe(first);
  expect(posts(channel)).toHaveLength(1);
  const gone = `/messages/${posts(channel)[0]?.id}/threads`;
  world.stub.fault(({ path }) => (path.endsWith(gone) ? refusal(404, 10_008, 'Unknown Message') : undefined));
  world.stub.guild.messages.set(channel, []);
  const third = await discuss();
  expect(third).toContain(posts(channel)[0]?.id);
  expect(third).not.toBe(first);
  expect(await discuss()).toBe(third);
});

test('discuss takes the whole question and what was told before to the thread', async () => {
  const channel = snowflake();
  const first = slash('recommend', { workload: 'it runs windows and needs a GPU' }, { channel });
  await wire.answered(first);
  const question = `${'and our team of two people wonders about the budget; '.repeat(15)}what would you recommend?`;
  const asked = slash('ask', { question }, { channel });
  const card = shown(await wire.answered(asked), asked);
  const opened = await wire.answered(press(card, 'do|discuss', { channel }));
  const thread = /<#(\d+)>/.exec(textIn(opened))?.[1] ?? '';
  expect(textIn((await wire.posted(channel)).body)).toContain(question);
  await wire.posted(thread);
  wire.say(message(`<@${ID.self}> why?`, { channel: thread, mentions: [ID.self] }));
  const known = textIn((await wire.posted(thread)).body);
  expect(known).toMatch(/windows/i);
  expect(known).toMatch(/GPU/);
});

test.each([
  ['no place for threads', 400, 50_024],
  ['too many threads', 400, 160_006],
])('where Discord opens no thread (%s), no question is left behind and it says so', async (_, status, code) => {
  const channel = snowflake();
  const card = shown(await wire.answered(slash('ask', { question: 'is docker safe?' }, { channel })));
  world.stub.fault(({ path }) => (path.endsWith('/threads') ? refusal(status, code) : undefined));
  const reply = await wire.answered(press(card, 'do|discuss', { channel }));
  expect(isPrivate(reply)).toBe(true);
  expect(textIn(reply)).toContain('no thread can be opened here');
  expect(world.stub.guild.messages.get(channel)).toEqual([]);
});

test.each([
  ['a text channel', 0, true],
  ['an announcement channel', 5, true],
  ['the chat of a voice channel', 2, false],
])('discuss in %s', async (_, channelType, offered) => {
  const reply = await wire.answered(slash('ask', { question: 'is docker safe?' }, { channelType }));
  expect(idsIn(reply).includes('do|discuss')).toBe(offered);
});

test('discuss names the permission that is missing', async () => {
  const card = shown(await wire.answered(slash('ask', { question: 'is docker safe?' })));
  const reply = await wire.answered(press(card, 'do|discuss', { appPermissions: String((1n << 10n) | (1n << 11n)) }));
  expect(textIn(reply)).toContain('Create Public Threads, Send Messages in Threads');
});

test('where we are no member there is no thread to open, but sharing works', async () => {
  const reply = await wire.answered(slash('ask', { question: 'networking?' }, { userInstall: true }));
  expect(idsIn(reply)).not.toContain('do|discuss');
  expect(idsIn(reply)).toContain('do|share');
});
