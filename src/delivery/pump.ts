import type { Clock } from './clock.ts';

export interface Pump {
  /** There may be work now. */
  wake(): void;
  /** There may be work after so many ms. */
  wakeAfter(ms: number): void;
  /** How many pieces of work are in hand. */
  busy(): number;
  /** Takes no more work. */
  stop(): void;
}

interface Work<Claim> {
  clock: Clock;
  /** At most so many pieces in hand at once. */
  width: number;
  /** Looks for work at least this often, ms: it may come from an instance that died, or was left when the store was out of reach. */
  every: number;
  claim(most: number): Promise<Claim[]>;
  /** Does one piece; must not reject. */
  work(claim: Claim): Promise<void>;
  /** Claiming failed. */
  failed(error: unknown): void;
}

/** Claims work as long as there is some and a hand is free, and works on the pieces side by side. */
export function createPump<Claim>({ clock, width, every, claim, work, failed }: Work<Claim>): Pump {
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
        for (const piece of await claim(width - inHand)) start(piece);
      }
    } catch (error) {
      failed(error);
    }
    claiming = false;
    cancelTick();
    if (!stopped) cancelTick = clock.after(every, wake);
  }

  function start(piece: Claim): void {
    inHand += 1;
    void work(piece).finally(() => {
      inHand -= 1;
      wake();
    });
  }

  return {
    wake,
    wakeAfter: (ms) => void clock.after(ms, wake),
    busy: () => inHand,
    stop: () => {
      stopped = true;
      cancelTick();
    },
  };
}
