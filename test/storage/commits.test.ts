import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createCommits } from '../../adapters/storage/commits.ts';
import { openSqlite } from '../../adapters/storage/sqlite-file.ts';

const home = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
const { dialect, raw, close } = openSqlite(join(home, 'commits.db'));
const said: string[] = [];
const db = new Kysely<{ numbers: { n: number } }>({ dialect, log: ({ query }) => void said.push(query.sql) });
const commit = createCommits(db, (error) => error instanceof RangeError);
const add = (n: number) => commit((one) => one.insertInto('numbers').values({ n }).execute());
const stored = () =>
  raw
    .prepare('select n from numbers order by n')
    .all()
    .map(({ n }) => n);

beforeEach(() => {
  raw.exec('drop table if exists numbers; create table numbers (n integer unique)');
  said.length = 0;
});
afterAll(async () => {
  await db.destroy();
  close();
  rmSync(home, { recursive: true, force: true });
});

test('writes of one turn of the event loop share commits', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, n) => add(n)));
  expect(stored()).toHaveLength(100);
  expect(said.filter((text) => text === 'commit')).toHaveLength(2);
});

test('a write that fails is undone alone, and its neighbours are kept', async () => {
  const failing = commit(async (one) => {
    await one.insertInto('numbers').values({ n: 2 }).execute();
    throw new TypeError('no');
  });
  const settled = await Promise.allSettled([add(1), failing, add(3)]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(stored()).toEqual([1, 3]);
});

test('a fault of the database undoes the whole batch and rejects each of it, and the next batch works', async () => {
  const broken = commit(() => Promise.reject(new RangeError('disk')));
  const settled = await Promise.allSettled([add(1), broken, add(3)]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(stored()).toEqual([]);
  await add(4);
  expect(stored()).toEqual([4]);
});

test('nobody sees what is not committed', async () => {
  const seen: number[] = [];
  const write = commit(async (one) => {
    await one.insertInto('numbers').values({ n: 1 }).execute();
    await sql`select 1`.execute(one);
  });
  const read = new Promise<void>((resolve) => {
    setImmediate(async () => {
      seen.push((await db.selectFrom('numbers').selectAll().execute()).length);
      resolve();
    });
  });
  await Promise.all([write, read]);
  expect(seen, 'a read waits for the batch that runs').toEqual([1]);
});
