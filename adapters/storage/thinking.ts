import type { Kysely } from 'kysely';
import type { Post } from '../../src/delivery/post.ts';
import type { Store, Think, Thought } from '../../src/delivery/store.ts';
import { type AdmittedTurn, admittedTurnSchema } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { writePosts } from './posts.ts';
import { prepared } from './prepared.ts';
import { FREE, OPEN, readable, type Warn } from './rows.ts';
import type { Tables } from './tables.ts';
import { threadStateSchema } from './thread-state.ts';
import { admitTurn, isOurs, touch, turnRow, writeTurn } from './turns.ts';

type Db = Kysely<Tables>;

const threadSchema = threadStateSchema();

/** A turn is thought about and what comes of it is written, in one transaction. */
export function createThinking(engine: Engine, warn: Warn): Pick<Store, 'finish' | 'answer' | 'take' | 'recall'> {
  return {
    // Reading may set a state aside that cannot be read.
    recall: (tenant, id, speaker) =>
      engine.write(async (db) => {
        const turn = await answeredTurn(db, { tenant, id, speaker }, warn);
        if (!turn) return undefined;
        const [base] = (await threadBase(db, turn)).rows;
        return { turn, thread: (await threadBefore(db, turn, base?.state ?? null, warn)).thread };
      }),
    finish: (claim, think, now) =>
      engine.write(async (db) => {
        if (!(await isOurs(db, engine, claim))) return false;
        await writePosts(db, await takeIn(db, claim.turn, await touch(db, claim.turn, now), think));
        await turnRow(db, claim.turn).set({ status: 'done', done: now }).execute();
        await threadRow(db, claim.turn).set(FREE).execute();
        return true;
      }),
    answer: (turn, think) =>
      engine.write(async (db) => {
        if (!(await writeTurn(db, turn, 'done'))) return false;
        await writePosts(db, await takeIn(db, turn, await touch(db, turn, turn.admitted), think));
        return true;
      }),
    take: (turn, think, sending) =>
      engine.write(async (db) => {
        const admission = await admitTurn(db, turn, 'done');
        if (admission !== 'admitted') return { kind: admission };
        const base = await touch(db, turn, turn.admitted);
        if (await waitsBehindOthers(db, turn)) return { kind: 'waiting' };
        return { kind: 'taken', posts: await writePosts(db, await takeIn(db, turn, base, think), sending) };
      }),
  };

  /**
   * @param base the thread before the first of its turns that are still here
   * @returns the posts that are to be written
   */
  async function takeIn(db: Db, turn: AdmittedTurn, base: string | null, think: Think): Promise<Post[]> {
    const later = await laterTurns(db, turn, warn);
    const thought = think({ ...(await threadBefore(db, turn, base, warn)), later });
    for (const [at, state] of statesOf(thought, later.length).entries())
      await writeState(db, { ...(later[at - 1] ?? turn), state });
    for (const speaker of voicesIn(turn, thought)) await writeVoice(db, { ...turn, speaker });
    return thought.posts;
  }
}

const writeState = prepared((db, { tenant, id, state }: Pick<AdmittedTurn, 'tenant' | 'id'> & { state: string }) =>
  turnRow(db, { tenant, id }).set({ state }),
);

const writeVoice = prepared(
  (db, { tenant, speaker, thread }: Pick<Tables['voices'], 'tenant' | 'speaker' | 'thread'>) =>
    db
      .insertInto('voices')
      .values({ tenant, speaker, thread })
      .onConflict((known) => known.doNothing()),
);

/** Whoever says something in a thread, and whose facts it has from another thread. */
function voicesIn({ speaker }: AdmittedTurn, { threads }: Thought): ReadonlySet<string> {
  const known = threads.flatMap(({ conversation: { facts, part, disputed } }) => [
    ...Object.values(facts),
    ...Object.values(part),
    ...Object.values(disputed).flat(),
  ]);
  return new Set([speaker, ...known.map((fact) => fact.speaker)]);
}

