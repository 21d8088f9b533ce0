import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../adapters/storage/store.ts';
import { contracts } from './contract/contracts.ts';
import { postgresSite } from './site.ts';

let site: Awaited<ReturnType<typeof postgresSite>>;
beforeAll(async () => {
  site = await postgresSite();
}, 60_000);
afterAll(() => site.stop());

describe.each(Object.entries(contracts))('%s', (_, contract) => {
  test.each(Object.entries(contract))('%s', async (_, run) => run(await site.fresh(), site));
});

test.each([
  ['on', ['set wal_recycle = off']],
  ['off', []],
])('a server with wal_recycle %s is told of as one that keeps what is forgotten, or not', async (setting, told) => {
  const warnings: string[] = [];
  const log = { warn: ({ problem }: Record<string, unknown>) => void warnings.push(String(problem)) };
  const databaseUrl = `${site.url}?options=${encodeURIComponent(`-c wal_recycle=${setting}`)}`;
  await (await openStore({ databaseUrl, dataDir: '', log })).close();
  expect(warnings).toEqual(told.map((part) => expect.stringContaining(part)));
});
