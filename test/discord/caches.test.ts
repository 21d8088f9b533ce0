import { type Client, Events } from 'discord.js';
import { expect, test } from 'vitest';
import { MINIMAL } from '../../adapters/discord/application.ts';
import { createClient } from '../../adapters/discord/client.ts';
import { createLog } from '../../adapters/log.ts';
import { guildOf } from './stub/guild.ts';
import { ID, message, snowflake, user } from './stub/payloads.ts';
import { channelOf, threadOf } from './stub/shapes.ts';
import { startStub } from './stub/stub.ts';

const MANY = 200;

/** A busy server: everybody in it, and what they say and start. */
function fill({ gateway }: Awaited<ReturnType<typeof startStub>>): void {
  const people = Array.from({ length: MANY }, () => snowflake());
  const members = people.map((id) => ({ user: user(id), roles: [], joined_at: '2026-01-05T10:00:00.000Z', flags: 0 }));
  const presences = people.map((id) => ({ user: { id }, status: 'online', activities: [], client_status: {} }));
  const threads = people.map((id) => threadOf(id, 'a thread'));
  const guild = guildOf(ID.guild, ID.channel);
  gateway.emit('GUILD_CREATE', { ...guild, channels: [channelOf(ID.channel)], members, presences, threads });
  for (const by of people) {
    const said = message('hello', { by });
    gateway.emit('MESSAGE_CREATE', said);
    gateway.emit('THREAD_CREATE', { ...threadOf(said.id, 'a thread'), newly_created: true });
    gateway.emit('GUILD_MEMBER_ADD', {
      guild_id: ID.guild,
      user: user(snowflake()),
      roles: [],
      joined_at: null,
      flags: 0,
    });
    const emoji = { id: null, name: '🔇' };
    gateway.emit('MESSAGE_REACTION_ADD', {
      user_id: by,
      channel_id: ID.channel,
      message_id: said.id,
      guild_id: ID.guild,
      emoji,
    });
  }
}

/** How much a client remembers, by what it is. */
const remembered = ({ users, channels, guilds }: Client) => {
  const guild = guilds.cache.get(ID.guild);
  const channel = channels.cache.get(ID.channel);
  return {
    users: users.cache.size,
    members: guild?.members.cache.size,
    presences: guild?.presences.cache.size,
    channels: channels.cache.size,
    messages: channel?.isTextBased() ? channel.messages.cache.size : undefined,
  };
};

test('however busy a server is, we remember of it only the channels and threads that it began with', async () => {
  const stub = await startStub(false);
  const log = createLog('silent', []);
  const client = createClient({ token: 'token', apiUrl: stub.api, guildId: undefined, shards: 1 }, MINIMAL, log);
  try {
    await client.login('token');
    fill(stub);
    const last = snowflake();
    const heard = new Promise<void>((resolve) => {
      client.on(Events.Raw, ({ d }: { d: { id?: string } }) => d.id === last && resolve());
    });
    stub.gateway.emit('MESSAGE_CREATE', message('bye', { id: last }));
    await heard;
    expect(remembered(client)).toEqual({ users: 1, members: 0, presences: 0, channels: 1 + MANY, messages: 0 });
  } finally {
    await client.destroy();
    await stub.stop();
  }
});
