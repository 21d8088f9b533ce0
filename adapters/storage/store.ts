import { join } from 'node:path';
import type { Store } from '../../src/delivery/store.ts';
import { createChanges } from './changes.ts';
import type { Engine } from './engine.ts';
import { createForgetting } from './forgetting.ts';
import { createHealth } from './health.ts';
import { createInbox } from './inbox.ts';
import { createInstallations, type Installations } from './installations.ts';
import { createOutbox } from './outbox.ts';
import { createRecords } from './records.ts';
import { createRetention } from './retention.ts';
import { FREE, type Warn } from './rows.ts';
import { createSeal, type Seal } from './sealed.ts';
import { createSqlite } from './sqlite.ts';
import { openSqlite } from './sqlite-file.ts';
import { createThinking } from './thinking.ts';

export interface StorageOptions {
  /** Such as `postgres://user:password@host:5432/name`; without it the database is a file. */
  databaseUrl?: string | undefined;
  /** The folder of that file. */
  dataDir: string;
  /** The keyring of `createSeal`. */
  secretKeys?: string | undefined;
  log: Log;
}

/** Is told of rows that cannot be read and of connections that were lost. */
interface Log {
  warn(details: Record<string, unknown>, message: string): void;
}

export interface OpenStore extends Store, Pick<Installations, 'rotateKeys'> {}

/** The database file in a folder. */
export const fileIn = (dataDir: string): string => join(dataDir, 'vm-or-container.db');

/**
 * Opens the store and brings its tables up to date.
 * @throws StoreError or SealError: one sentence that says what is wrong and what to do
 */
export async function openStore({ databaseUrl, dataDir, secretKeys, log }: StorageOptions): Promise<OpenStore> {
  const seal = secretKeys === undefined ? undefined : createSeal(secretKeys);
  const engine =
    databaseUrl === undefined ? await createSqlite(openSqlite(fileIn(dataDir))) : await shared(databaseUrl, log);
  return storeOver(engine, seal, log);
}

/** The store over an open database. */
export async function storeOver(engine: Engine, seal: Seal | undefined, log: Log): Promise<OpenStore> {
  if (!engine.shared) await freeAll(engine);
  const warn = (row: Parameters<Warn>[0]) => log.warn({ ...row }, 'a stored row cannot be read and was set aside');
  return {
    ...createInbox(engine, warn),
    ...createThinking(engine, warn),
    ...createChanges(engine, warn),
    ...createOutbox(engine, warn),
    ...createRecords(engine, warn),
    ...createInstallations(engine, seal),
    ...createForgetting(engine),
    ...createRetention(engine),
    ...createHealth(engine),
  };
}

/** The driver is loaded only by those who use it. */
async function shared(url: string, log: Log): Promise<Engine> {
  const { createPostgres } = await import('./postgres.ts');
  return createPostgres(url, (problem) => log.warn({ problem }, 'PostgreSQL'));
}

/** Whoever held a claim in a database that we have to ourselves was we, before we were started again. */
const freeAll = (engine: Engine): Promise<void> =>
  engine.write(async (db) => {
    for (const table of ['threads', 'lanes'] as const)
      await db.updateTable(table).set(FREE).where('holder', 'is not', null).execute();
  });
