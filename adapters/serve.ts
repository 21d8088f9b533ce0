import { randomUUID } from 'node:crypto';
import { createDelivery, type Delivery } from '../src/delivery/delivery.ts';
import type { Platform } from '../src/delivery/platform.ts';
import type { Parts, Running, Start } from './adapter.ts';
import { systemClock } from './clock.ts';
import { type Config, ConfigError, configFrom, type DiscordSection, type SlackSection } from './config.ts';
import { ENDED, endedBy } from './ended.ts';
import { createLog, type Log } from './log.ts';
import { botFrom, readMind } from './mind.ts';
import { createReport } from './report.ts';
import { openStore } from './storage/store.ts';

/** The adapters there are. Each loads its code only when it is started. */
export interface Adapters {
  slack?: Start<SlackSection>;
  discord?: Start<DiscordSection>;
}

/** The process we run in. */
export interface Host {
  on(event: 'SIGTERM' | 'SIGINT' | 'SIGHUP', run: () => void): unknown;
  on(event: 'uncaughtException', run: (error: unknown) => void): unknown;
  exit(code: number): void;
  stderr: { write(text: string): unknown };
}

const NOTHING = `nothing is configured to serve. Set one of:
  SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET   one Slack workspace, over HTTP
  SLACK_BOT_TOKEN and SLACK_APP_TOKEN        one Slack workspace, over Socket Mode
  SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET and SECRET_KEYS   any Slack workspace
  DISCORD_TOKEN                              Discord
All settings are in .env.example and docs/operations.md. To talk here without any: npm start, or in a container: chat`;

/** No part may hold up the end of all for longer than this after the eight seconds of the delivery, ms. */
const PATIENCE = 1_000;
const DRAIN = 8_000;

/** Serves, and says on the way out what kept it from that. Resolves with the code to end the process with. */
export async function serveOrTell(env: NodeJS.ProcessEnv, adapters: Adapters, host: Host): Promise<number> {
  try {
    return await serve(configFrom(env), adapters, host);
  } catch (error) {
    const { code, told } = endedBy(error);
    host.stderr.write(`${told}\n`);
    return code;
  }
}

/**
 * Serves what is configured until it is told to stop. Resolves with the code to end the process with.
 * @throws ConfigError when nothing is configured or a platform refuses it; what the store and the knowledge throw
 */
async function serve(config: Config, adapters: Adapters, host: Host): Promise<number> {
  const log = createLog(config.logLevel, config.secrets);
  const starts = startsOf(config, adapters);
  if (starts.length === 0) throw new ConfigError(NOTHING);
  const ending = endOf(host, log);
  const mind = await readMind(config.knowledge);
  const bot = botFrom(mind);
  const store = await openStore({ ...config.store, log });
  const platforms: Record<string, Platform> = {};
  const delivery = createDelivery({
    store,
    clock: systemClock,
    instance: randomUUID(),
    platforms,
    respond: (turn, before) => bot.respond(turn, before),
    observe: createReport(log),
    limits: config.limits,
  });
  const parts = { bot: () => bot, delivery, store, clock: systemClock, log, giveUp: ending.giveUp };
  const running = new Map<string, Running>();
  const begun = { delivery: false };
  try {
    await startAll(starts, parts, running);
    for (const [name, { platform }] of running) platforms[name] = platform;
    delivery.start();
    begun.delivery = true;
    for (const { listen } of running.values()) await listen();
    log.info({ adapters: [...running.keys()], knowledge: mind.version }, 'ready');
    return await ending.ended;
  } finally {
    await stop([...running.values()], begun.delivery ? delivery : undefined, log);
    await store.close();
  }
}

/** Side by side, because each waits for its platform. */
async function startAll(starts: readonly Planned[], parts: Parts, running: Map<string, Running>): Promise<void> {
  const outcomes = await Promise.allSettled(
    starts.map(async ({ name, start }) => {
      running.set(name, await start({ ...parts, log: parts.log.child({ adapter: name }) }));
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

interface Planned {
  name: string;
  start(parts: Parts): Promise<Running>;
}

/** @throws ConfigError when something is configured that this build cannot do */
function startsOf({ slack, discord }: Config, adapters: Adapters): Planned[] {
  return [...planned('slack', slack, adapters.slack), ...planned('discord', discord, adapters.discord)];
}

function planned<Section>(name: string, section: Section | undefined, start: Start<Section> | undefined): Planned[] {
  if (section === undefined) return [];
  if (!start) throw new ConfigError(`${name} is configured, but not a part of this build`);
  return [{ name, start: (parts) => start(section, parts) }];
}

/** Waits for the first reason to end; a second signal ends the process at once. */
function endOf(host: Host, log: Log) {
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  let told = false;
  const tell = (signal: string) => {
    if (told) host.exit(ENDED.hurried);
    told = true;
    log.info({ signal }, 'stopping');
    resolve(ENDED.well);
  };
  host.on('SIGTERM', () => tell('SIGTERM'));
  host.on('SIGINT', () => tell('SIGINT'));
  host.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'stopping: something broke that nobody caught');
    resolve(ENDED.broken);
  });
  const giveUp = (problem: string) => {
    log.fatal({ problem }, 'stopping: it can never work again as it is configured');
    resolve(ENDED.misconfigured);
  };
  return { ended, giveUp };
}

/** A delivery that never began has nothing in hand, and what is in the store waits for the next run. */
async function stop(running: readonly Running[], delivery: Delivery | undefined, log: Log): Promise<void> {
  const within = async (ms: number, work: Promise<unknown>[]) => {
    const limit = new Promise<void>((resolve) => void systemClock.after(ms, resolve));
    for (const result of await Promise.race([Promise.allSettled(work), limit.then(() => [])]))
      if (result.status === 'rejected') log.warn({ err: result.reason }, 'could not stop well');
  };
  const deaf = running.map(async ({ stopListening }) => stopListening());
  await within(DRAIN + PATIENCE, [...deaf, ...(delivery ? [delivery.stop()] : [])]);
  await within(
    PATIENCE,
    running.map(async (one) => one.stop()),
  );
  log.info('stopped');
}
