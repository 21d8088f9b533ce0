import type { Turn } from './turn.ts';

/** Turns a minute, by whom. */
export interface Limits {
  speaker: number;
  lane: number;
  tenant: number;
}

/** Platforms give a workspace at most 500 events a minute; people seldom say ten things in one. */
export const FAIR: Limits = { speaker: 10, lane: 30, tenant: 300 };

type Share = 'answer' | 'refuse' | 'ignore';

export interface FairUse {
  /** Takes the turn's share. `refuse` at most once a minute and person; then `ignore`, as for what was not said to us. */
  take(turn: Turn, now: number): Share;
  /** The turn was heard before, or not heard at all: its share, or the refusal, is still to be had. */
  giveBack(turn: Turn, share: Share): void;
}

interface Bucket {
  tokens: number;
  filled: number;
  refused: number;
}

const MINUTE = 60_000;
const NEVER = -1;
const MOST_BUCKETS = 10_000;

/** Token buckets for people, channels and workspaces: each refills within a minute. Memory is bounded; the one longest unused goes first. */
export function createFairUse(limits: Limits): FairUse {
  const buckets = new Map<string, Bucket>();

  const bucket = (key: string, size: number, now: number): Bucket => {
    const { tokens, filled, refused } = buckets.get(key) ?? { tokens: size, filled: now, refused: NEVER };
    const fresh = { tokens: Math.min(size, tokens + ((now - filled) * size) / MINUTE), filled: now, refused };
    buckets.delete(key);
    buckets.set(key, fresh);
    const oldest = buckets.keys().next().value;
    if (buckets.size > MOST_BUCKETS && oldest !== undefined) buckets.delete(oldest);
    return fresh;
  };

  return {
    take(turn, now) {
      const shares = sharesOf(turn, limits).map(({ key, size }) => bucket(key, size, now));
      if (shares.every(({ tokens }) => tokens >= 1)) {
        for (const share of shares) share.tokens -= 1;
        return 'answer';
      }
      const own = shares[0];
      const minute = Math.floor(now / MINUTE);
      if (!turn.addressed || own?.refused === minute) return 'ignore';
      if (own) own.refused = minute;
      return 'refuse';
    },
    giveBack(turn, share) {
      const taken = sharesOf(turn, limits).flatMap(({ key }) => buckets.get(key) ?? []);
      if (share === 'answer') for (const one of taken) one.tokens += 1;
      else if (taken[0]) taken[0].refused = NEVER;
    },
  };
}

/** What one person alone sees is no noise in a channel: any number of people may press the buttons of one card. */
function sharesOf({ tenant, lane, speaker, shown }: Turn, limits: Limits): { key: string; size: number }[] {
  return [
    { key: `speaker ${tenant}:${speaker}`, size: limits.speaker },
    ...(shown === 'private' ? [] : [{ key: `lane ${lane}`, size: limits.lane }]),
    { key: `tenant ${tenant}`, size: limits.tenant },
  ];
}
