import { type Kysely, sql } from 'kysely';
import type { Post } from '../../src/delivery/post.ts';
import type { ClaimRequest, PostClaim } from '../../src/delivery/store.ts';
import { prepared } from './prepared.ts';
import { FREE, isPast, WAITING } from './rows.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** Writes a post down to be sent. False when its id was written before. */
export async function writePost(db: Db, post: Post): Promise<boolean> {
  if (!(await insertPost(db, post, { state: 'pending', attempt: 0 }))) return false;
  await keepLane(db, post);
  return true;
}

const keepLane = prepared((db, { tenant, lane }: Pick<Post, 'tenant' | 'lane'>) =>
  db
    .insertInto('lanes')
    .values({ tenant, lane, due: 0, until: 0 })
    // Changes nothing, but keeps the lane from being cleared away as unused at this moment.
    .onConflict((known) => known.columns(['tenant', 'lane']).doUpdateSet(({ ref }) => ({ due: ref('lanes.due') }))),
);

/** Writes posts down. Those that nothing is in the way of are claimed and returned, if it is said for whom. */
export async function writePosts(db: Db, posts: readonly Post[], sending?: ClaimRequest): Promise<PostClaim[]> {
  const claims: PostClaim[] = [];
  for (const post of posts) {
    const claim = sending ? await writeClaimed(db, post, sending) : await writePost(db, post);
    if (typeof claim === 'object') claims.push(claim);
  }
  return claims;
}

/** Writes a post down claimed; undefined when something is in its way, or its id was written before. */
async function writeClaimed(db: Db, post: Post, request: ClaimRequest): Promise<PostClaim | undefined> {
  if (!(await claimFreeLane(db, post, request))) {
    await writePost(db, post);
    return undefined;
  }
  const attempt = 1;
  if (!(await insertPost(db, post, { state: 'sending', attempt }))) {
    await laneRow(db, post).set(FREE).execute();
    return undefined;
  }
  return claimOf(db, post, { instance: request.instance, attempt, unsure: false });
}

async function claimFreeLane(db: Db, { tenant, lane, id }: Post, request: ClaimRequest): Promise<boolean> {
  return (await claimLane(db, { ...request, tenant, lane, id })).numAffectedRows === 1n;
}

/** Of a lane that is due, in nobody's hands, and without a post that waits. */
const claimLane = prepared((db, request: ClaimRequest & Pick<Post, 'tenant' | 'lane' | 'id'>) => {
  const { tenant, lane, id, instance, until } = request;
  const claimed = { holder: instance, claimed: id, until };
  return db
    .insertInto('lanes')
    .values({ tenant, lane, due: 0, ...claimed })
    .onConflict((known) =>
      known
        .columns(['tenant', 'lane'])
        .doUpdateSet(claimed)
        .where(isPast('lanes.due', request))
        .where(isPast('lanes.until', request))
        .where(({ not, exists }) => not(exists(waitingIn(db, { tenant, lane })))),
    );
});

async function insertPost(db: Db, post: Post, how: Pick<Tables['posts'], 'state' | 'attempt'>): Promise<boolean> {
  return (await insertRow(db, { ...post, ...how, body: JSON.stringify(post) })).numAffectedRows === 1n;
}

type Written = Post & Pick<Tables['posts'], 'state' | 'attempt' | 'body'>;
const insertRow = prepared((db, { tenant, id, lane, thread, speaker, written, state, attempt, body }: Written) => {
  // Two machines' clocks differ, and one may be set back: in a lane they must not put one post before another.
  const place = sql<number>`(
    select case when max(written) >= ${written} then max(written) + 1 else ${written} end
    from posts where tenant = ${tenant} and lane = ${lane} and state in (${sql.join(WAITING)}))`;
  return db
    .insertInto('posts')
    .values({ tenant, id, lane, thread, speaker, written: place, state, attempt, body })
    .onConflict((conflict) => conflict.doNothing());
});

/** A claim of a post, with the message that it is to replace. */
export async function claimOf(
  db: Db,
  post: Post,
  held: Pick<PostClaim, 'instance' | 'attempt' | 'unsure'>,
): Promise<PostClaim> {
  const replaces = post.replaces && (await sentAs(db, post.tenant, post.replaces));
  return { ...held, post, ...(replaces && { replaces }) };
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

/**
 * Frees the lane of a claimed post, so that it may be said what became of it, and tells whether others wait there;
 * undefined when the claim is no longer ours.
 * @param due when the lane may send again; as it was, if it is null
 */
export async function settlePost(
  db: Db,
  { post: { tenant, lane, id }, instance, attempt }: PostClaim,
  due: number | null,
): Promise<{ more: boolean } | undefined> {
  const [freed] = (await freeLane(db, { tenant, lane, id, instance, attempt, due })).rows;
  return freed && { more: freed.next !== null };
}

type Held = Pick<Post, 'tenant' | 'lane' | 'id'> & Pick<PostClaim, 'instance' | 'attempt'> & { due: number | null };
const freeLane = prepared((db, { tenant, lane, id, instance, attempt, due }: Held) =>
  db
    .updateTable('lanes')
    .set({ ...FREE, due: sql<number>`coalesce(${due}, due)` })
    .where('tenant', '=', tenant)
    .where('lane', '=', lane)
    .where('holder', '=', instance)
    .where('claimed', '=', id)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('posts')
          .select('id')
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where('state', '=', 'sending')
          .where('attempt', '=', attempt),
      ),
    )
    .returning(() => waitingIn(db, { tenant, lane }).where('id', '!=', id).limit(1).as('next')),
);

const waitingIn = (db: Db, { tenant, lane }: Pick<Post, 'tenant' | 'lane'>) =>
  db
    .selectFrom('posts')
    .select('id')
    .where('tenant', '=', tenant)
    .where('lane', '=', lane)
    .where('state', 'in', WAITING);

export const laneRow = (db: Db, { tenant, lane }: Pick<Post, 'tenant' | 'lane'>) =>
  db.updateTable('lanes').where('tenant', '=', tenant).where('lane', '=', lane);
