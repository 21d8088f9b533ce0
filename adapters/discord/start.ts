import {
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayReadyDispatchData,
  type Guild,
  REST,
} from 'discord.js';
import type { Parts, Running, Start } from '../adapter.ts';
import type { DiscordSection } from '../config.ts';
import { readApplication, reportGranted } from './application.ts';
import { createConnection } from './connection.ts';
import { joinGuild, leaveGuild, meetGuilds } from './guilds.ts';
import type { Hearing } from './hearing.ts';
import { hearInteraction } from './interactions.ts';
import { createMessages } from './messages.ts';
import { type Joined, joined } from './newcomers.ts';
import { createPlatform } from './send.ts';
import { createThreadLookup } from './threads.ts';

/** A call takes as long at most, ms; delivery breaks off what hangs longer. */
const CALL_LIMIT = 8_000;

/** The bot on Discord. */
export const startDiscord: Start<DiscordSection> = async (section, parts): Promise<Running> => {
  const { log } = parts;
  const rest = createRest(section);
  const { self, granted } = await readApplication(rest);
  reportGranted(granted, log);
  const hearing: Hearing = {
    ...parts,
    rest,
    self,
    granted: () => connection.granted(),
    permissionsIn: (channel) => connection.permissionsIn(channel),
  };
  const hands = createHands(parts.clock);
  const ears = createEars(hearing, hands);
  const connection = createConnection({ ...parts, section, granted, listen: ears.listenTo });
  rest.on('rateLimited', ({ method, route, timeToReset: wait }) => log.info({ method, route, wait }, 'asked to wait'));
  return {
    platform: createPlatform(hearing),
    ready: () => connection.problem(),
    listen: () => connection.open(),
    stopListening: async () => {
      ears.close();
      await Promise.all([connection.close(), hands.empty()]);
    },
    stop: async () => {},
  };
};

/** What waits for a limit of a channel goes back to the outbox, where it holds up nothing else. */
function createRest({ apiUrl, token }: DiscordSection): REST {
  const rest = new REST({
    ...(apiUrl !== undefined && { api: apiUrl }),
    timeout: CALL_LIMIT,
    // Not every call comes to the same when it is made twice; whoever makes one that does repeats it.
    retries: 0,
    rejectOnRateLimit: ({ route }) => route.includes('/channels'),
  });
  return rest.setToken(token);
}

/**
 * Hears events as the gateway sends them: discord.js itself drops messages of threads and direct talks that it does not
 * know of, and what it would look up is in the event.
 */
function createEars(hearing: Hearing, hands: Hands) {
  const { log, rest } = hearing;
  const messages = createMessages(hearing, createThreadLookup(rest));
  let closed = false;
  const heard =
    <Event>(what: string, hear: (event: Event) => Promise<void>) =>
    async (event: Event): Promise<void> => {
      if (closed) return;
      try {
        await hands.hold(hear(event));
      } catch (error) {
        log.error({ err: error, what }, 'an event could not be dealt with');
      }
    };

  return {
    listenTo(client: Client) {
      const { ws } = client;
      ws.on(
        GatewayDispatchEvents.InteractionCreate,
        heard('interaction', (event) => hearInteraction(event, hearing)),
      );
      ws.on(GatewayDispatchEvents.MessageCreate, heard('message', messages.create));
      ws.on(GatewayDispatchEvents.MessageUpdate, heard('edit', messages.edit));
      ws.on(
        GatewayDispatchEvents.MessageDelete,
        heard('deletion', ({ id, ...place }) => messages.remove({ ids: [id], ...place })),
      );
      ws.on(GatewayDispatchEvents.MessageDeleteBulk, heard('deletions', messages.remove));
      ws.on(GatewayDispatchEvents.MessageReactionAdd, heard('reaction', messages.react));
      listenToServers(client, hearing, heard);
    },
    close: () => {
      closed = true;
    },
  };
}

/** What is being dealt with. */
interface Hands {
  hold<Result>(work: Promise<Result>): Promise<Result>;
  /** Waits until nothing is in hand any more, or for as long as is left before we are ended. */
  empty(): Promise<void>;
}

/** Ms. */
const LEFT = 5_000;

function createHands(clock: Parts['clock']): Hands {
  const inHand = new Set<Promise<unknown>>();
  return {
    hold(work) {
      inHand.add(work);
      return work.finally(() => inHand.delete(work));
    },
    async empty() {
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(LEFT, resolve);
      await Promise.race([Promise.allSettled(inHand), over]);
      cancel();
    },
  };
}

type Heard = <Event>(what: string, hear: (event: Event) => Promise<void>) => (event: Event) => Promise<void>;

/** Who joins a server, and which servers have us, take us in or send us away. */
function listenToServers(client: Client, hearing: Hearing, heard: Heard): void {
  const { ws } = client;
  const newcomer = heard('newcomer', (event: Joined) => joined(event, hearing));
  ws.on(GatewayDispatchEvents.GuildMemberAdd, newcomer);
  // Where there are rules to accept, they have joined when they did.
  ws.on(GatewayDispatchEvents.GuildMemberUpdate, newcomer);
  ws.on(
    GatewayDispatchEvents.Ready,
    heard('servers', (event: GatewayReadyDispatchData) => meetGuilds(event, hearing)),
  );
  const joining = heard('server joined', (guild: Guild) => joinGuild(guild, hearing));
  client.on(Events.GuildCreate, joining);
  // Whoever added us before we ran is there when we connect.
  client.on(Events.GuildAvailable, joining);
  client.on(
    Events.GuildDelete,
    heard('server left', (guild) => leaveGuild(guild, hearing)),
  );
}
