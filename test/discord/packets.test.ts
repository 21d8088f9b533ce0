import { expect, test } from 'vitest';
import { openedWorld } from './opened.ts';
import { guildOf } from './stub/guild.ts';
import { ID, slash } from './stub/payloads.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

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
  world.stub.gateway.raw(event(type, data));
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
});

/** An event that Discord would not send. */
const event = (t: unknown, d: unknown): string => JSON.stringify({ op: 0, t, d, s: 1 });

const BROKEN = [
  ...['{', 'null', '"tea"', '7', '[]', '{}', '{"op": "0"}', '{"op": 0}', '{"op": 99, "d": null}'],
  ...['{"op": 9}', '{"op": 9, "d": null}', '{"op": 10}', '{"op": 10, "d": null}', '{"op": 10, "d": {}}'],
  '{"op": 10, "d": {"heartbeat_interval": "soon"}}',
  ...['error', 'READY', 'RESUMED', 'GUILD_CREATE', 'GUILD_DELETE', 'tea', '', null, 7].flatMap((t) =>
    [null, 7, {}, [], undefined].map((d) => event(t, d)),
  ),
  '{"op": 0, "t": 7, "d": 7, "s": "x"}',
  JSON.stringify({ op: 0, t: 'READY', s: 1, d: { session_id: 'x', resume_gateway_url: 'y', guilds: [null] } }),
];

test('no packet that is broken ends the process, or the connection', async () => {
  const before = world.stub.gateway.identified.length;
  for (const packet of BROKEN) world.stub.gateway.raw(packet);
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
  expect(world.logged.join('')).toContain('could not be read');
  expect(world.stub.gateway.identified).toHaveLength(before);
});

test('a server without data, while servers are awaited, ends nothing', async () => {
  world.stub.gateway.guilds = [ID.guild];
  await world.run();
  for (const type of ['GUILD_CREATE', 'GUILD_DELETE'])
    for (const data of [null, 7, {}]) world.stub.gateway.raw(event(type, data));
  world.stub.gateway.emit('GUILD_CREATE', guildOf(ID.guild, null));
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
  await expect.poll(world.ready).toBeUndefined();
});
