import { systemClock } from '../../adapters/clock.ts';
import type { OpenStore } from '../../adapters/storage/store.ts';
import { createStage } from '../delivery/stage.ts';
import { postgresSite, type Site, sqliteSite } from '../storage/site.ts';

/** What a trial found: one figure and what it should be; `detail` says how it came about. */
interface Finding {
  value: number;
  goal: string;
  pass: boolean;
  detail?: Record<string, unknown>;
}

export type Trial = () => Promise<Finding>;

const SITES: Readonly<Record<string, () => Site | Promise<Site>>> = { sqlite: sqliteSite, postgres: postgresSite };

/** Runs something on both stores, one after the other, each empty at first. */
export async function onBoth<Result>(
  run: (store: OpenStore, site: Site) => Promise<Result>,
): Promise<Record<string, Result>> {
  const results: Record<string, Result> = {};
  for (const [name, open] of Object.entries(SITES)) {
    const site = await open();
    try {
      results[name] = await run(await site.fresh(), site);
    } finally {
      await site.stop();
    }
  }
  return results;
}

/** Delivery on a real store in real time. */
export const liveStage = (store: OpenStore) => createStage({ store, clock: systemClock });

export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Waits until something holds, for at most so many ms; says whether it does. */
export async function until(holds: () => boolean | Promise<boolean>, most: number): Promise<boolean> {
  const end = performance.now() + most;
  while (performance.now() < end) {
    if (await holds()) return true;
    await pause(10);
  }
  return holds();
}

/** How long something takes, ms. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** @param share of the values that lie below, 0.99 for p99 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
