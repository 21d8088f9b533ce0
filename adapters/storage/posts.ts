import { type Kysely, sql } from 'kysely';
import type { Post } from '../../src/delivery/post.ts';
import type { PostClaim } from '../../src/delivery/store.ts';
import { FREE, WAITING } from './rows.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** Writes a post down to be sent. False when its id was written before. */
export async function writePost(db: Db, post: Post): Promise<boolean> {
  const { tenant, id, lane, thread, speaker, written } = post;
  const body = JSON.stringify(post);
  // Two machines' clocks differ, and one may be set back: in a lane they must not put one post before another.
  const place = sql<number>`(
    select case when max(written) >= ${written} then max(written) + 1 else ${written} end
    from posts where tenant = ${tenant} and lane = ${lane} and state in (${sql.join(WAITING)}))`;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('posts')
    .values({ tenant, id, lane, thread, speaker, written: place, state: 'pending', attempt: 0, body })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await db
    .insertInto('lanes')
    .values({ tenant, lane, due: 0, until: 0 })
    // Changes nothing, but keeps the lane from being cleared away as unused at this moment.
    .onConflict((known) => known.columns(['tenant', 'lane']).doUpdateSet(({ ref }) => ({ due: ref('lanes.due') })))
    .execute();
  return true;
}

/** Says what became of a claimed post and frees its lane. False when the claim is no longer ours. */
export async function settlePost(
  db: Db,
  { post, instance, attempt }: PostClaim,
  change: Partial<Tables['posts']>,
  laneDue?: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('posts')
    .set(change)
    .where('tenant', '=', post.tenant)
    .where('id', '=', post.id)
    .where('state', '=', 'sending')
    .where('attempt', '=', attempt)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('lanes')
          .select('lane')
          .where('tenant', '=', post.tenant)
          .where('lane', '=', post.lane)
          .where('holder', '=', instance)
          .where('claimed', '=', post.id),
      ),
    )
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await db
    .updateTable('lanes')
    .set({ ...FREE, ...(laneDue !== undefined && { due: laneDue }) })
    .where('tenant', '=', post.tenant)
    .where('lane', '=', post.lane)
    .execute();
  return true;
}
