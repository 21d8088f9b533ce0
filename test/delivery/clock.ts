import type { Clock } from '../../src/delivery/clock.ts';

export interface HeldClock extends Clock {
  /** Lets so many ms pass; whatever falls due runs at its time, and what it sets off is waited for. */
  pass(ms: number): Promise<void>;
}

/** A clock that stands still until a test moves it. Its chance is always one half. */
export function heldClock(start = Date.UTC(2026, 0, 5)): HeldClock {
  let now = start;
  let made = 0;
  const due = new Map<number, { at: number; run: () => void }>();
  const next = (until: number) =>
    [...due].filter(([, { at }]) => at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
  return {
    now: () => now,
    after(ms, run) {
      made += 1;
      const id = made;
      due.set(id, { at: now + Math.max(0, ms), run });
      return () => void due.delete(id);
    },
    random: () => 0.5,
    async pass(ms) {
      const end = now + ms;
      await settled();
      for (let found = next(end); found; found = next(end)) {
        const [id, { at, run }] = found;
        due.delete(id);
        now = Math.max(now, at);
        run();
        await settled();
      }
      now = end;
    },
  };
}

/** Promises that wait for nothing but each other have run out. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
