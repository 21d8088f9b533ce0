import type { Bot } from '../src/bot.ts';
import type { Clock } from '../src/delivery/clock.ts';
import type { Delivery } from '../src/delivery/delivery.ts';
import type { Platform } from '../src/delivery/platform.ts';
import type { Store } from '../src/delivery/store.ts';
import type { Log } from './log.ts';

/**
 * Sets an adapter up: it can send when this resolves, and hears nothing yet.
 * @throws ConfigError when the platform refuses what is configured, such as a revoked token; UnreachableError
 */
export type Start<Section> = (section: Section, parts: Parts) => Promise<Running>;

/** A platform cannot be reached: one sentence that says what to look at. The process ends, and may be started again. */
export class UnreachableError extends Error {}

/** What an adapter of a chat platform gets. */
export interface Parts {
  /** The bot as it is just now: knowledge may be exchanged between two turns. */
  bot: () => Bot;
  /** Where turns go in. What it takes in while we stop rejects with `ClosedError`. */
  delivery: Delivery;
  store: Store;
  clock: Clock;
  /** Marked with the adapter's name. */
  log: Log;
  /** It can never work again, such as with a token that was revoked: everything stops, and the process ends with code 78. */
  giveUp: (problem: string) => void;
}

/** What an adapter gives. */
export interface Running {
  platform: Platform;
  /** Why it is not ready just now, in a few words without a secret; undefined when it is. */
  ready(): string | undefined;
  /** Begins to hear: delivery can send by now. */
  listen(): Promise<void>;
  /** Hears nothing more; what is in the outbox can still be sent. */
  stopListening(): Promise<void>;
  /** Lets go of all connections: nothing is sent any more. */
  stop(): Promise<void>;
}
