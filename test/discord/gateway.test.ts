import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError } from '../../adapters/config.ts';
import { ID, message, slash } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { createWire } from './wire.ts';
import { createWorld, textIn, type World } from './world.ts';

let world: World;
let wire: ReturnType<typeof createWire>;
beforeEach(async () => {
  world = await createWorld();
  wire = createWire(world);
});
afterEach(async () => {
  expect(world.stub.problems).toEqual([]);
  await world.end();
});

const CONTENT = 1 << 15;
const MEMBERS = 1 << 1;
const askedFor = () => world.stub.gateway.identified.map(({ intents }) => [intents & CONTENT, intents & MEMBERS]);
const mention = (text: string) => message(`<@${ID.self}> ${text}`, { mentions: [ID.self] });

test.each([
  ['nothing', 0, [0, 0], ['Message Content', 'Server Members']],
  ['content', 1 << 19, [CONTENT, 0], ['Server Members']],
  ['both, to a verified bot', (1 << 14) | (1 << 18), [CONTENT, MEMBERS], []],
])('with %s granted it asks for that alone, and says what is degraded', async (_, flags, intents, told) => {
  world.stub.guild.flags = flags;
  await world.run();
  expect(askedFor()).toEqual([intents]);
  const log = world.logged.join('');
  for (const name of ['Message Content', 'Server Members']) expect(log.includes(name)).toBe(told.includes(name));
  expect(world.ready()).toBeUndefined();
});

test('a privileged intent that is refused after all is not asked for again', async () => {
  world.stub.guild.flags = 1 << 19;
  world.stub.gateway.refuse(({ intents }) => ((intents & CONTENT) === 0 ? undefined : 4_014));
  await world.run();
  expect(askedFor()).toEqual([
    [CONTENT, 0],
    [0, 0],
  ]);
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
});

test('a wrong token ends the start with one sentence that says what to do', async () => {
  world.stub.fault(() => refusal(401, 0, '401: Unauthorized'));
  const start = world.run();
  await expect(start).rejects.toThrow(ConfigError);
  await expect(start).rejects.toThrow(/^DISCORD_TOKEN is refused by Discord: reset it/);
});

test('a Discord that cannot be reached is told in a sentence too', async () => {
  world.stub.fault(() => ({ status: 503 }));
  await expect(world.run()).rejects.toThrow('Discord cannot be reached (Discord answers with status 503)');
});

test.each([
  [4_004, /DISCORD_TOKEN is refused/],
  [4_011, /set DISCORD_SHARDS to auto/],
  [4_013, /closed the connection for good \(4013\)/],
])('close code %i is for good', async (code, problem) => {
  world.stub.gateway.refuse(() => code);
  await world.run();
  expect(await world.gaveUp).toMatch(problem);
  expect(world.ready()).toContain('not connected');
});

test.each([
  [4_014, 'asks for less', [CONTENT, 0]],
  [4_000, 'goes on', [CONTENT]],
])('close code %i after it was ready: it %s', async (code, _, asked) => {
  world.stub.guild.flags = 1 << 19;
  await world.run();
  world.stub.gateway.refuse(({ intents }) => ((intents & CONTENT) === 0 ? undefined : code));
  world.stub.gateway.drop(code);
  expect(await wire.reached(() => slash('help'))).toContain('For example');
  expect(askedFor().map(([content]) => content)).toEqual(asked);
});

test('a token that is reset while it runs is for good', async () => {
  await world.run();
  world.stub.gateway.drop(4_004);
  expect(await world.gaveUp).toMatch(/DISCORD_TOKEN is refused/);
});

test('a connection on which no heartbeat is answered is given up for another, and nothing is lost', async () => {
  world.stub.gateway.heartbeat = 40;
  await world.run();
  world.stub.gateway.heartbeat = 45_000;
  world.stub.gateway.freeze();
  const missed = mention('isolation?');
  wire.say(missed);
  expect(textIn((await wire.posted(missed.id)).body)).toContain('Isolation');
  expect(world.stub.gateway.resumed).toHaveLength(1);
  expect(world.stub.gateway.identified).toHaveLength(1);
});

test('a replay after a dropped connection gives no second answer, and what came meanwhile is answered', async () => {
  await world.run();
  const first = mention('networking?');
  wire.say(first);
  await wire.posted(first.id);
  const missed = mention('isolation?');
  world.stub.gateway.overlap = 2;
  world.stub.gateway.drop(4_000);
  wire.say(missed);
  await wire.posted(missed.id);
  expect(world.stub.gateway.resumed).toHaveLength(1);
  expect(world.stub.guild.messages.get(first.id)).toHaveLength(1);
  expect(world.stub.guild.messages.get(missed.id)).toHaveLength(1);
});

test.each([
  ['a message without content', 'MESSAGE_CREATE', {}],
  ['no message', 'MESSAGE_CREATE', null],
  ['an interaction without data', 'INTERACTION_CREATE', { id: '1', type: 2 }],
  ['an interaction of a type to come', 'INTERACTION_CREATE', { id: '1', type: 99, token: 'x' }],
  ['a server without id', 'GUILD_CREATE', { channels: 7 }],
  ['a thread list of nothing', 'THREAD_LIST_SYNC', null],
  ['an event to come', 'TEA_TIME', { tea: true }],
  ['a list in place of an object', 'MESSAGE_CREATE', []],
  ['a member without person', 'GUILD_MEMBER_ADD', { guild_id: '1' }],
  ['a reaction without emoji', 'MESSAGE_REACTION_ADD', { message_author_id: ID.self }],
])('%s does not end the process', async (_, type, data) => {
  await world.run();
  world.stub.gateway.raw(JSON.stringify({ op: 0, t: type, s: 2, d: data }));
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
});

test.each(['{', 'null', '"tea"', '{"op": 0}', '{"op": 99, "d": null}', '{"op": 0, "t": 7, "d": 7, "s": "x"}'])(
  'a packet that is %s does not end the process',
  async (packet) => {
    await world.run();
    world.stub.gateway.raw(packet);
    expect(await wire.reached(() => slash('help'))).toContain('For example');
  },
);

test('after it stopped listening nothing is heard, and the connection is closed', async () => {
  await world.run();
  await world.halt();
  world.stub.gateway.emit('INTERACTION_CREATE', slash('help'));
  expect(world.stub.calls.filter(({ path }) => path.endsWith('/callback'))).toEqual([]);
  expect(world.ready()).toBeUndefined();
});
