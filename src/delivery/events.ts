import type { PostId } from './post.ts';
import type { Outcome } from './think.ts';
import type { TurnId } from './turn.ts';

/** What happened, in ids and figures, never in words of a person: for the log and the metrics. Times are ms. */
export type DeliveryEvent =
  | { kind: 'turn'; turn: TurnId; outcome: Outcome; intent: string | undefined; sinceAdmitted: number }
  | { kind: 'turn-failed'; turn: TurnId; attempt: number; error: unknown }
  | { kind: 'sent'; post: PostId; attempt: number; sinceWritten: number }
  | { kind: 'retried'; post: PostId; attempt: number; reason: string; wait: number }
  | { kind: 'dead'; post: PostId; attempt: number; reason: string }
  | { kind: 'store-failed'; during: string; error: unknown };

export type Observe = (event: DeliveryEvent) => void;
