import type { Kysely } from 'kysely';
import type { ClaimRequest, Store, TurnClaim } from '../../src/delivery/store.ts';
import { admittedTurnSchema } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { prepared } from './prepared.ts';
import { isPast, OPEN, readable, type Warn } from './rows.ts';
import type { Tables } from './tables.ts';
import { admitTurn, freeTurn, isOurs, touch, turnRow } from './turns.ts';

type Db = Kysely<Tables>;

/** Turns come in, are claimed, and given back. */
export function createInbox(engine: Engine, warn: Warn): Pick<Store, 'admit' | 'once' | 'claimTurns' | 'release'> {
  const claimable = claimableOf(engine);
  return {
    admit: (turn) =>
      engine.write(async (db) => {
        const admission = await admitTurn(db, turn, 'open');
        if (admission === 'admitted') await touch(db, turn, turn.admitted);
        return admission;
      }),
    once: (tenant, key, at) =>
      engine.write(async (db) => (await insertKey(db, { tenant, key, at })).numAffectedRows === 1n),
    claimTurns: (request) =>
      engine.write(async (db) => {
        const claims: TurnClaim[] = [];
        for (const row of (await claimable(db, request)).rows) {
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

const insertKey = prepared((db, { tenant, key, at }: Tables['keys']) =>
  db
    .insertInto('keys')
    .values({ tenant, key, at })
    .onConflict((conflict) => conflict.doNothing()),
);

/** The first open turn of each thread that is due and in nobody's hands, and no other instance's to take just now. */
const claimableOf = ({ shared }: Engine) =>
  prepared((db, request: ClaimRequest) =>
    db
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
      .$if(shared, (query) => query.forUpdate().skipLocked()),
  );

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
