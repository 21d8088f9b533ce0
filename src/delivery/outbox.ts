import { type Calls, createCalls } from './calls.ts';
import type { Clock } from './clock.ts';
import type { Observe } from './events.ts';
import type { Message, Platform, Sent } from './platform.ts';
import type { Post } from './post.ts';
import { createPump, type Pump } from './pump.ts';
import { type Settlement, settlementOf } from './settlement.ts';
import type { PostClaim, Store } from './store.ts';
import { USEFUL } from './think.ts';

export interface OutboxParts {
  store: Store;
  clock: Clock;
  instance: string;
  /** By the first word of a tenant: `slack`, `discord`. */
  platforms: Readonly<Record<string, Platform>>;
  observe: Observe;
}

export interface Outbox extends Pump<PostClaim> {
  /** Breaks off the calls that are under way; what became of them is found out by the next attempt. */
  breakOff(): void;
}

const CALL_LIMIT = 10_000;
/** Two calls, one that looks and one that sends, and some time to write down what came of them. */
const LEASE = 25_000;
/** So many lanes may hang at once before others wait. */
const WIDTH = 512;

/** Sends the posts of the outbox: one after another in a lane, at its pace; lanes side by side. */
export function createOutbox(parts: OutboxParts): Outbox {
  const { store, clock, instance, observe } = parts;
  const calls = createCalls(clock, CALL_LIMIT);
  const pump: Pump<PostClaim> = createPump({
    clock,
    instance,
    lease: LEASE,
    width: WIDTH,
    claim: store.claimPosts,
    work: (claim) => deliver(claim, parts, calls, pump.wakeAfter),
    failed: (error) => observe({ kind: 'store-failed', during: 'claiming posts', error }),
  });
  return { ...pump, breakOff: calls.breakOff };
}

async function deliver(claim: PostClaim, parts: OutboxParts, calls: Calls, wakeAfter: (ms: number) => void) {
  const { clock, observe } = parts;
  const platform = platformOf(claim.post, parts.platforms);
  const sent = platform
    ? await attempt(claim, platform, calls, clock)
    : ({ kind: 'refused', reason: 'the platform of this post is not running' } as const);
  const settlement = settlementOf(claim, sent, platform, { now: clock.now(), jitter: clock.random() });
  try {
    const more = await write(settlement, claim, parts);
    if (more) wakeAfter(settlement.kind === 'dead' ? 0 : settlement.wait);
  } catch (error) {
    observe({ kind: 'store-failed', during: 'settling a post', error });
  }
}

/** The platform of a tenant, where it runs in this process. */
export const platformOf = (
  { tenant }: Pick<Post, 'tenant'>,
  platforms: OutboxParts['platforms'],
): Platform | undefined => platforms[tenant.slice(0, tenant.indexOf(':'))];

/** One attempt; where an earlier one may have come through, the platform is asked first. */
async function attempt(
  claim: PostClaim,
  platform: Platform,
  calls: Calls,
  clock: Clock,
): Promise<Sent | { kind: 'late' }> {
  const message: Message = { post: claim.post, replaces: claim.replaces };
  if (claim.unsure) {
    const found = await calls.make(
      async (signal) => ({ kind: 'found', id: await platform.find?.(message, signal) }) as const,
    );
    if (found.kind !== 'found') return found;
    if (found.id !== undefined) return { kind: 'sent', id: found.id };
  }
  const { kind, written } = claim.post;
  // Where a thousand people join at once, the last of them waits for a while.
  if (kind !== 'invitation' && clock.now() - written > USEFUL) return { kind: 'late' };
  return calls.make((signal) => platform.send(message, signal));
}

/** @returns whether there may be more to send because of it */
async function write(
  settlement: Settlement,
  claim: PostClaim,
  { store, clock, observe }: OutboxParts,
): Promise<boolean> {
  const { post, attempt } = claim;
  const now = clock.now();
  switch (settlement.kind) {
    case 'sent': {
      const lane = await store.sent(claim, settlement.id, now + settlement.wait, now);
      observe({ kind: 'sent', post: post.id, attempt, sinceWritten: now - post.written });
      return lane !== 'empty';
    }
    case 'retry': {
      const { state, wait, reason } = settlement;
      await store.retry(claim, { state, attempt: settlement.attempt, laneDue: now + wait });
      observe({ kind: 'retried', post: post.id, attempt, reason, wait });
      return true;
    }
    case 'dead':
      await store.bury(claim, settlement.reason, settlement.note, now);
      observe({ kind: 'dead', post: post.id, attempt, reason: settlement.reason });
      return true;
  }
}
