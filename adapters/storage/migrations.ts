import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { StoreError } from './problems.ts';

/** A text column: in PostgreSQL ordered by bytes, as SQLite and the code order it, whatever the database's locale. */
type TextType = 'text' | 'text collate "C"';

/**
 * Brings the tables up to date. Each step is one transaction and runs once, also when several instances start together.
 * @throws StoreError when a newer version has been here
 */
export async function migrate<Tables>(db: Kysely<Tables>, kind: 'sqlite' | 'postgres'): Promise<void> {
  const provider = { getMigrations: async () => stepsFor(kind) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error instanceof Error && error.message.startsWith('corrupted migrations'))
    throw new StoreError(
      'the database was written by a newer version: run that one, or put back a backup made before it ran',
      { cause: error },
    );
  if (error) throw error;
}

/** In the order of their names. What was released never changes: a new step is added at the end. */
function stepsFor(kind: 'sqlite' | 'postgres'): Record<string, Migration> {
  const text = kind === 'postgres' ? 'text collate "C"' : 'text';
  return {
    '0001-delivery': step(delivery(text)),
    '0002-records': step(records(text)),
    '0003-no-samples': step(kind === 'postgres' ? noSamples : []),
    '0004-kept-for-a-time': step(keptForATime),
  };
}

function step(statements: readonly string[]): Migration {
  return {
    async up(db) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}

const delivery = (text: TextType): string[] => [
  `create table turns (
    tenant ${text} not null, id ${text} not null, thread ${text} not null, speaker ${text} not null,
    at bigint not null, admitted bigint not null, status ${text} not null, due bigint not null, attempt bigint not null,
    done bigint, body ${text} not null, state ${text}, aside ${text}, primary key (tenant, id))`,
  'create index turns_in_order on turns (tenant, thread, at, id)',
  "create index turns_open on turns (admitted, id) where status = 'open'",
  "create index turns_open_in_order on turns (tenant, thread, at, id) where status = 'open'",
  'create index turns_done on turns (done) where done is not null',
  `create table threads (
    tenant ${text} not null, thread ${text} not null, state ${text}, aside ${text}, touched bigint not null,
    holder ${text}, claimed ${text}, until bigint not null, primary key (tenant, thread))`,
  'create index threads_touched on threads (touched)',
  `create table voices (
    tenant ${text} not null, thread ${text} not null, speaker ${text} not null, primary key (tenant, thread, speaker))`,
  `create table lanes (
    tenant ${text} not null, lane ${text} not null, due bigint not null,
    holder ${text}, claimed ${text}, until bigint not null, primary key (tenant, lane))`,
  `create table posts (
    tenant ${text} not null, id ${text} not null, lane ${text} not null, thread ${text} not null,
    speaker ${text} not null, written bigint not null, state ${text} not null, attempt bigint not null,
    sent_as ${text}, reason ${text}, done bigint, body ${text} not null, primary key (tenant, id))`,
  "create index posts_waiting on posts (written, id) where state in ('pending', 'sending')",
  "create index posts_in_order on posts (tenant, lane, written, id) where state in ('pending', 'sending')",
  "create index posts_dead on posts (done) where state = 'dead'",
  'create index posts_done on posts (done) where done is not null',
  `create table keys (tenant ${text} not null, key ${text} not null, at bigint not null, primary key (tenant, key))`,
];

const records = (text: TextType): string[] => [
  `create table kept (
    tenant ${text} not null, kind ${text} not null, name ${text} not null, speaker ${text}, value ${text} not null,
    primary key (tenant, kind, name))`,
  `create table notes (
    id ${text} not null primary key, tenant ${text} not null, kind ${text} not null, at bigint not null,
    speaker ${text} not null, entry ${text} not null)`,
  'create index notes_in_order on notes (tenant, kind, at)',
  `create table installations (
    tenant ${text} not null primary key, secret ${text} not null, installed_at bigint not null)`,
];

const keptForATime = [
  'alter table kept add column at bigint',
  'create index kept_for_a_time on kept (kind, at) where at is not null',
];

/** PostgreSQL keeps samples of what is in a column for its planner, which would outlive a text that was to be forgotten. */
const noSamples = [
  'turns.body',
  'turns.state',
  'turns.aside',
  'threads.state',
  'threads.aside',
  'posts.body',
  'posts.reason',
  'kept.value',
  'notes.entry',
  'installations.secret',
]
  .map((name) => name.split('.'))
  .map(([table, column]) => `alter table ${table} alter column ${column} set statistics 0`);
