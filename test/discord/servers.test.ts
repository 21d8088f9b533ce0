import { afterEach, beforeEach, expect, test } from 'vitest';
import { speakerSchema, tenantFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { heldClock } from '../delivery/clock.ts';
import { guildAsked, guildOf, quietGuildOf } from './stub/guild.ts';
import type { Call } from './stub/judge.ts';
import { ID, press, slash, user } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { messageFrom } from './stub/shapes.ts';
import { createWire, isPrivate, mention, once, shown } from './wire.ts';
import { createWorld, idsIn, textIn, type World } from './world.ts';

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

const tenant = tenantFrom('discord', ID.guild);
const ana = speakerSchema.parse(ID.ana);
const turnOf = (message: string) => turnIdFrom(tenant, ID.channel, message);

test('a server is greeted once, whether it adds us while we run or has done so before; after a restart it is not', async () => {
  const { gateway, guild } = world.stub;
  const [before, later] = ['1100000000000000050', '1100000000000000051'];
  gateway.guilds = [before];
  const start = async () => {
    const starting = world.run();
    await gateway.connected();
    gateway.emit('GUILD_CREATE', guildOf(before, ID.channel));
    await starting;
  };
  await start();
  expect(textIn((await wire.posted(ID.channel)).body)).toContain('Hello');
  gateway.emit('GUILD_CREATE', guildOf(later, ID.thread));
  gateway.emit('GUILD_CREATE', guildOf(later, ID.thread));
  expect(textIn((await wire.posted(ID.thread)).body)).toContain('Hello');
  await world.halt();
  await world.store.prune({ threads: 0, done: Date.now() + 1_000 });
  await start();
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
  expect(guild.messages.get(ID.channel)).toHaveLength(1);
  expect(guild.messages.get(ID.thread)).toHaveLength(1);
});

test('a server whose own channel is closed to us is greeted in the first that is not, and one without any not at all', async () => {
  await world.run();
  world.stub.gateway.emit('GUILD_CREATE', quietGuildOf('1100000000000000052', ID.thread));
  world.stub.gateway.emit('GUILD_CREATE', quietGuildOf('1100000000000000053', ID.thread, ID.channel));
  expect(textIn((await wire.posted(ID.channel)).body)).toContain('Hello');
  expect(world.stub.guild.messages.get(ID.thread)).toBeUndefined();
});

test('a server that removes us is forgotten; one that is out for a while is not', async () => {
  await world.run();
  world.stub.gateway.emit('GUILD_CREATE', guildOf(ID.guild, null));
  const asked = mention('8 linux services, vm or container?');
  wire.say(asked);
  await wire.posted(asked.id);
  const kept = async () => (await world.store.recall(tenant, turnOf(asked.id), ana)) !== undefined;
  world.stub.gateway.emit('GUILD_DELETE', { id: ID.guild, unavailable: true });
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
  expect(await kept()).toBe(true);
  world.stub.gateway.emit('GUILD_CREATE', guildOf(ID.guild, null));
  world.stub.gateway.emit('GUILD_DELETE', { id: ID.guild });
  await expect.poll(kept).toBe(false);
});

/** Servers of the first of two connections, by what becomes of them while we are away, and one of the other connection. */
const AWAY = {
  stays: String(2n << 23n),
  out: String(3n << 23n),
  gone: String(4n << 23n),
  refused: String(5n << 23n),
  unnamed: String(6n << 23n),
  unclear: String(7n << 23n),
  elsewhere: String((8n << 23n) + (1n << 22n)),
};

test('a server that removed us while we were away is forgotten, and no other', async () => {
  const { gateway } = world.stub;
  gateway.guilds = Object.values(AWAY);
  await world.run();
  for (const id of gateway.guilds) gateway.emit('GUILD_CREATE', guildOf(id, null));
  const tenants = new Map(Object.entries(AWAY).map(([name, id]) => [name, tenantFrom('discord', id)]));
  await expect.poll(async () => (await world.store.everyKept('membership')).length).toBe(tenants.size);
  // Somebody uses us where we never were a member; and another application keeps its servers in this store.
  const [visited, others] = [String(9n << 23n), String(10n << 23n)].map((id) => tenantFrom('discord', id));
  if (!visited || !others) throw new Error('two servers');
  await world.store.keep(others, 'membership', ID.otherBot, { at: 1 });
  for (const tenant of [...tenants.values(), visited, others])
    await world.store.keep(tenant, 'progress', ID.ana, { step: 1, lessons: [] });
  const asked: string[] = [];
  world.stub.fault(({ path }) => {
    const guild = /^\/guilds\/(\d+)$/.exec(path)?.[1];
    if (guild === undefined) return undefined;
    asked.push(guild);
    if (guild === AWAY.refused) return refusal(403, 50_001, 'Missing Access');
    if (guild === AWAY.unnamed) return { status: 200, body: guildAsked(guild) };
    return guild === AWAY.unclear ? refusal(502, 0) : undefined;
  });
  await world.halt();
  gateway.guilds = [AWAY.stays, AWAY.out];
  gateway.shard = [0, 2];
  await world.run();
  await expect.poll(() => asked.length).toBe(4);
  const left = async () => (await world.store.everyKept('progress')).map(({ tenant }) => tenant);
  const kept = ['stays', 'out', 'unnamed', 'unclear', 'elsewhere'].map((name) => tenants.get(name));
  await expect.poll(left).toHaveLength(kept.length + 2);
  expect(new Set(await left())).toEqual(new Set([...kept, visited, others]));
  expect(new Set(asked)).toEqual(new Set([AWAY.gone, AWAY.refused, AWAY.unnamed, AWAY.unclear]));
});

const LATER = '2030-01-01T00:00:00.000000+00:00';
const joins = (id: string, more: object = {}) => ({
  guild_id: ID.guild,
  user: user(id),
  roles: [],
  joined_at: LATER,
  deaf: false,
  mute: false,
  flags: 0,
  ...more,
});

/** An administrator sees the invitation, and presses the button under it. */
async function turn(on: 'on' | 'off'): Promise<string> {
  const asked = slash('newcomers');
  const preview = shown(await wire.answered(asked), asked);
  return textIn(await wire.answered(press(preview, `do|inviting|${on}`)));
}

test('an administrator tries the invitation out before anybody gets it, and nobody else decides', async () => {
  world.stub.guild.flags = 1 << 15;
  await world.run();
  const asked = slash('newcomers');
  const preview = await wire.answered(asked);
  expect(isPrivate(preview)).toBe(true);
  expect(textIn(preview)).toContain('are not invited to learn');
  expect(textIn(preview)).toContain('Learn VM or container in five minutes');
  expect(idsIn(preview)).toEqual(['v1|take the tour', 'do|tomorrow', 'do|not-for-me', 'do|inviting|on']);
  const stranger = { by: ID.ben, permissions: '2048' };
  expect(textIn(await wire.answered(slash('newcomers', {}, stranger)))).toContain('You lack: Manage Server');
  const forged = await wire.answered(press(shown(preview, asked), 'do|inviting|on', stranger));
  expect(textIn(forged)).toContain('You lack: Manage Server');
  expect(textIn(await wire.answered(slash('newcomers')))).toContain('are not invited');
  expect(await turn('on')).toContain('are invited');
  expect(idsIn(await wire.answered(slash('newcomers')))).toContain('do|inviting|off');
});

test('newcomers are invited once each in private, and only where an administrator wants it', async () => {
  world.stub.guild.flags = 1 << 15;
  await world.run();
  const { emit } = world.stub.gateway;
  emit('GUILD_MEMBER_ADD', joins(ID.ana));
  await turn('on');
  emit('GUILD_MEMBER_ADD', joins(ID.otherBot, { user: user(ID.otherBot, true) }));
  emit('GUILD_MEMBER_UPDATE', joins(ID.ana, { joined_at: '2020-01-01T00:00:00.000000+00:00' }));
  emit('GUILD_MEMBER_ADD', joins(ID.guest, { joined_at: null }));
  emit('GUILD_MEMBER_ADD', joins(ID.guest, { flags: 1 << 4 }));
  emit('GUILD_MEMBER_ADD', joins(ID.ben, { pending: true }));
  emit('GUILD_MEMBER_UPDATE', joins(ID.ben));
  emit('GUILD_MEMBER_UPDATE', joins(ID.ben));
  emit('GUILD_MEMBER_ADD', joins(ID.ben, { guild_id: '1100000000000000060' }));
  const { body } = await wire.posted(ID.direct);
  expect(idsIn(body)).toEqual(['v1|take the tour', 'do|tomorrow', 'do|not-for-me']);
  await expect.poll(() => world.store.everyKept('invitee')).toEqual([]);
  expect(await turn('off')).toContain('are not invited');
  expect(world.stub.guild.messages.get(ID.direct)).toHaveLength(1);
});

test('an invitation is answered with one press: now, tomorrow, or never', async () => {
  await world.run();
  const under = messageFrom(ID.direct, {});
  const place = { context: 1, channel: ID.direct } as const;
  expect(textIn(await wire.answered(press(under, 'v1|take the tour', place)))).toContain('The difference');
  expect(textIn(await wire.answered(press(under, 'do|tomorrow', place)))).toContain('remind you tomorrow');
  const own = tenantFrom('discord', `@${ID.ana}`);
  expect(await world.store.everyKept('invitee')).toMatchObject([{ tenant: own, name: ID.ana }]);
  expect(textIn(await wire.answered(press(under, 'do|not-for-me', place)))).toContain('will not ask again');
  expect(await world.store.everyKept('invitee')).toEqual([]);
});

test('who is not to be disturbed is left alone, and asked to slow down we do', async () => {
  world.stub.guild.flags = 1 << 15;
  const clock = heldClock(Date.now());
  await world.run({ clock });
  await turn('on');
  const isDirect = ({ path }: Call): boolean => path === '/users/@me/channels';
  const slow = once(isDirect, refusal(400, 40_003, 'You are opening direct messages too fast'));
  const closed = ({ path }: Call) => (path === `/channels/${ID.direct}/messages` ? refusal(403, 50_007) : undefined);
  world.stub.fault((call) => slow(call) ?? closed(call));
  world.stub.gateway.emit('GUILD_MEMBER_ADD', joins(ID.ben));
  const sent = () => world.stub.calls.filter(({ path }) => path === `/channels/${ID.direct}/messages`);
  while (sent().length === 0) await clock.pass(5_000);
  await clock.pass(120_000);
  expect(world.stub.calls.filter(isDirect)).toHaveLength(2);
  expect(sent()).toHaveLength(1);
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
  const halting = world.halt();
  await clock.pass(10_000);
  await halting;
});
