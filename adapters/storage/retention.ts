import type { Kysely } from 'kysely';
import type { KeptKind } from '../../src/delivery/kept.ts';
import type { Store } from '../../src/delivery/store.ts';
import type { Engine } from './engine.ts';
import { WAITING } from './rows.ts';
import type { Tables } from './tables.ts';
import { lockThread } from './turns.ts';

type Db = Kysely<Tables>;

interface Place {
  tenant: string;
  thread: string;
}

/** What is kept as long as what was done with, and as long as a thread; all else stays until it is replaced, dropped or forgotten. */
const FOR_A_DAY: KeptKind[] = ['posted', 'permit', 'shown'];
const AS_THREADS: KeptKind[] = ['shared', 'discussed', 'invitee'];

/** As many threads as are cleared in one transaction: so few that nobody waits for it. */
const BATCH = 50;

/** What is old is removed. */
export function createRetention(engine: Engine): Pick<Store, 'prune'> {
  return {
    async prune({ threads, done }) {
      await engine.write(async (db) => {
        await db.deleteFrom('posts').where('done', '<', done).execute();
        await db.deleteFrom('keys').where('at', '<', done).execute();
        await db.deleteFrom('kept').where('kind', 'in', FOR_A_DAY).where('at', '<', done).execute();
        await db.deleteFrom('kept').where('kind', 'in', AS_THREADS).where('at', '<', threads).execute();
        await db.deleteFrom('turns').where('thread', '=', '').where('done', '<', done).execute();
      });
      await inBatches(await engine.read((db) => aged(db, done)), (db, place) => fold(db, place, done));
      await inBatches(await engine.read((db) => idle(db, threads)), (db, place) => drop(db, place, threads));
      await engine.write((db) => dropIdleLanes(db, done));
    },
  };

  async function inBatches(places: Place[], clear: (db: Db, place: Place) => Promise<void>): Promise<void> {
    for (let from = 0; from < places.length; from += BATCH)
      await engine.write(async (db) => {
        for (const place of places.slice(from, from + BATCH)) {
          await lockThread(db, engine, place.tenant, place.thread);
          await clear(db, place);
        }
      });
  }
}

/** Not `distinct`, for which SQLite would walk through all turns instead of the old ones. */
async function aged(db: Db, done: number): Promise<Place[]> {
  const places = await db.selectFrom('turns').select(['tenant', 'thread']).where('done', '<', done).execute();
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

/**
 * Removes the turns at the beginning of a thread that are old, and keeps in the thread what they left. One that was said
 * after a turn that stays has to stay as well: it must be found again if that one is changed.
 */
async function fold(db: Db, place: Place, done: number): Promise<void> {
  const kept = await turnsIn(db, place)
    .select(['at', 'id'])
    .where(({ or, eb }) => or([eb('done', 'is', null), eb('done', '>=', done)]))
    .orderBy('at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const { at, id } = kept ?? { at: Number.MAX_SAFE_INTEGER, id: '' };
  const left = await turnsIn(db, place)
    .select(['state', 'aside'])
    .where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '<', tuple(at, id)))
    .where('state', 'is not', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { tenant, thread } = place;
  if (left)
    await db.updateTable('threads').set(left).where('tenant', '=', tenant).where('thread', '=', thread).execute();
  await db
    .deleteFrom('turns')
    .where('tenant', '=', tenant)
    .where('thread', '=', thread)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '<', tuple(at, id)))
    .execute();
}

const turnsIn = (db: Db, { tenant, thread }: Place) =>
  db.selectFrom('turns').where('tenant', '=', tenant).where('thread', '=', thread);

const idle = (db: Db, since: number): Promise<Place[]> =>
  db.selectFrom('threads').select(['tenant', 'thread']).where('touched', '<', since).execute();

/** Removes a thread in which nothing has happened and nothing is to be done. */
async function drop(db: Db, place: Place, since: number): Promise<void> {
  const { tenant, thread } = place;
  const { numDeletedRows } = await db
    .deleteFrom('threads')
    .where('tenant', '=', tenant)
    .where('thread', '=', thread)
    .where('touched', '<', since)
    .where(({ not, exists }) => not(exists(turnsIn(db, place).select('id').where('status', '=', 'open'))))
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return;
  for (const table of ['turns', 'voices'] as const)
    await db.deleteFrom(table).where('tenant', '=', tenant).where('thread', '=', thread).execute();
}

const dropIdleLanes = (db: Db, since: number) =>
  db
    .deleteFrom('lanes')
    .where('due', '<', since)
    .where('until', '<', since)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('posts')
            .select('posts.id')
            .whereRef('posts.tenant', '=', 'lanes.tenant')
            .whereRef('posts.lane', '=', 'lanes.lane')
            .where('posts.state', 'in', WAITING),
        ),
      ),
    )
    .execute();
