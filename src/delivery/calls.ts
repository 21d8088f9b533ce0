import type { Clock } from './clock.ts';

/** A call that did not come to its end; what it did on the other side is unknown. */
interface Broken {
  kind: 'unsure';
  reason: string;
}

export interface Calls {
  /** What the call gives; whatever it does, this resolves within the limit. */
  make<Result>(call: (signal: AbortSignal) => Promise<Result>): Promise<Result | Broken>;
  /** Breaks off all calls that are under way. */
  breakOff(): void;
}

/** Calls to a platform, each with a time limit in ms. */
export function createCalls(clock: Clock, limit: number): Calls {
  const underWay = new Set<AbortController>();
  return {
    async make(call) {
      const control = new AbortController();
      underWay.add(control);
      const cancel = clock.after(limit, () => control.abort());
      const ended = new Promise<Broken>((resolve) => {
        control.signal.onabort = () => resolve({ kind: 'unsure', reason: 'no reply in time' });
      });
      try {
        return await Promise.race([call(control.signal), ended]);
      } catch (error) {
        return { kind: 'unsure', reason: error instanceof Error ? error.message : String(error) };
      } finally {
        cancel();
        underWay.delete(control);
      }
    },
    breakOff: () => {
      for (const control of underWay) control.abort();
    },
  };
}
