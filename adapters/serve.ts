import { randomUUID } from 'node:crypto';
import { createDelivery } from '../src/delivery/delivery.ts';
import type { Platform } from '../src/delivery/platform.ts';
import type { Parts, Running, Start } from './adapter.ts';
import { systemClock } from './clock.ts';
import { type Config, ConfigError, configFrom, type DiscordSection, type SlackSection } from './config.ts';
import { endedBy } from './ended.ts';
import { awaitEnd, type Ending, type Host, windDown } from './ending.ts';
import { fingerprint } from './fingerprint.ts';
import { createLiveBot, type LiveBot } from './live-bot.ts';
import { createLog, type Log } from './log.ts';
import { createReport } from './report.ts';
import { type OpenStore, openStore } from './storage/store.ts';
import { createMetrics } from './web/metrics.ts';
import { type Check, startWeb } from './web/start.ts';

/** The adapters there are. Each loads its code only when it is started. */
export interface Adapters {
  slack?: Start<SlackSection>;
  discord?: Start<DiscordSection>;
}

const NOTHING = `nothing is configured to serve. Set one of:
  SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET   one Slack workspace, over HTTP
  SLACK_BOT_TOKEN and SLACK_APP_TOKEN        one Slack workspace, over Socket Mode
  SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET and SECRET_KEYS   any Slack workspace
  DISCORD_TOKEN                              Discord
All settings are in .env.example and docs/operations.md. To talk here without any: npm start, or in a container: chat`;

/**
 * Serves what is configured until it is told to stop, and says on the way out what kept it from that. Resolves with the code to
 * end the process with.
 */
export async function serve(env: NodeJS.ProcessEnv, adapters: Adapters, host: Host): Promise<number> {
  try {
    const config = configFrom(env);
    const planned = plannedFrom(config, adapters);
    if (planned.length === 0) throw new ConfigError(NOTHING);
    return await withStore(config, planned, host);
  } catch (error) {
    const { code, told } = endedBy(error);
    host.stderr.write(`${told}\n`);
    return code;
  }
}

interface Planned {
  name: string;
  start(parts: Parts): Promise<Running>;
}

/** @throws ConfigError when something is configured that is not there */
function plannedFrom({ slack, discord }: Config, adapters: Adapters): Planned[] {
  return [...planned('slack', slack, adapters.slack), ...planned('discord', discord, adapters.discord)];
}

function planned<Section>(name: string, section: Section | undefined, start: Start<Section> | undefined): Planned[] {
  if (section === undefined) return [];
  if (!start) throw new ConfigError(`${name} is configured, but not a part of this build`);
  return [{ name, start: (parts) => start(section, parts) }];
}

/** All that is there before a platform is. */
interface Base {
  config: Config;
  log: Log;
  ending: Ending;
  live: LiveBot;
  store: OpenStore;
}

async function withStore(config: Config, planned: readonly Planned[], host: Host): Promise<number> {
  const log = createLog(config.logLevel, config.secrets);
  const ending = awaitEnd(host, log);
  const live = await createLiveBot({ folder: config.knowledge, clock: systemClock, log });
  host.on('SIGHUP', () => void live.reload());
  try {
    const store = await openStore({ ...config.store, log });
    try {
      return await withPlatforms({ config, log, ending, live, store }, planned);
    } finally {
      await store.close();
    }
  } finally {
    live.stop();
  }
}

async function withPlatforms(base: Base, planned: readonly Planned[]): Promise<number> {
  const { config, log, ending, live, store } = base;
  const metrics = createMetrics({ store, now: systemClock.now, knowledge: live.state });
  const report = createReport(log);
  const platforms: Record<string, Platform> = {};
  const delivery = createDelivery({
    store,
    clock: systemClock,
    instance: randomUUID(),
    fingerprint,
    platforms,
    respond: (turn, before) => live.bot().respond(turn, before),
    observe: (event) => {
      report(event);
      metrics.observe(event);
    },
    limits: config.limits,
  });
  const running = new Map<string, Running>();
  const progress = { began: false };
  const web = await startWeb(config.web, { checks: checksOf(base, planned, running, progress), metrics });
  try {
    await startAll(
      planned,
      { bot: live.bot, delivery, store, clock: systemClock, log, giveUp: ending.giveUp },
      running,
    );
    for (const [name, { platform }] of running) platforms[name] = platform;
    delivery.start();
    progress.began = true;
    for (const { listen } of running.values()) await listen();
    log.info({ adapters: [...running.keys()], knowledge: live.state().version, web: web.port }, 'ready');
    return await ending.code;
  } finally {
    await windDown([...running.values()], progress.began ? delivery : undefined, log);
    await web.stop();
    log.info('stopped');
  }
}

/** Side by side, because each waits for its platform. */
async function startAll(planned: readonly Planned[], parts: Parts, running: Map<string, Running>): Promise<void> {
  const starting = planned.map(async ({ name, start }) => {
    running.set(name, await start({ ...parts, log: parts.log.child({ adapter: name }) }));
  });
  for (const outcome of await Promise.allSettled(starting)) if (outcome.status === 'rejected') throw outcome.reason;
}

function checksOf(
  { ending, live, store }: Base,
  planned: readonly Planned[],
  running: ReadonlyMap<string, Running>,
  progress: { began: boolean },
): Record<string, () => Check | Promise<Check>> {
  const checks: Record<string, () => Check | Promise<Check>> = {
    process: () => {
      if (ending.begun()) return { ready: false, detail: 'stopping' };
      return { ready: progress.began, detail: progress.began ? 'ready' : 'starting' };
    },
    store: async () => {
      await store.ping();
      return { ready: true, detail: 'ready' };
    },
    knowledge: () => {
      const { version, stale } = live.state();
      const kept = stale === undefined ? '' : `, kept because the files are wrong: ${stale}`;
      return { ready: true, detail: `version ${version}${kept}` };
    },
  };
  for (const { name } of planned)
    checks[name] = () => {
      const problem = running.has(name) ? running.get(name)?.ready() : 'starting';
      return { ready: problem === undefined, detail: problem ?? 'ready' };
    };
  return checks;
}
