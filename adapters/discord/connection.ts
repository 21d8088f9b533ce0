import { type Client, Events, GatewayCloseCodes, Status } from 'discord.js';
import type { Parts } from '../adapter.ts';
import type { DiscordSection } from '../config.ts';
import type { Granted } from './acts.ts';
import { MINIMAL, REFUSED } from './application.ts';
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

type ConnectionParts = Pick<Parts, 'log' | 'giveUp'> & {
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

/** The connection to the gateway. Where it refuses a privileged intent after all, it connects once more without. */
export function createConnection({ section, granted, listen, log, giveUp }: ConnectionParts): Connection {
  let allowed = granted;
  let client: Client | undefined;

  async function connect(): Promise<void> {
    const fresh = createClient(section, allowed, log);
    client = fresh;
    listen(fresh);
    const closed = Promise.withResolvers<number>();
    fresh.on(Events.ShardDisconnect, ({ code }) => {
      closed.resolve(code);
      if (fresh.isReady()) void refused(code, fresh);
    });
    fresh.on(Events.Invalidated, () => giveUp('Discord has ended the session for good'));
    try {
      await fresh.login(section.token);
    } catch (error) {
      const code = await Promise.race([closed.promise, Promise.resolve(undefined)]);
      if (code === undefined) throw error;
      await refused(code, fresh);
    }
  }

  async function refused(code: number, refusing: Client): Promise<void> {
    await refusing.destroy();
    if (code !== GatewayCloseCodes.DisallowedIntents || allowed === MINIMAL)
      return giveUp(FATAL[code] ?? `Discord closed the connection for good (${code})`);
    log.warn('Discord refuses a privileged intent: connecting without');
    allowed = MINIMAL;
    await connect();
  }

  return {
    open: connect,
    close: async () => client?.destroy(),
    problem: () => (client?.ws.status === Status.Ready ? undefined : 'not connected to the gateway of Discord'),
    granted: () => allowed,
    permissionsIn: (channel) => permissionsIn(channel, client),
  };
}