/** Opens the turn where others of its thread are open: they are to be taken first, or are being thought about. */
async function waitsBehindOthers(db: Db, turn: AdmittedTurn): Promise<boolean> {
  if ((await othersOpen(db, turn)).rows.length === 0) return false;
  await turnRow(db, turn).set({ status: 'open', done: null }).execute();
  return true;
}

const othersOpen = prepared((db, { tenant, thread, id }: AdmittedTurn) =>
  db
    .selectFrom('turns')
    .select('id')
    .where('tenant', '=', tenant)
    .where('thread', '=', thread)
    .where('status', '=', OPEN)
    .where('id', '!=', id)
    .limit(1),
);

async function answeredTurn(
  db: Db,
  { tenant, id, speaker }: { tenant: string; id: string; speaker: string | undefined },
  warn: Warn,
): Promise<AdmittedTurn | undefined> {
  const answered = db
    .selectFrom('turns')
    .select('body')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('status', '=', 'done')
    .where('state', 'is not', null);
  const row = await (speaker === undefined ? answered : answered.where('speaker', '=', speaker)).executeTakeFirst();
  const turn = row && readable(admittedTurnSchema, row.body, { table: 'turns', tenant, id }, warn);
  return turn?.text === '' ? undefined : turn;
}

/** The turns of the thread that are a part of it and were said after this one, in order. */
async function laterTurns(db: Db, turn: AdmittedTurn, warn: Warn): Promise<AdmittedTurn[]> {
  const turns: AdmittedTurn[] = [];
  for (const { id, body } of (await takenAfter(db, turn)).rows) {
    const later = readable(admittedTurnSchema, body, { table: 'turns', tenant: turn.tenant, id }, warn);
    if (later) turns.push(later);
    else await turnRow(db, { tenant: turn.tenant, id }).set({ status: 'unreadable' }).execute();
  }
  return turns;
}

/** The thread as the last turn before this one left it; what cannot be read is set aside. */
async function threadBefore(db: Db, turn: AdmittedTurn, base: string | null, warn: Warn) {
  const [last] = (await takenBefore(db, turn)).rows;
  const state = last ? last.state : base;
  if (state === null) return { thread: undefined, afresh: false };
  const row = last ? { table: 'turns', id: last.id } : { table: 'threads', id: turn.thread };
  const thread = readable(threadSchema, state, { ...row, tenant: turn.tenant }, warn);
  const putAside = { state: null, aside: state };
  if (!thread && last) await turnRow(db, { tenant: turn.tenant, id: last.id }).set(putAside).execute();
  else if (!thread) await threadRow(db, turn).set(putAside).execute();
  return { thread, afresh: thread === undefined };
}

const threadBase = prepared((db, { tenant, thread }: AdmittedTurn) =>
  db.selectFrom('threads').select('state').where('tenant', '=', tenant).where('thread', '=', thread),
);

const taken = (db: Db, { tenant, thread }: Pick<AdmittedTurn, 'tenant' | 'thread'>) =>
  db.selectFrom('turns').where('tenant', '=', tenant).where('thread', '=', thread).where('state', 'is not', null);

const takenAfter = prepared((db, { tenant, thread, at, id }: AdmittedTurn) =>
  taken(db, { tenant, thread })
    .select(['id', 'body'])
    .where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '>', tuple(at, id)))
    .orderBy('at')
    .orderBy('id'),
);

const takenBefore = prepared((db, { tenant, thread, at, id }: AdmittedTurn) =>
  taken(db, { tenant, thread })
    .select(['id', 'state'])
    .where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '<', tuple(at, id)))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1),
);

function statesOf({ threads }: Thought, later: number): string[] {
  if (threads.length > 0 && threads.length !== 1 + later)
    throw new RangeError(`${threads.length} threads were thought for ${1 + later} turns`);
  return threads.map((thread) => JSON.stringify(thread));
}

const threadRow = (db: Db, { tenant, thread }: AdmittedTurn) =>
  db.updateTable('threads').where('tenant', '=', tenant).where('thread', '=', thread);
