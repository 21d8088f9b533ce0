import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect, type SqliteStatement } from 'kysely';
import { damaged, StoreError, sqliteProblem } from './problems.ts';

/** How long a statement waits for another program that holds the file, in ms. We stand still meanwhile, so it is less than a platform waits. */
const PATIENCE = 2_000;

/** A file up to this many bytes is checked whole at start, which takes 0.1 s; of a larger one the length only. */
const CHECKED_WHOLE = 64e6;

export interface SqliteFile {
  /** Its path, for messages. */
  file: string;
  dialect: Dialect;
  /** The open file, for what Kysely has no query for. */
  raw: DatabaseSync;
  /** Closes it and lets go of the lock. */
  close(): void;
}

/**
 * Opens the database file for this process alone, and makes it if it is not there.
 * @throws StoreError when another process has it, it is damaged, or it cannot be written
 */
export function openSqlite(file: string): SqliteFile {
  const opened: DatabaseSync[] = [];
  const close = () => {
    for (const database of opened.splice(0).reverse()) database.close();
  };
  try {
    makeFolder(dirname(file));
    opened.push(openPrivate(`${file}.lock`, 0));
    claim(opened[0] as DatabaseSync, file);
    const raw = openPrivate(file, PATIENCE);
    opened.push(raw);
    raw.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on');
    if (!isWhole(raw, file)) throw new StoreError(damaged(file));
    return { file, dialect: dialectOver(raw), raw, close };
  } catch (error) {
    close();
    throw sqliteProblem(error, file);
  }
}

/** Level by level: Node's own way to make several goes on for ever where nothing can be made, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** Messages and sealed tokens are in it: no other account may read it. */
function openPrivate(file: string, timeout: number): DatabaseSync {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  return new DatabaseSync(file, { timeout });
}

/**
 * Holds a lock beside the file for as long as we live. The operating system frees it however we end, so there is never
 * a stale one, and unlike SQLite's exclusive mode it lets a backup read the file meanwhile.
 */
function claim(lock: DatabaseSync, file: string): void {
  try {
    lock.exec('begin immediate');
  } catch (error) {
    throw new StoreError(
      `${file} is used by another vm-or-container: stop that one, give this one its own DATA_DIR, or let both share a PostgreSQL by DATABASE_URL`,
      { cause: error },
    );
  }
}

function isWhole(raw: DatabaseSync, file: string): boolean {
  const { size } = statSync(file);
  if (size <= CHECKED_WHOLE) return raw.prepare('pragma quick_check(1)').get()?.quick_check === 'ok';
  const counted = raw.prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size').get();
  return Number(counted?.bytes) <= size;
}

/** Kysely's dialect is written for better-sqlite3; this is node:sqlite in its words, with every statement prepared once. */
function dialectOver(raw: DatabaseSync): Dialect {
  const prepared = new Map<string, SqliteStatement>();
  const prepare = (text: string): SqliteStatement => {
    // A full disk ends a transaction by itself; what went wrong must not be hidden by a second error.
    if (text === 'rollback' && !raw.isTransaction) return prepare('select 1');
    const statement = prepared.get(text) ?? statementOf(raw, text);
    prepared.set(text, statement);
    return statement;
  };
  const dialect = new SqliteDialect({ database: { prepare, close: () => prepared.clear() } });
  return {
    createDriver: () => dialect.createDriver(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    // Kysely would migrate SQLite outside a transaction, and a crash half-way would leave half of a step.
    createAdapter: () => Object.create(dialect.createAdapter(), { supportsTransactionalDdl: { value: true } }),
  };
}

function statementOf(raw: DatabaseSync, text: string): SqliteStatement {
  const statement = raw.prepare(text);
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
