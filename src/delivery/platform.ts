import type { Post } from './post.ts';
import type { Lane, Speaker, Tenant, ThreadKey } from './turn.ts';

/** What delivery needs of a platform to send posts there; an adapter hands it in. */
export interface Platform {
  /** Least time between two posts of a lane, ms. */
  pace: number;
  /** Sends a post, or changes the message it replaces. Rejecting counts as `unsure`. The signal fires when its time is over. */
  send(message: Message, signal: AbortSignal): Promise<Sent>;
  /** The platform's id of the message if an earlier attempt came through, where the platform can tell. */
  find?(message: Message, signal: AbortSignal): Promise<string | undefined>;
  /** Where to tell the speaker that a post was refused in its own lane, if there is such a place. */
  elsewhere?(post: Post): { lane: Lane; thread: ThreadKey } | undefined;
  /** Whether somebody who joined is a member, no bot and no guest, where that has to be looked up; without it, whoever is reported is. */
  isMember?(tenant: Tenant, speaker: Speaker): Promise<'yes' | 'no' | 'unknown'>;
}

export interface Message {
  /** Its id is the idempotency key. */
  post: Post;
  /** The platform's id of the message to change; a new message when undefined. */
  replaces: string | undefined;
}

/** What became of an attempt. */
export type Sent =
  | { kind: 'sent'; id: string }
  /** The platform asks the lane to wait. */
  | { kind: 'wait'; ms: number }
  /** It did not come through, and may next time. */
  | { kind: 'failed'; reason: string }
  /** Nobody knows whether it came through: a time-out, a reset, a server error after the request was out. */
  | { kind: 'unsure'; reason: string }
  /** It never will: no such channel, not a member, no permission, token revoked. */
  | { kind: 'refused'; reason: string };
