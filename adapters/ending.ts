import type { Delivery } from '../src/delivery/delivery.ts';
import type { Running } from './adapter.ts';
import { systemClock } from './clock.ts';
import { ENDED } from './ended.ts';
import type { Log } from './log.ts';

/** The process we run in. */
export interface Host {
  on(event: 'SIGTERM' | 'SIGINT' | 'SIGHUP', run: () => void): unknown;
  on(event: 'uncaughtException', run: (error: unknown) => void): unknown;
  exit(code: number): void;
  stderr: { write(text: string): unknown };
}

export interface Ending {
  /** Resolves with the code to end with, at the first reason to end. */
  code: Promise<number>;
  /** Whether that has come. */
  begun(): boolean;
  giveUp(problem: string): void;
}

/** Waits for a reason to end. A second signal ends the process at once. */
export function awaitEnd(host: Host, log: Log): Ending {
  const { promise: code, resolve } = Promise.withResolvers<number>();
  let begun = false;
  const end = (how: number): void => {
    begun = true;
    resolve(how);
  };
  const signalled = (signal: string): void => {
    if (begun) host.exit(ENDED.hurried);
    else log.info({ signal }, 'stopping');
    end(ENDED.well);
  };
  host.on('SIGTERM', () => signalled('SIGTERM'));
  host.on('SIGINT', () => signalled('SIGINT'));
  host.on('uncaughtException', (err) => {
    log.fatal({ err }, 'stopping: something broke that nobody caught');
    end(ENDED.broken);
  });
  return {
    code,
    begun: () => begun,
    giveUp(problem) {
      log.fatal({ problem }, 'stopping: as it is configured it can never work again');
      end(ENDED.misconfigured);
    },
  };
}

/** The delivery drains for eight seconds; nothing else may take longer than one, ms. */
const DRAIN = 9_000;
const PATIENCE = 1_000;

/**
 * Takes nothing more in, sends what is there, and lets go. A delivery that never began has nothing in hand, and what is in the
 * store waits for the next run.
 */
export async function windDown(running: readonly Running[], delivery: Delivery | undefined, log: Log): Promise<void> {
  const deaf = running.map(async ({ stopListening }) => stopListening());
  await within(DRAIN, [...deaf, ...(delivery ? [delivery.stop()] : [])], log);
  await within(
    PATIENCE,
    running.map(async ({ stop }) => stop()),
    log,
  );
}

/** Waits for all that it is given, whatever becomes of it, but no longer than so many ms. */
async function within(ms: number, work: readonly Promise<void>[], log: Log): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  const cancel = systemClock.after(ms, () => resolve(undefined));
  const outcomes = await Promise.race([Promise.allSettled(work), over]);
  cancel();
  if (!outcomes) log.warn({ ms }, 'some of it did not stop in time');
  for (const outcome of outcomes ?? [])
    if (outcome.status === 'rejected') log.warn({ err: outcome.reason }, 'some of it did not stop well');
}
