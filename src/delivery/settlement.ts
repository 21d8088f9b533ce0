import { lateCard, undeliveredCard } from '../cards/trouble.ts';
import type { Platform, Sent } from './platform.ts';
import { type Post, postIdSchema } from './post.ts';
import type { PostClaim } from './store.ts';
import { lateId } from './think.ts';

/** What is to be written down after an attempt. Waits are ms. */
export type Settlement =
  | { kind: 'sent'; id: string; wait: number }
  | { kind: 'retry'; state: 'pending' | 'sending'; attempt: number; wait: number; reason: string }
  | { kind: 'dead'; reason: string; note: Post | undefined };

const MOST_ATTEMPTS = 3;
const BACKOFF = 1_000;

/** @param jitter in [0, 1), so that lanes that failed together do not come back together */
export function settlementOf(
  { post, attempt, unsure }: PostClaim,
  sent: Sent | { kind: 'late' },
  platform: Platform | undefined,
  { now, jitter }: { now: number; jitter: number },
): Settlement {
  switch (sent.kind) {
    case 'sent':
      return { kind: 'sent', id: sent.id, wait: platform?.pace ?? 0 };
    case 'wait':
      // Being asked to wait is no failure.
      return { kind: 'retry', state: 'pending', attempt: attempt - 1, wait: sent.ms, reason: 'asked to wait' };
    case 'late':
      return { kind: 'dead', reason: 'too late to be of use', note: unsure ? undefined : apologyFor(post, now) };
    case 'refused':
      return { kind: 'dead', reason: sent.reason, note: noteOn(post, platform, now) };
    case 'failed':
      if (attempt >= MOST_ATTEMPTS) return { kind: 'dead', reason: sent.reason, note: noteOn(post, platform, now) };
      return { kind: 'retry', state: 'pending', attempt, wait: backoff(attempt, jitter), reason: sent.reason };
    case 'unsure':
      // Who may have got an answer must not be told that there is none.
      if (attempt >= MOST_ATTEMPTS) return { kind: 'dead', reason: sent.reason, note: undefined };
      return { kind: 'retry', state: 'sending', attempt, wait: backoff(attempt, jitter), reason: sent.reason };
  }
}

const backoff = (attempt: number, jitter: number): number => Math.ceil(BACKOFF * 4 ** (attempt - 1) * (1 + jitter));

/** What is said in place of an answer that waited for too long; of an apology that did nothing is said. */
function apologyFor(post: Post, now: number): Post | undefined {
  if (post.kind !== 'answer') return undefined;
  const { replaces: _, ...plain } = post;
  return { ...plain, id: postIdSchema.parse(lateId(post, now)), kind: 'apology', card: lateCard(), written: now };
}

/** Tells the speaker elsewhere that their answer could not be posted; of a note or an invitation that was refused nothing more is said. */
function noteOn(post: Post, platform: Platform | undefined, now: number): Post | undefined {
  const place = post.kind === 'note' || post.kind === 'invitation' ? undefined : platform?.elsewhere?.(post);
  if (!place) return undefined;
  const { replaces: _, ...plain } = post;
  const id = postIdSchema.parse(`${post.id}#note`);
  return {
    ...plain,
    ...place,
    id,
    kind: 'note',
    shown: 'private',
    card: undeliveredCard(post.card.title),
    written: now,
  };
}
