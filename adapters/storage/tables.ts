/** The tables as the queries see them. Times are ms since the epoch, but `turns.at` is in microseconds; bodies are JSON. */
export interface Tables {
  turns: {
    tenant: string;
    id: string;
    thread: string;
    speaker: string;
    at: number;
    admitted: number;
    /** `unreadable` is kept for us to look at. */
    status: 'open' | 'done' | 'unreadable';
    due: number;
    attempt: number;
    done: number | null;
    /** The turn; empty when it was withdrawn or forgotten, because the row itself still tells a repeated turn. */
    body: string;
    /** The thread after this turn; null when the turn was never taken into it. */
    state: string | null;
    /** A state that could not be read. */
    aside: string | null;
  };
  threads: {
    tenant: string;
    thread: string;
    /** The thread before the first of its turns that are still here. */
    state: string | null;
    aside: string | null;
    touched: number;
    /** The instance that has claimed a turn of the thread, which turn, and when that lease ends. */
    holder: string | null;
    claimed: string | null;
    until: number;
  };
  /** Who spoke where. */
  voices: { tenant: string; speaker: string; thread: string };
  lanes: { tenant: string; lane: string; due: number; holder: string | null; claimed: string | null; until: number };
  posts: {
    tenant: string;
    id: string;
    lane: string;
    thread: string;
    speaker: string;
    /** The time it was written; in a lane always later than of those that wait there already, because it is also their order. */
    written: number;
    state: 'pending' | 'sending' | 'sent' | 'dead' | 'unreadable';
    attempt: number;
    sent_as: string | null;
    /** Why it is dead. */
    reason: string | null;
    done: number | null;
    /** The post; empty once it is sent or dead. */
    body: string;
  };
  keys: { tenant: string; key: string; at: number };
  kept: {
    tenant: string;
    kind: string;
    name: string;
    speaker: string | null;
    /** From when it is, or when it is due; null where that makes no difference. */
    at: number | null;
    value: string;
  };
  notes: { id: string; tenant: string; kind: string; at: number; speaker: string; entry: string };
  installations: { tenant: string; secret: string; installed_at: number };
}

export const TABLES = [
  'turns',
  'threads',
  'voices',
  'lanes',
  'posts',
  'keys',
  'kept',
  'notes',
  'installations',
] as const satisfies (keyof Tables)[];
