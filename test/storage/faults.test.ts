import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createSeal } from '../../adapters/storage/sealed.ts';
import { createSqlite } from '../../adapters/storage/sqlite.ts';
import { openSqlite } from '../../adapters/storage/sqlite-file.ts';
import { fileIn, openStore, storeOver } from '../../adapters/storage/store.ts';
import { request, TENANT, taking, turn } from './said.ts';
import { KEYS } from './site.ts';

const home = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
const log = { warn: () => undefined };
let dataDir = home;
let count = 0;
beforeEach(() => {
  count += 1;
  dataDir = join(home, String(count));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const open = (secretKeys?: string) => openStore({ dataDir, secretKeys, log });

/** The store over a file whose connection the test may limit. */
async function openWith(limit: string) {
  const opened = openSqlite(fileIn(dataDir));
  const store = await storeOver(await createSqlite(opened), undefined, log);
  opened.raw.exec(limit);
  return { store, raw: opened.raw };
}

/** Starts another process on the same folder; resolves when it has the store or has ended. */
async function child(keyring: string, most: number) {
  const script = join(import.meta.dirname, 'child.ts');
  const process_ = spawn(process.execPath, [script, dataDir, keyring, String(most)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([once(process_.stdout, 'data'), once(process_, 'exit')]);
  return process_;
}

test('nobody but our own account can read the files', async () => {
  const store = await open();
  await store.admit(turn(1));
  for (const end of ['', '-wal', '-shm', '.lock'])
    expect(statSync(fileIn(dataDir) + end).mode & 0o777, end).toBe(0o600);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  await store.close();
});

test('a second process is refused while the first lives, and takes over what a killed one left', async () => {
  const first = await child(KEYS[0], 0);
  await expect(open()).rejects.toThrow(`${fileIn(dataDir)} is used by another vm-or-container: stop that one`);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const store = await open();
  expect(await store.claimTurns(request(1_001)), 'before the lease ends').toMatchObject([
    { attempt: 2, turn: { id: turn(1).id } },
  ]);
  await store.close();
});

test('a restart finds all that was acknowledged', async () => {
  const store = await open();
  await Promise.all([1, 2, 3].map((at) => store.admit(turn(at))));
  await store.answer(turn(4), taking(turn(4)));
  await store.close();
  const again = await open();
  expect(await again.backlog()).toMatchObject({ turns: 3, posts: 1 });
  await again.close();
});

test.each<[string, (file: string) => void]>([
  [
    'is no database',
    (file) => writeFileSync(file, 'it was a text file all along, long enough to have a header'.repeat(20)),
  ],
  ['was cut off', (file) => truncateSync(file, statSync(file).size - 5_000)],
  ['has a page of rubbish', (file) => writeFileSync(file, readFileSync(file).fill(0x5a, 4_096 * 3, 4_096 * 4))],
])('a file that %s is refused, with a way out', async (_, spoil) => {
  const store = await open();
  for (const at of [1, 2, 3]) await store.admit(turn(at, { text: 'x'.repeat(3_000) }));
  await store.close();
  spoil(fileIn(dataDir));
  const words = `${fileIn(dataDir)} is damaged or no database: put back the last backup (see docs/operations.md), or move it away to start afresh`;
  await expect(open()).rejects.toThrow(new Error(words));
  await expect(open(), 'the lock was let go').rejects.toThrow(new Error(words));
});

test('a folder that cannot be written is refused, with a way out', async () => {
  writeFileSync(dataDir, 'a file where the folder should be');
  await expect(open()).rejects.toThrow(
    `${fileIn(dataDir)} cannot be written: let this account write its folder, or set DATA_DIR`,
  );
  dataDir = join(home, 'folder');
  mkdirSync(fileIn(dataDir), { recursive: true });
  await expect(open()).rejects.toThrow(
    /cannot be written: let this account write its folder, or set DATA_DIR to another$/,
  );
  dataDir = '/proc/nothing/can/be/made/here';
  await expect(open()).rejects.toThrow(/cannot be written/);
});

test('a database of a newer version is refused', async () => {
  await (await open()).close();
  const raw = new DatabaseSync(fileIn(dataDir));
  raw.exec("insert into kysely_migration values ('9999-future', '2030-01-01T00:00:00.000Z')");
  raw.close();
  await expect(open()).rejects.toThrow(
    'the database was written by a newer version: run that one, or put back a backup',
  );
});

test('a full disk refuses writes and serves reads, and all goes on when there is space again', async () => {
  const { store, raw } = await openWith('select 1');
  await store.keep(TENANT, 'setting', 'pace', { value: 'slow' });
  raw.exec('pragma max_page_count = 40');
  const fill = (at: number) => store.admit(turn(at, { text: 'x'.repeat(3_000) }));
  let admitted = 0;
  const problem: unknown = await (async () => {
    for (; ; admitted += 1) await fill(admitted);
  })().catch((error: unknown) => error);
  expect(problem).toEqual(
    new Error(`the disk of ${fileIn(dataDir)} is full: free some space, work then goes on by itself`),
  );
  const flood = await Promise.allSettled(Array.from({ length: 100 }, (_, at) => fill(1_000 + at)));
  expect(flood.every(({ status }) => status === 'rejected')).toBe(true);
  await expect(store.ping()).rejects.toThrow('is full');
  expect(await store.kept(TENANT, 'setting', 'pace')).toEqual({ value: 'slow' });
  expect(await store.backlog()).toMatchObject({ turns: admitted });
  raw.exec('pragma max_page_count = 100000');
  await store.ping();
  expect(await store.admit(turn(999))).toBe('admitted');
  await store.close();
});

test('a file that another program holds refuses writes in time, and goes on when it lets go', async () => {
  const { store } = await openWith('pragma busy_timeout = 20');
  const other = new DatabaseSync(fileIn(dataDir));
  other.exec('begin immediate');
  await expect(store.admit(turn(1))).rejects.toThrow(`${fileIn(dataDir)} is locked by another program`);
  expect(await store.backlog()).toMatchObject({ turns: 0 });
  other.exec('commit');
  other.close();
  expect(await store.admit(turn(1))).toBe('admitted');
  await store.close();
});

test('what a reader still sees is not said to be forgotten', async () => {
  const { store } = await openWith('pragma busy_timeout = 20');
  await store.answer(turn(1), taking(turn(1)));
  const reader = new DatabaseSync(fileIn(dataDir), { readOnly: true });
  reader.exec('begin; select * from turns');
  await expect(store.forgetTenant(TENANT)).rejects.toThrow(
    'is being read, by a backup perhaps: forget again when that is done',
  );
  reader.exec('commit');
  reader.close();
  await store.forgetTenant(TENANT);
  await store.close();
});

test('keys are rotated, also after a kill half-way', async () => {
  const tenants = Array.from({ length: 1_000 }, (_, index) => turn(1, { tenant: `slack:T${index}` }).tenant);
  const before = await open(KEYS[1]);
  await Promise.all(tenants.map((tenant) => before.install(tenant, { secret: `xoxb-${tenant}`, installedAt: 1 })));
  await before.close();
  const killed = await child(KEYS.join(','), 450);
  expect(killed.signalCode).toBe('SIGKILL');
  const after = await open(KEYS.join(','));
  expect(await after.rotateKeys()).toBe(600);
  expect(await after.rotateKeys()).toBe(0);
  await after.close();
  const current = await open(KEYS[0]);
  for (const tenant of tenants) expect((await current.installation(tenant))?.secret).toBe(`xoxb-${tenant}`);
  await current.close();
});

test('without keys there are no credentials, and a key that is missing is named', async () => {
  const without = await open();
  await expect(without.install(TENANT, { secret: 'xoxb-1', installedAt: 1 })).rejects.toThrow('SECRET_KEYS is not set');
  await without.close();
  const old = await open(KEYS[1]);
  await old.install(TENANT, { secret: 'xoxb-1', installedAt: 1 });
  await old.close();
  const current = await open(KEYS[0]);
  await expect(current.rotateKeys()).rejects.toThrow(/needs the key [0-9a-f]{8}: add it to the end of SECRET_KEYS/);
  await current.close();
  expect(() => createSeal('secret')).toThrow('SECRET_KEYS');
});
