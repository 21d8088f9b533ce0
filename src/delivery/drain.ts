import type { Outbox, OutboxParts } from './outbox.ts';
import type { Pump } from './pump.ts';
import type { TurnClaim } from './store.ts';

const DRAIN = 7_000;
/** Then calls still under way are broken off, and what became of them is written down. */
const SETTLE = 1_000;
const STEP = 20;

/** Works off what is in the store, for at most eight seconds; then nothing is in hand any more. */
export async function drain(inbox: Pump<TurnClaim>, outbox: Outbox, { store, clock }: OutboxParts): Promise<void> {
  const inHand = (): number => inbox.busy() + outbox.busy();
  const pause = (): Promise<void> => new Promise((resolve) => void clock.after(STEP, resolve));
  const waiting = async (): Promise<boolean> => {
    if (inHand() > 0) return true;
    try {
      const { turns, posts } = await store.backlog();
      return turns + posts > 0;
    } catch {
      // A store out of reach keeps what it has for the next run.
      return false;
    }
  };

  const end = clock.now() + DRAIN;
  while (clock.now() < end && (await waiting())) await pause();
  inbox.stop();
  outbox.stop();
  outbox.breakOff();
  while (clock.now() < end + SETTLE && inHand() > 0) await pause();
}
