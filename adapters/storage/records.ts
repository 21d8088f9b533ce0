import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import {
  type Kept,
  type KeptKind,
  keptSchemas,
  type Noted,
  type NotedKind,
  notedSchemas,
} from '../../src/delivery/kept.ts';
import type { Store } from '../../src/delivery/store.ts';
import { tenantSchema } from '../../src/delivery/turn.ts';
import type { Engine } from './engine.ts';
import { readable, type Warn } from './rows.ts';
import type { Tables } from './tables.ts';

/** As many entries as one reading returns. */
const MOST = 1_000;

type Db = Kysely<Tables>;
type Records = Pick<Store, 'keep' | 'reserve' | 'kept' | 'everyKept' | 'drop' | 'note' | 'noted'>;

/** What is kept under a name, and what is written down one after another. What cannot be read stays where it is and counts as absent. */
export const createRecords = (engine: Engine, warn: Warn): Records => ({
  ...createKeeping(engine),
  ...createKept(engine, warn),
  ...createNotes(engine, warn),
});

function createKeeping(engine: Engine): Pick<Records, 'keep' | 'reserve' | 'drop'> {
  return {
    async reserve(tenant, kind, name, value, since) {
      const row = rowOf(kind, name, value);
      const { numInsertedOrUpdatedRows } = await engine.write((db) =>
        db
          .insertInto('kept')
          .values({ tenant, kind, name, ...row })
          .onConflict((known) =>
            known.columns(['tenant', 'kind', 'name']).doUpdateSet(row).where('kept.at', '<=', since),
          )
          .executeTakeFirstOrThrow(),
      );
      return numInsertedOrUpdatedRows === 1n;
    },
    async keep(tenant, kind, name, value) {
      const row = rowOf(kind, name, value);
      await engine.write((db) =>
        db
          .insertInto('kept')
          .values({ tenant, kind, name, ...row })
          .onConflict((known) => known.columns(['tenant', 'kind', 'name']).doUpdateSet(row))
          .execute(),
      );
    },
    async drop(tenant, kind, name) {
      await engine.write((db) =>
        db.deleteFrom('kept').where('tenant', '=', tenant).where('kind', '=', kind).where('name', '=', name).execute(),
      );
    },
  };
}

function createKept(engine: Engine, warn: Warn): Pick<Records, 'kept' | 'everyKept'> {
  return {
    async kept<Kind extends KeptKind>(tenant: string, kind: Kind, name: string) {
      const row = await engine.read((db) =>
        db
          .selectFrom('kept')
          .select('value')
          .where('tenant', '=', tenant)
          .where('kind', '=', kind)
          .where('name', '=', name)
          .executeTakeFirst(),
      );
      return row && valueIn(kind, { tenant, name, value: row.value }, warn);
    },
    async everyKept(kind) {
      const rows = await engine.read((db) =>
        db.selectFrom('kept').select(['tenant', 'name', 'value']).where('kind', '=', kind).execute(),
      );
      return rows.flatMap((row) => {
        const value = valueIn(kind, row, warn);
        return value === undefined ? [] : [{ tenant: tenantSchema.parse(row.tenant), name: row.name, value }];
      });
    },
  };
}

function valueIn<Kind extends KeptKind>(
  kind: Kind,
  { tenant, name, value }: Pick<Tables['kept'], 'tenant' | 'name' | 'value'>,
  warn: Warn,
): Kept[Kind] | undefined {
  const schema = keptSchemas[kind] as unknown as z.ZodType<Kept[Kind]>;
  return readable(schema, value, { table: 'kept', tenant, id: `${kind} ${name}` }, warn);
}

function createNotes(engine: Engine, warn: Warn): Pick<Records, 'note' | 'noted'> {
  return {
    async note(tenant, kind, entry) {
      const { speaker, at } = entry;
      const row = { id: randomUUID(), tenant, kind, at, speaker, entry: JSON.stringify(entry) };
      await engine.write((db) => db.insertInto('notes').values(row).execute());
    },
    async noted<Kind extends NotedKind>(tenant: string, kind: Kind, since: number) {
      const rows = await engine.read((db) => notesSince(db, tenant, kind, since));
      const schema = notedSchemas[kind] as unknown as z.ZodType<Noted[Kind]>;
      return rows.flatMap(({ id, entry }) => readable(schema, entry, { table: 'notes', tenant, id }, warn) ?? []);
    },
  };
}

const notesSince = (db: Db, tenant: string, kind: NotedKind, since: number) =>
  db
    .selectFrom('notes')
    .select(['id', 'entry'])
    .where('tenant', '=', tenant)
    .where('kind', '=', kind)
    .where('at', '>=', since)
    .orderBy('at')
    .limit(MOST)
    .execute();

/** Whose record it is, so that it goes when they want to be forgotten. */
function speakerOf<Kind extends KeptKind>(kind: Kind, name: string, value: Kept[Kind]): string | null {
  if (kind === 'progress') return name;
  return 'by' in value ? value.by : null;
}

const rowOf = <Kind extends KeptKind>(kind: Kind, name: string, value: Kept[Kind]) => ({
  value: JSON.stringify(value),
  speaker: speakerOf(kind, name, value),
  at: timeOf(value),
});

function timeOf(value: Kept[KeptKind]): number | null {
  if ('due' in value) return value.due;
  return 'at' in value ? value.at : null;
}
