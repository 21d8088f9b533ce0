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
  surviveBadPackets(client, log);
  client.on(Events.Error, (error) => log.error({ err: error }, 'the gateway client failed'));
  client.on(Events.ShardError, (error, shard) => log.warn({ err: error, shard }, 'a gateway connection failed'));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, 'reconnecting to the gateway'));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, 'the gateway session goes on'));
  return client;
}

/** We read events as they come and look nothing up; only what discord.js needs of ourselves stays. */
const FORGETFUL: Parameters<typeof Options.cacheWithLimits>[0] = {
  ApplicationCommandManager: 0,
  AutoModerationRuleManager: 0,
  DMMessageManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
  VoiceStateManager: 0,
};

/** discord.js throws at a packet that it cannot read, where nothing could catch it; one packet is not worth the process. */
function surviveBadPackets({ ws }: Client, log: Parts['log']): void {
  const gateway = ws as unknown as { handlePacket(...given: unknown[]): boolean };
  const handle = gateway.handlePacket.bind(gateway);
  gateway.handlePacket = (...given) => {
    try {
      return handle(...given);
    } catch (error) {
      log.warn({ err: error }, 'a packet of the gateway could not be read');
      return false;
    }
  };
}
