import { z } from 'zod';
import { type Thread, threadSchema } from '../../src/delivery/thread.ts';

/** Turns what was stored as one version of a thread into the next. */
export type Upgrade = (old: Record<string, unknown>) => Record<string, unknown>;

/** By the version they start from. When `Thread` changes, its version goes up by one and the step from the last comes here. */
const UPGRADES: Readonly<Record<number, Upgrade>> = {};

const stored = z.looseObject({ version: z.int() });

/** A schema that reads a stored thread of any version there has been as one of today. */
export const threadStateSchema = (upgrades: Readonly<Record<number, Upgrade>> = UPGRADES): z.ZodType<Thread> =>
  stored.transform((state) => upgraded(state, upgrades)).pipe(threadSchema);

function upgraded(state: z.infer<typeof stored>, upgrades: Readonly<Record<number, Upgrade>>): unknown {
  const upgrade = upgrades[state.version];
  return upgrade ? upgraded({ ...upgrade(state), version: state.version + 1 }, upgrades) : state;
}
