import { chmodSync, existsSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { StoreError, sqliteProblem } from './problems.ts';
import { fileIn } from './store.ts';

/** All pages in one step: a copy made in several starts again whenever somebody writes in between. */
const ALL = 2 ** 31 - 1;

/**
 * Copies the database file of a folder while it is in use; the copy is whole and holds all that was committed.
 * @param target a file that does not exist yet
 * @throws StoreError when there is nothing to copy, the target exists, or cannot be written
 */
export async function backUp(dataDir: string, target: string): Promise<void> {
  const file = fileIn(dataDir);
  if (!existsSync(file)) throw new StoreError(`there is no ${file} to back up: see DATA_DIR`);
  if (existsSync(target)) throw new StoreError(`${target} exists already: name a new file for the backup`);
  try {
    const raw = new DatabaseSync(file, { readOnly: true });
    try {
      await backup(raw, target, { rate: ALL });
    } finally {
      raw.close();
    }
    chmodSync(target, 0o600);
  } catch (error) {
    throw sqliteProblem(error, target);
  }
}
