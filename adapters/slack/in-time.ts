import type { Parts } from '../adapter.ts';

/** Slack waits for three seconds, and some of them go by on the way, ms. */
const BUDGET = 2_000;

/** What came of some work, as far as Slack can be told in its acknowledgement. */
type InTime<Result> = { kind: 'done'; result: Result } | { kind: 'late' };

/**
 * What the work gives while Slack still waits for an acknowledgement; the work itself goes on in any case.
 * @param heard when it came in, ms since the epoch
 */
export async function inTime<Result>(
  { clock }: Pick<Parts, 'clock'>,
  heard: number,
  work: Promise<Result>,
): Promise<InTime<Result>> {
  const { promise: over, resolve } = Promise.withResolvers<InTime<Result>>();
  const cancel = clock.after(Math.max(0, heard + BUDGET - clock.now()), () => resolve({ kind: 'late' }));
  try {
    return await Promise.race([work.then((result) => ({ kind: 'done' as const, result })), over]);
  } finally {
    cancel();
  }
}
