import type { Kysely } from 'kysely';
import type { Store } from '../../src/delivery/store.ts';
import type { Speaker, Tenant } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { TABLES, type Tables } from './tables.ts';
import { lockThread, SCRUBBED } from './turns.ts';

type Db = Kysely<Tables>;

/** What somebody wants to be forgotten is deleted, and then the files are cleared of its bytes. */
export function createForgetting(engine: Engine): Pick<Store, 'forgetSpeaker' | 'forgetTenant'> {
  return {
    async forgetSpeaker(tenant, speaker) {
      await engine.write(async (db) => {
        for (const thread of await threadsOf(db, tenant, speaker)) await forgetThread(db, engine, tenant, thread);
        for (const table of ['posts', 'kept', 'notes'] as const)
          await db.deleteFrom(table).where('tenant', '=', tenant).where('speaker', '=', speaker).execute();
      });
      await engine.scrub();
    },
    async forgetTenant(tenant) {
      await engine.write(async (db) => {
        for (const table of TABLES) await db.deleteFrom(table).where('tenant', '=', tenant).execute();
      });
      await engine.scrub();
    },
  };
}

/** Every thread in which they spoke, sorted so that two who are forgotten at once do not wait for each other. */
async function threadsOf(db: Db, tenant: Tenant, speaker: Speaker): Promise<string[]> {
  const heard = db.selectFrom('voices').select('thread').where('tenant', '=', tenant).where('speaker', '=', speaker);
  const open = db.selectFrom('turns').select('thread').where('tenant', '=', tenant).where('speaker', '=', speaker);
  return (await heard.union(open).execute()).map(({ thread }) => thread).sort();
}

async function forgetThread(db: Db, engine: Engine, tenant: Tenant, thread: string): Promise<void> {
  await lockThread(db, engine, tenant, thread);
  const turns = () => db.updateTable('turns').where('tenant', '=', tenant).where('thread', '=', thread);
  await turns()
    .set(({ ref }) => ({ done: ref('admitted') }))
    .where('done', 'is', null)
    .execute();
  await turns().set(SCRUBBED).execute();
  for (const table of ['threads', 'voices', 'posts'] as const)
    await db.deleteFrom(table).where('tenant', '=', tenant).where('thread', '=', thread).execute();
}
