import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Engine } from './engine.ts';
import { migrate } from './migrations.ts';
import { postgresProblem, StoreError } from './problems.ts';
import { TABLES, type Tables } from './tables.ts';

/** The oldest PostgreSQL still cared for by its makers, https://www.postgresql.org/support/versioning/ */
const OLDEST = 14;

/** How often a write is tried when PostgreSQL breaks a deadlock by ending it. */
const TRIES = 5;

/** How long (ms) a lock, a transaction that pauses, an answer and a connection are waited for, so that nobody hangs with one that hangs. */
const LIMITS = {
  lock_timeout: 5_000,
  query_timeout: 30_000,
  idle_in_transaction_session_timeout: 10_000,
  connectionTimeoutMillis: 5_000,
};

/** Times come as numbers: a count of milliseconds or microseconds fits one exactly. */
const NUMBERS: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => (type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format)),
};

/**
 * The shared database.
 * @param warn is told when a connection is lost, where the next query opens a new one, and when the server would keep what is to be forgotten
 * @throws StoreError when the address is wrong, nobody answers there, or the server is too old
 */
export async function createPostgres(url: string, warn: (problem: string) => void): Promise<Engine> {
  const at = placeOf(url);
  const pool = new pg.Pool({ connectionString: url, max: 10, keepAlive: true, types: NUMBERS, ...LIMITS });
  // A connection that is lost while it is used tells nobody but itself, one that is idle tells the pool as well; untold, either ends the process.
  pool.on('connect', (client) =>
    client.on('error', ({ message }) => warn(`a connection to PostgreSQL at ${at} was lost: ${message}`)),
  );
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const guard = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw postgresProblem(error, at);
    }
  };
  try {
    await guard(() => requireVersion(db, at));
    await guard(() => migrate(db, 'postgres'));
    if (await guard(() => keepsLog(db)))
      warn(`PostgreSQL at ${at} reuses old segments of its log, where forgotten words last: set wal_recycle = off`);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    shared: true,
    read: (work) => guard(() => work(db)),
    write: (work) => guard(() => patiently(() => db.transaction().execute(work))),
    scrub: () => guard(() => scrub(db)),
    close: () => db.destroy(),
  };
}

/** Host and port, for messages: the address itself holds a password. */
function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['postgres:', 'postgresql:'].includes(parsed.protocol))
    throw new StoreError(
      'DATABASE_URL is no address of a PostgreSQL: write it as postgres://user:password@host:5432/name',
    );
  return parsed.host || 'the local socket';
}

async function requireVersion(db: Kysely<Tables>, at: string): Promise<void> {
  const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db);
  const version = rows[0]?.server_version ?? 'unknown';
  if (!(Number.parseInt(version, 10) >= OLDEST))
    throw new StoreError(`PostgreSQL at ${at} is version ${version}: version ${OLDEST} or newer is needed`);
}

async function keepsLog(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ wal_recycle: string }>`show wal_recycle`.execute(db);
  return rows[0]?.wal_recycle !== 'off';
}

async function patiently<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      const deadlock = error instanceof Error && 'code' in error && error.code === '40P01';
      if (!deadlock || tries === TRIES) throw error;
    }
  }
}

/** Only a rewritten table is free of what was deleted from it; what the server's log (WAL) holds goes with the segments that a checkpoint frees. */
async function scrub(db: Kysely<Tables>): Promise<void> {
  const tables = sql.join(TABLES.map((name) => sql.table(name)));
  await db.connection().execute(async (one) => {
    // Until nobody is left who may still see the deleted rows, a rewrite keeps them.
    await one.transaction().execute((last) => sql`lock table ${tables} in access exclusive mode`.execute(last));
    for (const name of TABLES) await sql`vacuum full ${sql.table(name)}`.execute(one);
    for (const command of [sql`checkpoint`, sql`select pg_switch_wal()`, sql`checkpoint`])
      await command.execute(one).catch(allowRefusal);
  });
}

/** Not every role may do this; then the server does it in its own time. */
function allowRefusal(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error;
}
