import type { Kysely } from 'kysely';
import type { TurnClaim } from '../../src/delivery/store.ts';
import type { AdmittedTurn } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { prepared } from './prepared.ts';
import { FREE } from './rows.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;
type InThread = Pick<AdmittedTurn, 'tenant' | 'thread'>;

/** What stays of a turn that is forgotten: that there was one, so that it is not taken again when it is repeated. */
export const SCRUBBED = { status: 'done', thread: '', speaker: '', body: '', state: null, aside: null } as const;

/** Writes a turn down, if it is for us: as open, or as done by whoever takes it in the same transaction. */
export async function admitTurn(
  db: Db,
  turn: AdmittedTurn,
  status: 'open' | 'done',
): Promise<'admitted' | 'repeated' | 'not-ours'> {
  const isOurs = turn.addressed || turn.direct || (await known(db, turn)).rows.length > 0;
  if (!isOurs) return 'not-ours';
  return (await writeTurn(db, turn, status)) ? 'admitted' : 'repeated';
}

/** Whether there is a reason to listen: the turn itself, an open turn of its thread, or what one that was taken left. */
const known = prepared((db, { tenant, thread, id }: AdmittedTurn) => {
  const turns = db
    .selectFrom('turns')
    .select('id')
    .where('tenant', '=', tenant)
    .where(({ or, and, eb }) =>
      or([
        eb('id', '=', id),
        and([eb('thread', '=', thread), or([eb('status', '=', 'open'), eb('state', 'is not', null)])]),
      ]),
    );
  const threads = db
    .selectFrom('threads')
    .select('thread as id')
    .where('tenant', '=', tenant)
    .where('thread', '=', thread)
    .where('state', 'is not', null);
  return turns.unionAll(threads).limit(1);
});

/** Writes a turn down. False when its id is there already. */
export async function writeTurn(db: Db, turn: AdmittedTurn, status: 'open' | 'done'): Promise<boolean> {
  const { admitted } = turn;
  const row = { ...turn, body: JSON.stringify(turn), status, done: status === 'done' ? admitted : null };
  return (await insertTurn(db, row)).numAffectedRows === 1n;
}

type Written = AdmittedTurn & Pick<Tables['turns'], 'body' | 'status' | 'done'>;
const insertTurn = prepared((db, { tenant, id, thread, speaker, at, admitted, body, status, done }: Written) =>
  db
    .insertInto('turns')
    .values({ tenant, id, thread, speaker, at, admitted, body, status, done, due: 0, attempt: 0 })
    .onConflict((conflict) => conflict.doNothing()),
);

/**
 * Notes that something happens in a thread, and keeps other writers out of it until the transaction ends.
 * @returns the thread before the first of its turns that are still here
 */
export async function touch(db: Db, { tenant, thread }: InThread, touched: number): Promise<string | null> {
  const { rows } = await touchThread(db, { tenant, thread, touched });
  return rows[0]?.state ?? null;
}

const touchThread = prepared((db, { tenant, thread, touched }: InThread & { touched: number }) =>
  db
    .insertInto('threads')
    .values({ tenant, thread, touched, until: 0 })
    .onConflict((conflict) => conflict.columns(['tenant', 'thread']).doUpdateSet({ touched }))
    .returning('state'),
);

/** Keeps other writers out of a thread until the transaction ends, where there may be any. */
export async function lockThread(db: Db, { shared }: Engine, tenant: string, thread: string): Promise<void> {
  if (!shared) return;
  await db
    .selectFrom('threads')
    .select('until')
    .where('tenant', '=', tenant)
    .where('thread', '=', thread)
    .forUpdate()
    .execute();
}

/** Whether a claim still holds. No other writer can come between this and the end of the transaction. */
export async function isOurs(db: Db, engine: Engine, { turn, instance, attempt }: TurnClaim): Promise<boolean> {
  await lockThread(db, engine, turn.tenant, turn.thread);
  return (await heldTurn(db, { ...turn, instance, attempt })).rows.length > 0;
}

type Held = Pick<AdmittedTurn, 'tenant' | 'thread' | 'id'> & Pick<TurnClaim, 'instance' | 'attempt'>;
const heldTurn = prepared((db, { tenant, thread, id, instance, attempt }: Held) =>
  db
    .selectFrom('threads as h')
    .innerJoin('turns as t', (join) => join.onRef('t.tenant', '=', 'h.tenant').onRef('t.id', '=', 'h.claimed'))
    .select('t.id')
    .where('h.tenant', '=', tenant)
    .where('h.thread', '=', thread)
    .where('h.holder', '=', instance)
    .where('h.claimed', '=', id)
    .where('t.status', '=', 'open')
    .where('t.attempt', '=', attempt),
);

/** Ends the claim of a turn, whoever holds it. */
export async function freeTurn(
  db: Db,
  { tenant, thread, id }: Pick<AdmittedTurn, 'tenant' | 'thread' | 'id'>,
): Promise<void> {
  await db
    .updateTable('threads')
    .set(FREE)
    .where('tenant', '=', tenant)
    .where('thread', '=', thread)
    .where('claimed', '=', id)
    .execute();
}

export const turnRow = (db: Db, { tenant, id }: { tenant: string; id: string }) =>
  db.updateTable('turns').where('tenant', '=', tenant).where('id', '=', id);
