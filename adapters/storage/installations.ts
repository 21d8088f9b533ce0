import type { Kysely } from 'kysely';
import type { Store } from '../../src/delivery/store.ts';
import type { Engine } from './engine.ts';
import { StoreError } from './problems.ts';
import type { Seal } from './sealed.ts';
import type { Tables } from './tables.ts';

const FIELD = 'installation';

/** As many records as one transaction of a rotation seals anew: so few that nobody waits for it. */
const BATCH = 100;

export type Installations = Pick<Store, 'install' | 'installation' | 'uninstall'> & {
  /**
   * Seals every secret anew that is not sealed with the current key; returns how many. It may be ended at any moment and run again.
   * @throws SealError when the key of one is not in the ring
   */
  rotateKeys(): Promise<number>;
};

/** The credentials of the workspaces, sealed. Without a keyring there can be none. */
export function createInstallations(engine: Engine, keyring: Seal | undefined): Installations {
  const seal = (): Seal => {
    if (!keyring)
      throw new StoreError('SECRET_KEYS is not set: without it no credentials of a workspace can be kept or read');
    return keyring;
  };
  return {
    async install(tenant, { secret, installedAt }) {
      const row = { secret: seal().close(secret, { tenant, field: FIELD }), installed_at: installedAt };
      await engine.write((db) =>
        db
          .insertInto('installations')
          .values({ tenant, ...row })
          .onConflict((known) => known.column('tenant').doUpdateSet(row))
          .execute(),
      );
    },
    async installation(tenant) {
      const row = await engine.read((db) =>
        db.selectFrom('installations').selectAll().where('tenant', '=', tenant).executeTakeFirst(),
      );
      return row && { secret: seal().open(row.secret, { tenant, field: FIELD }), installedAt: row.installed_at };
    },
    async uninstall(tenant, at) {
      await engine.write((db) =>
        db.deleteFrom('installations').where('tenant', '=', tenant).where('installed_at', '<=', at).execute(),
      );
    },
    async rotateKeys() {
      let total = 0;
      for (;;) {
        const count = await engine.write((db) => rotateSome(db, engine, seal()));
        if (count === 0) return total;
        total += count;
      }
    },
  };
}

async function rotateSome(db: Kysely<Tables>, { shared }: Engine, seal: Seal): Promise<number> {
  const rows = await db
    .selectFrom('installations')
    .select(['tenant', 'secret'])
    .where('secret', 'not like', `${seal.prefix}%`)
    .limit(BATCH)
    .$if(shared, (query) => query.forUpdate())
    .execute();
  for (const { tenant, secret } of rows) {
    const place = { tenant, field: FIELD };
    const sealed = seal.close(seal.open(secret, place), place);
    await db.updateTable('installations').set({ secret: sealed }).where('tenant', '=', tenant).execute();
  }
  return rows.length;
}
