import type { InboxParts } from './inbox.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEPT = { threads: 90 * DAY, done: DAY };

/** Removes what is old now and every hour from now on; what comes back ends it. */
export function keepPruned(parts: InboxParts): () => void {
  const { store, clock, observe } = parts;
  let cancel = (): void => {};
  const prune = async (): Promise<void> => {
    cancel = clock.after(HOUR, () => void prune());
    const now = clock.now();
    try {
      await store.prune({ threads: now - KEPT.threads, done: now - KEPT.done });
    } catch (error) {
      observe({ kind: 'store-failed', during: 'pruning', error });
    }
  };
  void prune();
  return () => cancel();
}
