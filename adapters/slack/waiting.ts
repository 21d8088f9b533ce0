import type { Turn, TurnId } from '../../src/delivery/turn.ts';
import { callFor, type Tools } from './tools.ts';

/** Whoever waits for longer than this is told that we are at work, ms. */
const SLOW = 1_000;
const STATUS = 'is looking up the rules…';

/** The people who wait for an answer. */
export interface Waiting {
  heard(turn: Turn): void;
  answered(turn: TurnId): void;
  stop(): void;
}

/** Shows a status only where an answer takes long; Slack takes it away when the answer comes. */
export function createWaiting(tools: Tools): Waiting {
  const cancels = new Map<TurnId, () => void>();
  return {
    heard({ tenant, lane, thread, id }) {
      const args = {
        channel_id: lane.slice(tenant.length + 1),
        thread_ts: thread.slice(lane.length + 1),
        status: STATUS,
      };
      const late = (): void => {
        cancels.delete(id);
        void callFor(tools, tenant, 'assistant.threads.setStatus', args);
      };
      cancels.set(id, tools.clock.after(SLOW, late));
    },
    answered(turn) {
      cancels.get(turn)?.();
      cancels.delete(turn);
    },
    stop() {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
