import { randomUUID } from 'node:crypto';
import type { Store } from '../../src/delivery/store.ts';
import type { Engine } from './engine.ts';
import { DEAD, OPEN, WAITING } from './rows.ts';

/** Longer than a page, so that a full disk is noticed. */
const PROBE = 'probe '.repeat(2_000);

/** Whether the store works, and how much waits in it. */
export function createHealth(engine: Engine): Pick<Store, 'backlog' | 'ping' | 'close'> {
  return {
    backlog: () =>
      engine.read(async (db) => {
        const turns = await db
          .selectFrom('turns')
          .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('admitted').as('oldest')])
          .where('status', '=', OPEN)
          .executeTakeFirstOrThrow();
        const posts = await db
          .selectFrom('posts')
          .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('written').as('oldest')])
          .where('state', 'in', WAITING)
          .executeTakeFirstOrThrow();
        const dead = await db
          .selectFrom('posts')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('state', '=', DEAD)
          .executeTakeFirstOrThrow();
        return {
          turns: turns.count,
          oldestTurn: turns.oldest ?? undefined,
          posts: posts.count,
          oldestPost: posts.oldest ?? undefined,
          dead: dead.count,
        };
      }),
    async ping() {
      await engine.write(async (db) => {
        const id = randomUUID();
        await db
          .insertInto('notes')
          .values({ id, tenant: '', kind: 'probe', at: 0, speaker: '', entry: PROBE })
          .execute();
        await db.deleteFrom('notes').where('id', '=', id).execute();
      });
    },
    close: () => engine.close(),
  };
}
