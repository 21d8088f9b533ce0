import fc from 'fast-check';
import { interleave, TEXTS } from '../delivery/interleave.ts';
import type { Trial } from './trial.ts';

const RUNS = 10_000;
const SEED = 2026;

/** Random orders and interleavings of two instances: how many end in another state, or with other than one reply each. */
export const order: Trial = async () => {
  const shuffled = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
  let different = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), shuffled, shuffled, async (scheduler, one, other) => {
      const { heard, problems } = await interleave(scheduler, [one, other]);
      if (heard.join() !== TEXTS.join() || problems.length > 0) different += 1;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  return {
    value: different,
    goal: `0 of ${RUNS} different`,
    pass: different === 0,
    detail: { runs: RUNS, seed: SEED },
  };
};
