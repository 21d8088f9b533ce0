import {
  ChannelType,
  type GatewayReadyDispatchData,
  type Guild,
  PermissionFlagsBits,
  Routes,
  ShardClientUtil,
} from 'discord.js';
import { type Post, postIdSchema } from '../../src/delivery/post.ts';
import { laneFrom, type Tenant, threadFrom } from '../../src/delivery/turn.ts';
import { cardFor } from './answer.ts';
import { CODES, codeOf } from './fault.ts';
import type { Hearing } from './hearing.ts';
import { type Scene, sceneFrom, turnIdOf } from './turn.ts';

const tenantOf = (guild: string): Tenant => sceneFrom(guild, guild, guild).tenant;
const guildOf = (tenant: Tenant): string => tenant.slice(tenant.indexOf(':') + 1);

/** A server has us: it says so when we are added and whenever we connect. Says once what we can do, where we may. */
export async function joinGuild(guild: Guild, hearing: Hearing): Promise<void> {
  const { store, self, clock, delivery } = hearing;
  const { id, ownerId } = guild;
  const tenant = tenantOf(id);
  if (await store.kept(tenant, 'membership', self)) return;
  const channel = placeIn(guild);
  if (channel !== undefined) await delivery.post(greeting(sceneFrom(id, channel, ownerId), 'welcome', hearing));
  await store.keep(tenant, 'membership', self, { at: clock.now() });
}

const { ViewChannel, SendMessages } = PermissionFlagsBits;

/** The channel of a server for messages such as ours, or else the first in which we may write. */
function placeIn({ systemChannelId, channels, members: { me } }: Guild): string | undefined {
  if (!me) return systemChannelId ?? undefined;
  const open = channels.cache
    .filter((channel) => channel.type === ChannelType.GuildText)
    .filter((channel) => channel.permissionsFor(me).has([ViewChannel, SendMessages]))
    .sort((one, other) => one.rawPosition - other.rawPosition);
  return (open.get(systemChannelId ?? '') ?? open.first())?.id;
}

/** We were removed: nothing of that server is kept. */
export async function leaveGuild({ id }: Pick<Guild, 'id'>, { store }: Pick<Hearing, 'store'>): Promise<void> {
  await store.forgetTenant(tenantOf(id));
}

/**
 * Discord names the servers that a connection brings, also those that are out just now. One that we were a member of and that is
 * not named has removed us while we were away, if Discord says so when it is asked for that very server.
 */
export async function meetGuilds(
  { guilds, shard = [0, 1] }: Pick<GatewayReadyDispatchData, 'guilds' | 'shard'>,
  hearing: Hearing,
): Promise<void> {
  const { store, self, rest } = hearing;
  const named = new Set(guilds.map(({ id }) => id));
  // What another application has kept in this store is not ours to judge.
  const ours = (await store.everyKept('membership')).filter(({ name }) => name === self);
  for (const id of ours.map(({ tenant }) => guildOf(tenant)))
    if (!named.has(id) && ShardClientUtil.shardIdForGuildId(id, shard[1]) === shard[0] && (await isLeft(id, rest)))
      await leaveGuild({ id }, hearing);
}

async function isLeft(guild: string, rest: Hearing['rest']): Promise<boolean> {
  try {
    await rest.get(Routes.guild(guild));
    return false;
  } catch (error) {
    return codeOf(error) === CODES.unknownGuild || codeOf(error) === CODES.missingAccess;
  }
}

function greeting(scene: Scene, name: string, hearing: Hearing): Post {
  const { tenant, speaker, channel } = scene;
  const turn = turnIdOf(scene, name);
  return {
    id: postIdSchema.parse(turn),
    tenant,
    lane: laneFrom(tenant, channel),
    thread: threadFrom(tenant, channel),
    turn,
    speaker,
    shown: 'private',
    kind: 'note',
    card: cardFor(hearing, 'hello'),
    written: hearing.clock.now(),
  };
}
