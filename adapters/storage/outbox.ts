import type { Kysely } from 'kysely';
import { type Post, postSchema } from '../../src/delivery/post.ts';
import type { ClaimRequest, PostClaim, Store } from '../../src/delivery/store.ts';
import { type Speaker, speakerSchema } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { settlePost, writePost } from './posts.ts';
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
        for (const row of await claimable(db, engine, request)) {
          const post = readable(postSchema, row.body, { table: 'posts', tenant: row.tenant, id: row.id }, warn);
          if (post) claims.push(await claim(db, post, row, request));
          else await postRow(db, row).set({ state: 'unreadable', done: request.now }).execute();
        }
        return claims;
      }),
    sent: (held, sentAs, laneDue, now) =>
      engine.write((db) => settlePost(db, held, { state: 'sent', sent_as: sentAs, done: now, body: '' }, laneDue)),
    retry: (held, { state, attempt, laneDue }) =>
      engine.write((db) => settlePost(db, held, { state, attempt }, laneDue)),
    bury: (held, reason, note, now) =>
      engine.write(async (db) => {
        if (!(await settlePost(db, held, { state: 'dead', reason, done: now, body: '' }))) return false;
        if (note) await writePost(db, note);
        return true;
      }),
  };
}

/** The first waiting post of each lane that is due and in nobody's hands, and no other instance's to take just now. */
function claimable(db: Db, { shared }: Engine, request: ClaimRequest) {
  return db
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
    .$if(shared, (query) => query.forUpdate().skipLocked())
    .execute();
}

async function claim(
  db: Db,
  post: Post,
  row: Pick<Tables['posts'], 'state' | 'attempt'>,
  { instance, until }: ClaimRequest,
): Promise<PostClaim> {
  const { tenant, lane, id } = post;
  const attempt = row.attempt + 1;
  await postRow(db, post).set({ state: 'sending', attempt }).execute();
  await db
    .updateTable('lanes')
    .set({ holder: instance, claimed: id, until })
    .where('tenant', '=', tenant)
    .where('lane', '=', lane)
    .execute();
  const replaces = post.replaces && (await sentAs(db, tenant, post.replaces));
  return { instance, attempt, post, unsure: row.state === 'sending', ...(replaces && { replaces }) };
}

async function sentAs(db: Db, tenant: string, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('posts')
    .select('sent_as')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.sent_as ?? undefined;
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

const postRow = (db: Db, { tenant, id }: { tenant: string; id: string }) =>
  db.updateTable('posts').where('tenant', '=', tenant).where('id', '=', id);
