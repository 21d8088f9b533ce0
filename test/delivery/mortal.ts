import type { Clock } from '../../src/delivery/clock.ts';
import type { Platform } from '../../src/delivery/platform.ts';
import type { Store } from '../../src/delivery/store.ts';

/** A process that dies at a given step, as of kill -9: what it was about to do never happens, what it had done stays, and it says nothing more. */
export interface Mortal {
  store: Store;
  platform: Platform;
  clock: Clock;
  /** Steps so far: one before and one after each call of the store or the platform. */
  steps(): number;
  dead(): boolean;
}

/** @param die what dying is besides silence: for a real process, its end */
export function mortal(
  parts: { store: Store; platform: Platform; clock: Clock },
  diesAt: number,
  die: () => void = () => {},
): Mortal {
  let steps = 0;
  const dead = (): boolean => steps >= diesAt;
  const step = async (): Promise<void> => {
    if (!dead()) steps += 1;
    if (!dead()) return;
    die();
    await new Promise(() => {});
  };
  const stepping = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]) => {
          await step();
          const result = await Reflect.apply(value, target, given);
          await step();
          return result;
        };
      },
    });
  return {
    store: stepping(parts.store),
    platform: stepping(parts.platform),
    clock: {
      ...parts.clock,
      after: (ms, run) => parts.clock.after(ms, () => (dead() ? undefined : run())),
    },
    steps: () => steps,
    dead,
  };
}
