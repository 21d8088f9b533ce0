import type { Kysely } from 'kysely';
import type { ClaimRequest, Store, TurnClaim } from '../../src/delivery/store.ts';
import { type AdmittedTurn, admittedTurnSchema } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { isPast, OPEN, readable, type Warn } from './rows.ts';
import type { Tables } from './tables.ts';
import { freeTurn, isOurs, touch, turnRow, writeTurn } from './turns.ts';

type Db = Kysely<Tables>;

/** Turns come in, are claimed, and given back. */
export function createInbox(engine: Engine, warn: Warn): Pick<Store, 'admit' | 'once' | 'claimTurns' | 'release'> {
  return {
    admit: (turn) =>
      engine.write(async (db) => {
        if (!turn.addressed && !turn.direct && !(await isInKnownThread(db, turn))) return 'not-ours';
        if (!(await writeTurn(db, turn))) return 'repeated';
        await touch(db, turn, turn.admitted);
        return 'admitted';
      }),
    once: (tenant, key, at) =>
      engine.write(async (db) => {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('keys')
          .values({ tenant, key, at })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n;
      }),
    claimTurns: (request) =>
      engine.write(async (db) => {
        const claims: TurnClaim[] = [];
        for (const row of await claimable(db, engine, request)) {
          const turn = readable(admittedTurnSchema, row.body, { table: 'turns', tenant: row.tenant, id: row.id }, warn);
          if (turn)
            claims.push(await claim(db, { turn, instance: request.instance, attempt: row.attempt + 1 }, request.until));
          else await putAside(db, row, request.now);
        }
        return claims;
      }),
    release: (held, { due, attempt }) =>
      engine.write(async (db) => {
        if (!(await isOurs(db, engine, held))) return false;
        await turnRow(db, held.turn).set({ due, attempt }).execute();
        await freeTurn(db, held.turn);
        return true;
      }),
  };
}

/** Whether there is a reason to listen: the turn itself, an open turn of its thread, or what one that was taken left. */
async function isInKnownThread(db: Db, { tenant, thread, id }: AdmittedTurn): Promise<boolean> {
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
  return (await turns.unionAll(threads).limit(1).executeTakeFirst()) !== undefined;
}

/** The first open turn of each thread that is due and in nobody's hands, and no other instance's to take just now. */
function claimable(db: Db, { shared }: Engine, request: ClaimRequest) {
  return db
    .selectFrom('turns as t')
    .innerJoin('threads as h', (join) => join.onRef('h.tenant', '=', 't.tenant').onRef('h.thread', '=', 't.thread'))
    .select(['t.tenant', 't.id', 't.attempt', 't.body'])
    .where('t.status', '=', OPEN)
    .where(isPast('t.due', request))
    .where(isPast('h.until', request))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('turns as e')
            .select('e.id')
            .whereRef('e.tenant', '=', 't.tenant')
            .whereRef('e.thread', '=', 't.thread')
            .where('e.status', '=', OPEN)
            .where(({ eb, refTuple }) => eb(refTuple('e.at', 'e.id'), '<', refTuple('t.at', 't.id'))),
        ),
      ),
    )
    .orderBy('t.admitted')
    .orderBy('t.id')
    .limit(request.most)
    .$if(shared, (query) => query.forUpdate().skipLocked())
    .execute();
}

async function claim(db: Db, claimed: TurnClaim, until: number): Promise<TurnClaim> {
  const { tenant, thread, id } = claimed.turn;
  await turnRow(db, claimed.turn).set({ attempt: claimed.attempt }).execute();
  await db
    .updateTable('threads')
    .set({ holder: claimed.instance, claimed: id, until })
    .where('tenant', '=', tenant)
    .where('thread', '=', thread)
    .execute();
  return claimed;
}

const putAside = (db: Db, row: { tenant: string; id: string }, done: number) =>
  turnRow(db, row).set({ status: 'unreadable', done }).execute();
