import type { Kysely } from 'kysely';
import type { TurnClaim } from '../../src/delivery/store.ts';
import type { AdmittedTurn } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { FREE } from './rows.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;
type InThread = Pick<AdmittedTurn, 'tenant' | 'thread'>;

/** What stays of a turn that is forgotten: that there was one, so that it is not taken again when it is repeated. */
export const SCRUBBED = { status: 'done', thread: '', speaker: '', body: '', state: null, aside: null } as const;

/** Writes a turn down as open. False when its id is there already. */
export async function writeTurn(db: Db, turn: AdmittedTurn): Promise<boolean> {
  const { tenant, id, thread, speaker, at, admitted } = turn;
  const row = { tenant, id, thread, speaker, at, admitted, body: JSON.stringify(turn) };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('turns')
    .values({ ...row, status: 'open', due: 0, attempt: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Notes that something happens in a thread, and keeps other writers out of it until the transaction ends. */
export async function touch(db: Db, { tenant, thread }: InThread, touched: number): Promise<void> {
  await db
    .insertInto('threads')
    .values({ tenant, thread, touched, until: 0 })
    .onConflict((conflict) => conflict.columns(['tenant', 'thread']).doUpdateSet({ touched }))
    .execute();
}

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
  const held = await db
    .selectFrom('threads as h')
    .innerJoin('turns as t', (join) => join.onRef('t.tenant', '=', 'h.tenant').onRef('t.id', '=', 'h.claimed'))
    .select('t.id')
    .where('h.tenant', '=', turn.tenant)
    .where('h.thread', '=', turn.thread)
    .where('h.holder', '=', instance)
    .where('h.claimed', '=', turn.id)
    .where('t.status', '=', 'open')
    .where('t.attempt', '=', attempt)
    .executeTakeFirst();
  return held !== undefined;
}

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
