import { type Client, DiscordjsError, DiscordjsErrorCodes, Events, GatewayCloseCodes, Status } from 'discord.js';
import type { Parts } from '../adapter.ts';
import type { DiscordSection } from '../config.ts';
import type { Granted } from './acts.ts';
import { MINIMAL, REFUSED, unreachable } from './application.ts';
import { createClient } from './client.ts';
import { permissionsIn } from './permissions.ts';

export interface Connection {
  open(): Promise<void>;
  close(): Promise<void>;
  /** Why events do not come just now; undefined when they do. */
  problem(): string | undefined;
  /** What the gateway lets us have. */
  granted(): Granted;
  /** What we may do in a channel; undefined when the gateway did not tell. */
  permissionsIn(channel: string): string | undefined;
}

type ConnectionParts = Pick<Parts, 'clock' | 'log' | 'giveUp'> & {
  section: DiscordSection;
  granted: Granted;
  /** Sets the listeners on a new client. */
  listen: (client: Client) => void;
};

/** What no reconnecting mends; the gateway's close codes. */
const FATAL: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: REFUSED,
  [GatewayCloseCodes.InvalidShard]: 'DISCORD_SHARDS does not fit: set it to auto',
  [GatewayCloseCodes.ShardingRequired]:
    'this bot is in too many servers for one connection: set DISCORD_SHARDS to auto',
};

/** Ms until it is tried again, where it could not be had. */
const AGAIN = 5_000;

/** The connection to the gateway. Where it refuses a privileged intent after all, it connects once more without. */
export function createConnection({ section, granted, listen, log, clock, giveUp }: ConnectionParts): Connection {
  let allowed = granted;
  let client: Client | undefined;
  let ended = false;
  let cancelAgain = (): void => {};

  /** @throws UnreachableError */
  async function connect(): Promise<void> {
    const fresh = createClient(section, allowed, log);
    client = fresh;
    listen(fresh);
    const closed = Promise.withResolvers<number>();
    fresh.on(Events.ShardDisconnect, ({ code }) => closed.resolve(code));
    fresh.on(Events.Invalidated, () => giveUp('Discord has ended the session for good'));
    try {
      await fresh.login(section.token);
    } catch (error) {
      const code = await Promise.race([closed.promise, Promise.resolve(undefined)]);
      if (code !== undefined) return lower(code, fresh, connect);
      if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return giveUp(REFUSED);
      throw unreachable(error);
    }
    void closed.promise.then((code) => lower(code, fresh, connectAgain));
  }

  /** Tries until it is connected. */
  async function connectAgain(): Promise<void> {
    try {
      await connect();
    } catch (error) {
      if (ended) return;
      log.warn({ err: error, again: AGAIN }, 'no connection to the gateway could be had');
      cancelAgain = clock.after(AGAIN, () => void connectAgain());
    }
  }

  /** Connects with less where that helps. */
  async function lower(code: number, refusing: Client, reconnect: () => Promise<void>): Promise<void> {
    await refusing.destroy();
    if (code !== GatewayCloseCodes.DisallowedIntents || allowed === MINIMAL)
      return giveUp(FATAL[code] ?? `Discord closed the connection for good (${code})`);
    log.warn('Discord refuses a privileged intent: connecting without');
    allowed = MINIMAL;
    await reconnect();
  }

  return {
    open: connect,
    close: async () => {
      ended = true;
      cancelAgain();
      await client?.destroy();
    },
    problem: () => (client && isWhole(client) ? undefined : 'not connected to the gateway of Discord'),
    granted: () => allowed,
    permissionsIn: (channel) => permissionsIn(channel, client),
  };
}

/** discord.js itself stays ready once it was; only its single connections tell that they are gone. */
const isWhole = (client: Client): boolean =>
  client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready);
