import type { Clock } from '../src/delivery/clock.ts';

/** The time since this process began, added to when it began: setting the machine's clock does not move it. */
export const systemClock: Clock = {
  now: () => Math.floor(performance.timeOrigin + performance.now()),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
