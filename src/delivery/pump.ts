import type { Clock } from './clock.ts';
import type { ClaimRequest } from './store.ts';
import { USEFUL } from './think.ts';

export interface Pump<Claim> {
  /** There may be work now. */
  wake(): void;
  /** There may be work after so many ms. */
  wakeAfter(ms: number): void;
  /** What to claim a piece with elsewhere, to be begun here; undefined when no hand is free. */
  room(): ClaimRequest | undefined;
  /** Works on pieces that were claimed elsewhere. */
  begin(claims: readonly Claim[]): void;
  /** How many pieces of work are in hand, with what is being claimed just now as one. */
  busy(): number;
  /** Takes no more work. */
  stop(): void;
}

interface Work<Claim> {
  clock: Clock;
  instance: string;
  /** Who holds a piece longer than this has died, ms. */
  lease: number;
  /** At most so many pieces in hand at once. */
  width: number;
  claim(request: ClaimRequest): Promise<Claim[]>;
  /** Does one piece; must not reject. */
  work(claim: Claim): Promise<void>;
  /** Claiming failed. */
  failed(error: unknown): void;
}

/** Work is looked for at least this often, ms: an instance may have died, or the store have been out of reach. */
const EVERY = 1_000;
/** So few are claimed in one transaction that work on the first begins before a shared store has claimed all. */
const MOST_CLAIMED = 32;

/** Claims work as long as there is some and a hand is free, and works on the pieces side by side. */
export function createPump<Claim>({ clock, instance, lease, width, claim, work, failed }: Work<Claim>): Pump<Claim> {
  let inHand = 0;
  let claiming = false;
  let again = false;
  let stopped = false;
  let cancelTick = () => {};

  const wake = (): void => {
    again = true;
    if (!claiming && !stopped) void claimAll();
  };

  async function claimAll(): Promise<void> {
    claiming = true;
    try {
      while (again && !stopped && inHand < width) {
        again = false;
        const most = Math.min(MOST_CLAIMED, width - inHand);
        const claimed = await claim(request(most));
        again ||= claimed.length === most;
        claimed.forEach(start);
      }
    } catch (error) {
      failed(error);
    }
    claiming = false;
    cancelTick();
    if (!stopped) cancelTick = clock.after(EVERY, wake);
  }

  function start(piece: Claim): void {
    inHand += 1;
    void work(piece).finally(() => {
      inHand -= 1;
      if (again) wake();
    });
  }

  /** Nothing waits longer than it is useful. */
  function request(most: number): ClaimRequest {
    const now = clock.now();
    return { instance, now, until: now + lease, horizon: now + USEFUL, most };
  }

  return {
    wake,
    wakeAfter: (ms) => void clock.after(ms, wake),
    room: () => (stopped || inHand >= width ? undefined : request(width - inHand)),
    begin(claims) {
      // Once stopped, the store is about to close: the next run begins them.
      if (!stopped) claims.forEach(start);
    },
    busy: () => inHand + (claiming ? 1 : 0),
    stop: () => {
      stopped = true;
      cancelTick();
    },
  };
}
