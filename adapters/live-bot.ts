import { type FSWatcher, watch } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Bot } from '../src/bot.ts';
import type { Clock } from '../src/delivery/clock.ts';
import type { Log } from './log.ts';
import { botFrom, readMind } from './mind.ts';
import type { Reading } from './reading.ts';

/** A bot whose knowledge may be exchanged while it works. */
export interface LiveBot {
  /** The bot as it is just now. */
  bot(): Bot;
  state(): KnowledgeState;
  /** Reads the folder again, aside; resolves when the new knowledge is in use, or the old was kept. */
  reload(): Promise<void>;
  /** Stops looking at the folder. */
  stop(): void;
}

interface KnowledgeState {
  version: string;
  /** What is wrong with the files as they are now, a line a mistake; what is in use is older. */
  stale: string | undefined;
  reloads: { taken: number; kept: number };
}

interface LiveBotParts {
  folder: string;
  clock: Pick<Clock, 'after'>;
  log: Pick<Log, 'info' | 'error'>;
}

/** Files are written one after another: they are read when nothing was written for so long, ms. */
const QUIET = 300;
/** A folder that is gone is looked for this often, ms. */
const LOOK = 5_000;

/** @throws KnowledgeError when the folder is wrong from the start */
export async function createLiveBot({ folder, clock, log }: LiveBotParts): Promise<LiveBot> {
  const first = await readMind(folder);
  const state: KnowledgeState = { version: first.version, stale: undefined, reloads: { taken: 0, kept: 0 } };
  let bot = botFrom(first);
  let underWay: Promise<void> | undefined;
  let again = false;

  const settle = (reading: Reading): void => {
    if ('problem' in reading) {
      state.stale = reading.problem;
      state.reloads.kept += 1;
      log.error({ knowledge: state.version, problem: reading.problem }, 'the new knowledge is wrong: the old is kept');
      return;
    }
    state.stale = undefined;
    if (reading.mind.version === state.version) return;
    bot = botFrom(reading.mind);
    state.version = reading.mind.version;
    state.reloads.taken += 1;
    log.info({ knowledge: state.version }, 'new knowledge is in use');
  };

  /** Whoever asks while the folder is being read may have changed what was read already. */
  const reload = (): Promise<void> => {
    again = true;
    underWay ??= (async () => {
      while (again) {
        again = false;
        settle(await readAside(folder));
      }
    })().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  const stop = watchFolder(folder, clock, () => void reload());
  return { bot: () => bot, state: () => state, reload, stop };
}

/** Reads in a thread of its own; never rejects. */
function readAside(folder: string): Promise<Reading> {
  const file = join(import.meta.dirname, `reading${extname(import.meta.filename)}`);
  const thread = new Worker(file, { workerData: { folder } });
  const { promise, resolve } = Promise.withResolvers<Reading>();
  thread.once('message', resolve);
  thread.once('error', (error) => resolve({ problem: error instanceof Error ? error.message : String(error) }));
  thread.once('exit', () => resolve({ problem: 'it could not be read to the end' }));
  return promise;
}

/** Calls back when files of the folder were written and then left alone, and when it is there again after it was gone. */
function watchFolder(folder: string, clock: Pick<Clock, 'after'>, changed: () => void): () => void {
  const watchers: FSWatcher[] = [];
  let cancel = () => {};
  const close = (): void => {
    for (const watcher of watchers.splice(0)) watcher.close();
  };
  const later = (ms: number, run: () => void): void => {
    cancel();
    cancel = clock.after(ms, run);
  };
  const noticed = (): void =>
    later(QUIET, () => {
      open(() => undefined);
      changed();
    });
  /** A folder that was put in the place of another is a new one to look at. */
  const open = (opened: () => void): void => {
    close();
    try {
      for (const place of [folder, join(folder, 'built')]) watchers.push(watch(place, noticed).on('error', lost));
      opened();
    } catch {
      lost();
    }
  };
  const lost = (): void => later(LOOK, () => open(changed));
  open(() => undefined);
  return () => {
    cancel();
    close();
  };
}
