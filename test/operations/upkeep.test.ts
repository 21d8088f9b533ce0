import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../adapters/storage/store.ts';
import { runUpkeep } from '../../adapters/upkeep.ts';
import { ANA, BEN, TENANT, turn } from '../storage/said.ts';
import { KEYS } from '../storage/site.ts';

const folder = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
const dataDir = join(folder, 'data');
const open = (secretKeys: string, place = dataDir) =>
  openStore({ dataDir: place, secretKeys, log: { warn: () => {} } });

/** Runs one command line; what it wrote, what it complained of, and its code. */
async function run(args: string[], env: Record<string, string> = {}) {
  const written: string[] = [];
  const complaints: string[] = [];
  const out = {
    write: (text: string) => void written.push(text),
    complain: (text: string) => void complaints.push(text),
  };
  const code = await runUpkeep(args, { DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env }, out);
  return { code, out: written.join(''), err: complaints.join('') };
}

beforeAll(async () => {
  const store = await open(KEYS[0]);
  await store.install(TENANT, { secret: 'a token', installedAt: 1 });
  await store.admit(turn(1));
  await store.admit(turn(2, { speaker: BEN, thread: 'slack:T1:C1:other' }));
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('"backup" copies the file, also while it is in use', async () => {
  const store = await open(KEYS[0]);
  const copy = join(folder, 'copy', 'vm-or-container.db');
  await store.keep(TENANT, 'setting', 'x', { value: 'kept' });
  const target = join(folder, 'vm-or-container.db');
  expect(await run(['backup', target])).toEqual({ code: 0, out: `wrote ${target}\n`, err: '' });
  await store.close();
  expect(await run(['backup', target])).toMatchObject({ code: 69, err: expect.stringContaining('exists already') });
  expect((await run(['backup', copy])).code).toBe(69);
  const restored = await open(KEYS[0], folder);
  expect(await restored.kept(TENANT, 'setting', 'x')).toEqual({ value: 'kept' });
  expect(await restored.installation(TENANT)).toEqual({ secret: 'a token', installedAt: 1 });
  await restored.close();
});

test('"rotate-keys" seals with the first key what another has sealed', async () => {
  const ring = { SECRET_KEYS: `${KEYS[1]},${KEYS[0]}` };
  expect(await run(['rotate-keys'], ring)).toEqual({ code: 0, out: 'sealed 1 secrets with the first key\n', err: '' });
  expect((await run(['rotate-keys'], ring)).out).toBe('sealed 0 secrets with the first key\n');
  const store = await open(KEYS[1]);
  expect(await store.installation(TENANT)).toMatchObject({ secret: 'a token' });
  await store.close();
});

test('"forget" removes a person, and then the whole workspace', async () => {
  expect(await run(['forget', '--tenant', TENANT, '--user', ANA])).toMatchObject({
    code: 0,
    out: `forgot ${ANA} in ${TENANT}\n`,
  });
  const store = await open(KEYS[1]);
  expect((await store.backlog()).turns).toBe(1);
  expect(await store.installation(TENANT)).toBeDefined();
  await store.close();
  expect(await run(['forget', '--tenant', TENANT])).toMatchObject({ code: 0, out: `forgot ${TENANT}\n` });
  const after = await open(KEYS[1]);
  expect([(await after.backlog()).turns, await after.installation(TENANT)]).toEqual([0, undefined]);
  await after.close();
});

test('what is in use by another process is left alone', async () => {
  const store = await open(KEYS[1]);
  expect(await run(['forget', '--tenant', TENANT])).toMatchObject({
    code: 69,
    err: expect.stringContaining('used by another'),
  });
  await store.close();
});

test.each<[string[], Record<string, string>, number, string]>([
  [['backup'], {}, 2, 'needs the name of one new file\n\nlooks after what is stored'],
  [['backup', 'a', 'b'], {}, 2, 'needs the name of one new file'],
  [['backup', '/tmp/x'], { DATABASE_URL: 'postgres://a:b@c/d' }, 78, 'its own pg_dump'],
  [['backup', '/tmp/x'], { DATA_DIR: '/nowhere' }, 69, 'there is no /nowhere/vm-or-container.db'],
  [['backup', '/tmp/x', '--tenant', 'slack:T1'], {}, 2, 'needs the name of one new file'],
  [['rotate-keys'], {}, 78, 'SECRET_KEYS is missing'],
  [['rotate-keys', 'now'], {}, 2, 'takes no "now"'],
  [['rotate-keys'], { SECRET_KEYS: 'short' }, 78, 'SECRET_KEYS key 1 is not 32 bytes'],
  [['forget'], {}, 2, '"forget" needs --tenant'],
  [['forget', '--tenant', 'T1'], {}, 2, '"forget" needs --tenant'],
  [['forget', '--tenant', 'slack:T1', '--user'], {}, 2, "Option '--user"],
  [['forget', '--all'], {}, 2, "Unknown option '--all'"],
  [
    ['forget', '--tenant', 'slack:T1'],
    { DATA_DIR: '/nowhere' },
    78,
    'there is no /nowhere/vm-or-container.db: see DATA_DIR',
  ],
])('%j with %j ends with %i: %s', async (args, env, code, told) => {
  const { err, ...rest } = await run(args, env);
  expect(rest).toEqual({ code, out: '' });
  expect(err).toContain(told);
});
