import { Client, Events, Options } from 'discord.js';
import type { Parts } from '../adapter.ts';
import type { DiscordSection } from '../config.ts';
import type { Granted } from './acts.ts';
import { intentsFor } from './application.ts';
import { createStrategy } from './packets.ts';

/** A connection to the gateway that keeps next to nothing in memory and that no packet can end. */
export function createClient({ apiUrl, shards }: DiscordSection, granted: Granted, log: Parts['log']): Client {
  const client = new Client({
    intents: intentsFor(granted),
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: Options.cacheWithLimits(FORGETFUL),
    ws: { ...Options.createDefault().ws, buildStrategy: (manager) => createStrategy(manager, log) },
    ...(shards === 'auto' ? { shards } : { shardCount: shards }),
    ...(apiUrl !== undefined && { rest: { api: apiUrl } }),
  });
  handleItsOwn(client, log);
  client.on(Events.Error, (error) => log.error({ err: error }, 'the gateway client failed'));
  client.on(Events.ShardError, (error, shard) => log.warn({ err: error, shard }, 'a gateway connection failed'));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, 'reconnecting to the gateway'));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, 'the gateway session goes on'));
  return client;
}

/** Of the servers only what discord.js needs of ourselves stays. */
const FORGETFUL: Parameters<typeof Options.cacheWithLimits>[0] = {
  GuildEmojiManager: 0,
  GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  PresenceManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
  VoiceStateManager: 0,
};

/** What discord.js itself has to hear of. All else we read as it comes, and looked at by it, threads would be remembered without end. */
const ITS_OWN: ReadonlySet<string> = new Set([
  'READY',
  'RESUMED',
  'GUILD_CREATE',
  'GUILD_DELETE',
  // By these it knows what we may do in a channel.
  'CHANNEL_CREATE',
  'CHANNEL_UPDATE',
  'CHANNEL_DELETE',
  'GUILD_ROLE_CREATE',
  'GUILD_ROLE_UPDATE',
  'GUILD_ROLE_DELETE',
  'GUILD_MEMBER_UPDATE',
]);

/** discord.js throws at a packet that it cannot read, where nothing could catch it; one packet is not worth the process. */
function handleItsOwn({ ws }: Client, log: Parts['log']): void {
  const gateway = ws as unknown as { handlePacket(packet?: { t: string }, shard?: unknown): boolean };
  const handle = gateway.handlePacket.bind(gateway);
  gateway.handlePacket = (packet, shard) => {
    if (packet && !ITS_OWN.has(packet.t)) return true;
    try {
      return handle(packet, shard);
    } catch (error) {
      log.warn({ err: error }, 'a packet of the gateway could not be read');
      return false;
    }
  };
}
