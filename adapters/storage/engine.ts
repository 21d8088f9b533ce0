import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** One of the two databases, as the queries need it: what differs between them is here and nowhere else. */
export interface Engine {
  /** Runs reads outside a transaction. */
  read<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /**
   * Runs the work in one transaction: durable when it resolves, undone when it rejects. It may run more than once, and
   * must wait for nothing but its own queries.
   */
  write<Result>(work: (db: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** Others write at the same time, so rows are locked before they are judged. Otherwise writers come one after another anyway. */
  shared: boolean;
  /** Takes the bytes of what was deleted out of the files. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}
