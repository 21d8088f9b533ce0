import { afterEach, beforeEach, expect, test } from 'vitest';
import { UnreachableError } from '../../adapters/adapter.ts';
import { ConfigError } from '../../adapters/config.ts';
import { heldClock } from '../delivery/clock.ts';
import type { Call } from './stub/judge.ts';
import { ID, slash } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { createWire, mention } from './wire.ts';
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

test.each([
  ['while it runs', []],
  ['before its servers came', [ID.guild]],
])('a token that is reset %s is for good', async (_, guilds) => {
  world.stub.gateway.guilds = guilds;
  await world.run();
  world.stub.gateway.drop(4_004);
  expect(await world.gaveUp).toMatch(/DISCORD_TOKEN is refused/);
});

test('a privileged intent that is refused before the servers came is not asked for again', async () => {
  world.stub.guild.flags = 1 << 19;
  world.stub.gateway.guilds = [ID.guild];
  await world.run();
  world.stub.gateway.drop(4_014);
  expect(await wire.reached(() => slash('help'))).toContain('For example');
  expect(askedFor()).toEqual([
    [CONTENT, 0],
    [0, 0],
  ]);
});

const isGatewayCall = ({ path }: Call): boolean => path === '/gateway/bot';

test('where Discord is out just when it connects anew, it tries again until it is heard', async () => {
  const clock = heldClock();
  world.stub.guild.flags = 1 << 19;
  await world.run({ clock });
  world.stub.fault((call) => (isGatewayCall(call) ? { status: 503 } : undefined));
  world.stub.gateway.drop(4_014);
  await expect.poll(() => world.logged.join('')).toContain('no connection to the gateway');
  expect(world.ready()).toContain('not connected');
  world.stub.mend();
  await clock.pass(10_000);
  expect(await wire.reached(() => slash('help'))).toContain('For example');
  expect(world.ready()).toBeUndefined();
});

test('a token that is refused while it connects anew is for good', async () => {
  world.stub.guild.flags = 1 << 19;
  await world.run();
  world.stub.fault((call) => (isGatewayCall(call) ? refusal(401, 0, '401: Unauthorized') : undefined));
  world.stub.gateway.drop(4_014);
  expect(await world.gaveUp).toMatch(/DISCORD_TOKEN is refused/);
});

test('a gateway that is out at the start is told in a sentence', async () => {
  world.stub.fault((call) => (isGatewayCall(call) ? { status: 503 } : undefined));
  const start = world.run();
  await expect(start).rejects.toThrow(UnreachableError);
  await expect(start).rejects.toThrow('Discord cannot be reached (Discord answers with status 503)');
});

test('health tells that the gateway is gone, and that it is back', async () => {
  await world.run();
  world.stub.gateway.drop(4_000);
  await expect.poll(world.ready).toContain('not connected');
  await expect.poll(world.ready).toBeUndefined();
  world.stub.gateway.close();
  await expect.poll(world.ready).toContain('not connected');
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
  [2, 1],
  ['auto', 2],
] as const)(
  'with %s shards, where Discord advises %i, there are two connections, and health knows them all',
  async (shards, advised) => {
    const body = { url: world.stub.guild.gateway, shards: advised, session_start_limit: AT_ONCE };
    world.stub.fault((call) => (isGatewayCall(call) ? { status: 200, body } : undefined));
    await world.run({ shards });
    const identified = world.stub.gateway.identified.map(({ shard }) => shard);
    expect(identified.toSorted()).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(world.ready()).toBeUndefined();
    expect(world.stub.gateway.open()).toBe(2);
    world.stub.gateway.drop(4_000);
    await expect.poll(world.ready).toContain('not connected');
    await expect.poll(world.ready).toBeUndefined();
  },
);

const AT_ONCE = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 16 };

test('after it stopped listening nothing is heard, and the connection is closed', async () => {
  await world.run();
  const before = world.stub.gateway;
  expect(before.open()).toBe(1);
  await world.halt();
  expect(before.open()).toBe(0);
  expect(world.ready()).toContain('not connected');
});
