import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Tables } from './tables.ts';

/** Where a value goes that is not known yet. */
interface Slot {
  slot: string;
}

/**
 * A query that is put together once for each database: doing that anew takes longer than most queries themselves.
 * @param build is given a place for each value, not the values: it can name them and nothing else
 */
export function prepared<Given, Row>(
  build: (db: Kysely<Tables>, given: Given) => Compilable<Row>,
): (db: Kysely<Tables>, given: Given) => Promise<QueryResult<Row>> {
  // All transactions of a database share its adapter.
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return (db, given) => {
    const database = db.getExecutor().adapter;
    const query = compiled.get(database) ?? build(db, SLOTS as Given).compile();
    compiled.set(database, query);
    return db.executeQuery({ ...query, parameters: query.parameters.map((value) => filled(value, given)) });
  };
}

const SLOTS: unknown = new Proxy({}, { get: (_, slot): Slot => ({ slot: String(slot) }) });

const filled = (value: unknown, given: unknown): unknown =>
  isSlot(value) ? (given as Record<string, unknown>)[value.slot] : value;

const isSlot = (value: unknown): value is Slot => typeof value === 'object' && value !== null && 'slot' in value;
