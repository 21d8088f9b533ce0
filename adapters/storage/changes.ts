import type { Kysely } from 'kysely';
import type { Store } from '../../src/delivery/store.ts';
import { admittedTurnSchema, type Speaker, type Tenant, type TurnId } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { readable, type Warn } from './rows.ts';
import type { Tables } from './tables.ts';
import { freeTurn, lockThread, SCRUBBED, turnRow } from './turns.ts';

type Db = Kysely<Tables>;

/** A turn that its thread was built with stays a part of it, but is nobody's to change any more. */
const WITHDRAWN = { status: 'done', speaker: '' } as const;

/** What the author of a turn does to it after it was said. */
export function createChanges(engine: Engine, warn: Warn): Pick<Store, 'amend' | 'withdraw'> {
  return {
    amend: (tenant, id, { speaker, text, since }) =>
      engine.write(async (db) => {
        const found = await turnOf(db, tenant, id, speaker);
        if (!found || found.turn.admitted < since || found.turn.text === text) return false;
        const { turn, open } = found;
        const body = JSON.stringify({ ...turn, text, revision: turn.revision + (open ? 0 : 1) });
        const again = open ? {} : ({ status: 'open', due: 0, attempt: 0, done: null } as const);
        await turnRow(db, turn)
          .set({ body, ...again })
          .execute();
        // Whoever thinks about the old text just now must not answer it.
        await freeTurn(db, turn);
        return true;
      }),
    withdraw: (tenant, id, speaker) =>
      engine.write(async (db) => {
        const found = await turnOf(db, tenant, id, speaker);
        if (!found) return false;
        const { turn, open, taken } = found;
        const left = taken ? { ...WITHDRAWN, body: JSON.stringify({ ...turn, text: '' }) } : SCRUBBED;
        await turnRow(db, turn)
          .set({ ...left, ...(open && { done: turn.admitted }) })
          .execute();
        await freeTurn(db, turn);
        return true;
      }),
  };

  async function turnOf(db: Db, tenant: Tenant, id: TurnId, speaker: Speaker | undefined) {
    const seen = await rowOf(db, tenant, id, speaker);
    if (!seen) return undefined;
    await lockThread(db, engine, tenant, seen.thread);
    const row = engine.shared ? await rowOf(db, tenant, id, speaker) : seen;
    if (!row) return undefined;
    const turn = readable(admittedTurnSchema, row.body, { table: 'turns', tenant, id }, warn);
    if (!turn) await turnRow(db, { tenant, id }).set({ status: 'unreadable' }).execute();
    return turn && { turn, open: row.status === 'open', taken: row.state !== null };
  }
}

const rowOf = (db: Db, tenant: Tenant, id: TurnId, speaker: Speaker | undefined) =>
  db
    .selectFrom('turns')
    .select(['thread', 'status', 'body', 'state'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    // One that was withdrawn is nobody's.
    .where('speaker', speaker === undefined ? '!=' : '=', speaker ?? '')
    .where('status', '!=', 'unreadable')
    .executeTakeFirst();
