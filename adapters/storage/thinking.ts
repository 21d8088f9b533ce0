import type { Kysely } from 'kysely';
import type { Store, Think, Thought } from '../../src/delivery/store.ts';
import { type AdmittedTurn, admittedTurnSchema } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { writePost } from './posts.ts';
import { FREE, readable, type Warn } from './rows.ts';
import type { Tables } from './tables.ts';
import { threadStateSchema } from './thread-state.ts';
import { isOurs, touch, turnRow, writeTurn } from './turns.ts';

type Db = Kysely<Tables>;

const threadSchema = threadStateSchema();

/** A turn is thought about and what comes of it is written, in one transaction. */
export function createThinking(engine: Engine, warn: Warn): Pick<Store, 'finish' | 'answer' | 'recall'> {
  return {
    // Reading may set a state aside that cannot be read.
    recall: (tenant, id, speaker) =>
      engine.write(async (db) => {
        const turn = await answeredTurn(db, { tenant, id, speaker }, warn);
        return turn && { turn, thread: (await threadBefore(db, turn, warn)).thread };
      }),
    finish: (claim, think, now) =>
      engine.write(async (db) => {
        if (!(await isOurs(db, engine, claim))) return false;
        await takeIn(db, claim.turn, think, now);
        await threadRow(db, claim.turn)
          .set({ ...FREE, touched: now })
          .execute();
        return true;
      }),
    answer: (turn, think) =>
      engine.write(async (db) => {
        if (!(await writeTurn(db, turn))) return false;
        await touch(db, turn, turn.admitted);
        await takeIn(db, turn, think, turn.admitted);
        return true;
      }),
  };

  async function takeIn(db: Db, turn: AdmittedTurn, think: Think, now: number): Promise<void> {
    const later = await laterTurns(db, turn, warn);
    const thought = think({ ...(await threadBefore(db, turn, warn)), later });
    await writeThreads(db, [turn, ...later], thought.threads);
    await turnRow(db, turn).set({ status: 'done', done: now }).execute();
    const { tenant, speaker, thread } = turn;
    await db
      .insertInto('voices')
      .values({ tenant, speaker, thread })
      .onConflict((known) => known.doNothing())
      .execute();
    for (const post of thought.posts) await writePost(db, post);
  }
}

async function answeredTurn(
  db: Db,
  { tenant, id, speaker }: { tenant: string; id: string; speaker: string },
  warn: Warn,
): Promise<AdmittedTurn | undefined> {
  const row = await db
    .selectFrom('turns')
    .select('body')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('speaker', '=', speaker)
    .where('status', '=', 'done')
    .where('state', 'is not', null)
    .executeTakeFirst();
  const turn = row && readable(admittedTurnSchema, row.body, { table: 'turns', tenant, id }, warn);
  return turn?.text === '' ? undefined : turn;
}

/** The turns of the thread that are a part of it and were said after this one, in order. */
async function laterTurns(db: Db, turn: AdmittedTurn, warn: Warn): Promise<AdmittedTurn[]> {
  const rows = await taken(db, turn)
    .select(['id', 'body'])
    .where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '>', tuple(turn.at, turn.id)))
    .orderBy('at')
    .orderBy('id')
    .execute();
  const turns: AdmittedTurn[] = [];
  for (const { id, body } of rows) {
    const later = readable(admittedTurnSchema, body, { table: 'turns', tenant: turn.tenant, id }, warn);
    if (later) turns.push(later);
    else await turnRow(db, { tenant: turn.tenant, id }).set({ status: 'unreadable' }).execute();
  }
  return turns;
}

/** The thread as the last turn before this one left it; what cannot be read is set aside. */
async function threadBefore(db: Db, turn: AdmittedTurn, warn: Warn) {
  const last = await taken(db, turn)
    .select(['id', 'state'])
    .where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '<', tuple(turn.at, turn.id)))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { state } = last ?? (await base(db, turn)) ?? { state: null };
  if (state === null) return { thread: undefined, afresh: false };
  const row = last ? { table: 'turns', id: last.id } : { table: 'threads', id: turn.thread };
  const thread = readable(threadSchema, state, { ...row, tenant: turn.tenant }, warn);
  const putAside = { state: null, aside: state };
  if (!thread && last) await turnRow(db, { tenant: turn.tenant, id: last.id }).set(putAside).execute();
  else if (!thread) await threadRow(db, turn).set(putAside).execute();
  return { thread, afresh: thread === undefined };
}

const base = (db: Db, { tenant, thread }: AdmittedTurn) =>
  db.selectFrom('threads').select('state').where('tenant', '=', tenant).where('thread', '=', thread).executeTakeFirst();

const taken = (db: Db, { tenant, thread }: AdmittedTurn) =>
  db.selectFrom('turns').where('tenant', '=', tenant).where('thread', '=', thread).where('state', 'is not', null);

async function writeThreads(db: Db, turns: readonly AdmittedTurn[], threads: Thought['threads']): Promise<void> {
  if (threads.length > 0 && threads.length !== turns.length)
    throw new RangeError(`${threads.length} threads were thought for ${turns.length} turns`);
  for (const [index, thread] of threads.entries())
    await turnRow(db, turns[index] as AdmittedTurn)
      .set({ state: JSON.stringify(thread) })
      .execute();
}

const threadRow = (db: Db, { tenant, thread }: AdmittedTurn) =>
  db.updateTable('threads').where('tenant', '=', tenant).where('thread', '=', thread);
