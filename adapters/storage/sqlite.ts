import { Kysely } from 'kysely';
import { createCommits } from './commits.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrations.ts';
import { StoreError, sqliteProblem } from './problems.ts';
import type { SqliteFile } from './sqlite-file.ts';
import type { Tables } from './tables.ts';

/**
 * The embedded database: one file that this process has to itself.
 * @throws StoreError when its tables cannot be brought up to date; it is closed then
 */
export async function createSqlite({ file, dialect, raw, close }: SqliteFile): Promise<Engine> {
  const db = new Kysely<Tables>({ dialect });
  const guard = async <Result>(result: Promise<Result>): Promise<Result> => {
    try {
      return await result;
    } catch (error) {
      throw sqliteProblem(error, file);
    }
  };
  const commit = createCommits(db, (error) => sqliteProblem(error, file) !== error);
  const engine: Engine = {
    shared: false,
    read: (work) => guard(work(db)),
    write: (work) => guard(commit(work)),
    async scrub() {
      // Deleted cells are overwritten as they go (secure_delete), but the log still holds the pages as they were.
      const busy = await db
        .connection()
        .execute(async () => raw.prepare('pragma wal_checkpoint(truncate)').get()?.busy);
      if (busy !== 0)
        throw new StoreError(
          `${file} is being read, by a backup perhaps: forget again when that is done, traces remain in its log`,
        );
    },
    async close() {
      await db.destroy();
      close();
    },
  };
  try {
    await guard(migrate(db, 'sqlite'));
  } catch (error) {
    close();
    throw error;
  }
  return engine;
}
