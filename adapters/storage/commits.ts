import { type Kysely, sql, type Transaction } from 'kysely';

type Write<Tables> = (db: Transaction<Tables>) => Promise<unknown>;
interface Waiting<Tables> {
  work: Write<Tables>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** At most so many writes share a commit, so that a flood of them does not keep everybody else from the processor. */
const MOST = 64;

/**
 * Writes that come in one turn of the event loop share one transaction and so one fsync. A write that rejects is undone
 * alone; a fault of the database undoes the whole batch, and each write in it rejects.
 * @param isFault tells a fault of the database from an error of the work itself
 */
export function createCommits<Tables>(db: Kysely<Tables>, isFault: (error: unknown) => boolean) {
  const waiting: Waiting<Tables>[] = [];
  let scheduled = false;

  return <Result>(work: (db: Transaction<Tables>) => Promise<Result>): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.push({ work, resolve, reject });
    schedule();
    return promise as Promise<Result>;
  };

  function schedule() {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(
      () =>
        void flush(waiting.splice(0, MOST)).finally(() => {
          scheduled = false;
          schedule();
        }),
    );
  }

  async function flush(batch: Waiting<Tables>[]): Promise<void> {
    try {
      const settled = await db.transaction().execute((transaction) => settleAll(batch, transaction));
      for (const settle of settled) settle();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function settleAll(batch: Waiting<Tables>[], transaction: Transaction<Tables>) {
    const settled: (() => void)[] = [];
    for (const one of batch)
      settled.push(batch.length === 1 ? await done(one, transaction) : await outcome(one, transaction));
    return settled;
  }

  async function done({ work, resolve }: Waiting<Tables>, transaction: Transaction<Tables>) {
    const result = await work(transaction);
    return () => resolve(result);
  }

  /** As one of several: alone it is undone with the whole commit. */
  async function outcome(one: Waiting<Tables>, transaction: Transaction<Tables>) {
    await sql`savepoint one`.execute(transaction);
    try {
      const settle = await done(one, transaction);
      await sql`release one`.execute(transaction);
      return settle;
    } catch (error) {
      if (isFault(error)) throw error;
      await sql`rollback to one`.execute(transaction);
      await sql`release one`.execute(transaction);
      return () => one.reject(error);
    }
  }
}
