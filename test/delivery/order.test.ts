import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interleave, TEXTS } from './interleave.ts';

test('in whatever order turns come in, and however two instances interleave, the conversation ends the same and each is answered once', async () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), order, order, async (scheduler, one, other) => {
      expect(await interleave(scheduler, [one, other])).toEqual({ heard: TEXTS, problems: [] });
    }),
    { seed: 5, numRuns: 300 },
  );
});
