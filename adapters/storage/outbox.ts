import type { Kysely } from 'kysely';
import { type Post, postSchema } from '../../src/delivery/post.ts';
import type { ClaimRequest, PostClaim, Store } from '../../src/delivery/store.ts';
import { type Speaker, speakerSchema } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { claimOf, laneRow, settlePost, writePost } from './posts.ts';
import { prepared } from './prepared.ts';
import { isPast, readable, WAITING, type Warn } from './rows.ts';
import type { Tables } from './tables.ts';
import { threadStateSchema } from './thread-state.ts';

type Db = Kysely<Tables>;

const threadSchema = threadStateSchema();

/** Posts wait, are claimed lane by lane, and are sent or buried. */
export function createOutbox(
  engine: Engine,
  warn: Warn,
): Pick<Store, 'askerOf' | 'post' | 'claimPosts' | 'sent' | 'retry' | 'bury'> {
  const claimable = claimableOf(engine);
  return {
    askerOf: ({ tenant, lane, thread, sentAs: message }) =>
      engine.read(async (db) => {
        const speaker = await addressee(db, tenant, lane, message);
        return speaker === undefined ? beganBy(db, tenant, thread, warn) : speakerSchema.parse(speaker);
      }),
    post: (post) => engine.write((db) => writePost(db, post)),
    claimPosts: (request) =>
      engine.write(async (db) => {
        const claims: PostClaim[] = [];
        for (const row of (await claimable(db, request)).rows) {
          const post = readable(postSchema, row.body, { table: 'posts', tenant: row.tenant, id: row.id }, warn);
          if (post) claims.push(await claim(db, post, row, request));
          else await postRow(db, row).set({ state: 'unreadable', done: request.now }).execute();
        }
        return claims;
      }),
    sent: (held, sentAs, laneDue, now) =>
      engine.write(async (db) => {
        const lane = await settlePost(db, held, laneDue);
        if (!lane) return 'not-ours';
        await endPost(db, { ...held.post, state: 'sent', sent_as: sentAs, reason: null, done: now });
        return lane.more ? 'more' : 'empty';
      }),
    retry: (held, { state, attempt, laneDue }) =>
      engine.write(async (db) => {
        if (!(await settlePost(db, held, laneDue))) return false;
        await postRow(db, held.post).set({ state, attempt }).execute();
        return true;
      }),
    bury: (held, reason, note, now) =>
      engine.write(async (db) => {
        if (!(await settlePost(db, held, null))) return false;
        await endPost(db, { ...held.post, state: 'dead', sent_as: null, reason, done: now });
        if (note) await writePost(db, note);
        return true;
      }),
  };
}

/** The first waiting post of each lane that is due and in nobody's hands, and no other instance's to take just now. */
const claimableOf = ({ shared }: Engine) =>
  prepared((db, request: ClaimRequest) =>
    db
      .selectFrom('posts as p')
      .innerJoin('lanes as l', (join) => join.onRef('l.tenant', '=', 'p.tenant').onRef('l.lane', '=', 'p.lane'))
      .select(['p.tenant', 'p.id', 'p.state', 'p.attempt', 'p.body'])
      .where('p.state', 'in', WAITING)
      .where(isPast('l.due', request))
      .where(isPast('l.until', request))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('posts as e')
              .select('e.id')
              .whereRef('e.tenant', '=', 'p.tenant')
              .whereRef('e.lane', '=', 'p.lane')
              .where('e.state', 'in', WAITING)
              .where(({ eb, refTuple }) => eb(refTuple('e.written', 'e.id'), '<', refTuple('p.written', 'p.id'))),
          ),
        ),
      )
      .orderBy('p.written')
      .orderBy('p.id')
      .limit(request.most)
      .$if(shared, (query) => query.forUpdate().skipLocked()),
  );

async function claim(
  db: Db,
  post: Post,
  row: Pick<Tables['posts'], 'state' | 'attempt'>,
  { instance, until }: ClaimRequest,
): Promise<PostClaim> {
  const attempt = row.attempt + 1;
  await postRow(db, post).set({ state: 'sending', attempt }).execute();
  await laneRow(db, post).set({ holder: instance, claimed: post.id, until }).execute();
  return claimOf(db, post, { instance, attempt, unsure: row.state === 'sending' });
}

async function addressee(db: Db, tenant: string, lane: string, message: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('posts')
    .select('speaker')
    .where('tenant', '=', tenant)
    .where('lane', '=', lane)
    .where('sent_as', '=', message)
    .executeTakeFirst();
  return row?.speaker;
}

/** By what is kept of a thread once its turns are too old. */
async function beganBy(db: Db, tenant: string, thread: string, warn: Warn): Promise<Speaker | undefined> {
  const row = await db
    .selectFrom('threads')
    .select('state')
    .where('tenant', '=', tenant)
    .where('thread', '=', thread)
    .executeTakeFirst();
  return row?.state
    ? readable(threadSchema, row.state, { table: 'threads', tenant, id: thread }, warn)?.asker
    : undefined;
}

type Ended = Pick<Tables['posts'], 'tenant' | 'id' | 'state' | 'sent_as' | 'reason' | 'done'>;
const endPost = prepared((db, { tenant, id, state, sent_as, reason, done }: Ended) =>
  postRow(db, { tenant, id }).set({ state, sent_as, reason, done, body: '' }),
);

const postRow = (db: Db, { tenant, id }: { tenant: string; id: string }) =>
  db.updateTable('posts').where('tenant', '=', tenant).where('id', '=', id);
