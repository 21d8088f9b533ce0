import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Parts, Running } from '../../adapters/adapter.ts';
import { systemClock } from '../../adapters/clock.ts';
import type { DiscordSection } from '../../adapters/config.ts';
import { startDiscord } from '../../adapters/discord/start.ts';
import { fingerprint } from '../../adapters/fingerprint.ts';
import { createLog } from '../../adapters/log.ts';
import { type OpenStore, openStore } from '../../adapters/storage/store.ts';
import { createDelivery, type Delivery } from '../../src/delivery/delivery.ts';
import { realBot } from '../support.ts';
import { type Stub, startStub } from './stub/stub.ts';

/** What differs in a run. */
type Given = Partial<Parts & Pick<DiscordSection, 'shards'>>;

export interface World {
  stub: Stub;
  store: OpenStore;
  /** A run of the bot, in place of the one before. */
  run(given?: Given): Promise<void>;
  /** Why the bot gave up, once it did. */
  gaveUp: Promise<string>;
  /** The lines of the log. */
  logged: string[];
  /** What the run of now, or the last one, says of itself. */
  ready(): string | undefined;
  /** Stops the run, in order. */
  halt(): Promise<void>;
  end(): Promise<void>;
}

/** Discord on loopback, a real store, and the real bot between them through the real client. */
export async function createWorld(judging = true): Promise<World> {
  const stub = await startStub(judging);
  const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-discord-'));
  const logged: string[] = [];
  const log = createLog('debug', [], { write: (line) => void logged.push(line) });
  const store = await openStore({ dataDir, log });
  const gaveUp = Promise.withResolvers<string>();
  let run: Run | undefined;
  let halted = true;
  const halt = async (): Promise<void> => {
    if (halted || !run) return;
    halted = true;
    await run.running.stopListening();
    await run.delivery.stop();
    await run.running.stop();
  };
  return {
    stub,
    store,
    logged,
    gaveUp: gaveUp.promise,
    ready: () => run?.running.ready(),
    halt,
    async run(given = {}) {
      await halt();
      run = await startRun(stub.api, { store, log, giveUp: gaveUp.resolve, ...given });
      halted = false;
      run.delivery.start();
      await run.running.listen();
    },
    async end() {
      await halt();
      await stub.stop();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Run {
  running: Running;
  delivery: Delivery;
}

const GENEROUS = { speaker: 1e6, lane: 1e6, tenant: 1e6 };

async function startRun(apiUrl: string, given: Pick<Parts, 'store' | 'log' | 'giveUp'> & Given): Promise<Run> {
  const platforms: Record<string, Running['platform']> = {};
  const bot = realBot();
  const { clock = systemClock, shards = 1 } = given;
  const delivery = createDelivery({
    store: given.store,
    clock,
    instance: crypto.randomUUID(),
    platforms,
    respond: bot.respond,
    fingerprint,
    observe: () => {},
    limits: GENEROUS,
  });
  const section = { token: 'token', apiUrl, guildId: undefined, shards };
  const running = await startDiscord(section, { bot: () => bot, delivery, clock, ...given });
  platforms.discord = { ...running.platform, pace: 0 };
  return { running, delivery };
}

/** All text that a payload shows. */
export function textIn(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return '';
  const own = 'content' in payload && typeof payload.content === 'string' ? [payload.content] : [];
  return [...own, ...Object.values(payload).map(textIn)].filter((text) => text !== '').join('\n');
}

/** The ids of everything that can be pressed in a payload. */
export function idsIn(payload: unknown): string[] {
  if (typeof payload !== 'object' || payload === null) return [];
  const own = 'custom_id' in payload ? [String(payload.custom_id)] : [];
  return [...own, ...Object.values(payload).flatMap(idsIn)];
}
