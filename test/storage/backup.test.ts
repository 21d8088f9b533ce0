import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { backUp } from '../../adapters/storage/backup.ts';
import { fileIn, openStore } from '../../adapters/storage/store.ts';
import { TENANT, taking, turn } from './said.ts';
import { KEYS } from './site.ts';

const home = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
const open = (dataDir: string) => openStore({ dataDir, secretKeys: KEYS[0], log: { warn: () => undefined } });
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a backup of a store in use holds all that was committed, and can be put in its place', async () => {
  const dataDir = join(home, 'used');
  const target = join(home, 'backup.db');
  const store = await open(dataDir);
  await store.answer(turn(1), taking(turn(1)));
  await store.install(TENANT, { secret: 'xoxb-canary', installedAt: 1 });
  const writes = Array.from({ length: 200 }, (_, at) => store.admit(turn(at + 2)));
  await backUp(dataDir, target);
  await Promise.all(writes);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(readFileSync(target).includes('xoxb-canary')).toBe(false);
  await store.close();

  const restored = join(home, 'restored');
  mkdirSync(dirname(fileIn(restored)));
  renameSync(target, fileIn(restored));
  const again = await open(restored);
  expect(await again.admit(turn(1))).toBe('repeated');
  expect(await again.installation(TENANT)).toEqual({ secret: 'xoxb-canary', installedAt: 1 });
  await again.close();
});

test('a backup is refused where there is nothing, or something already', async () => {
  const dataDir = join(home, 'other');
  await expect(backUp(dataDir, join(home, 'new.db'))).rejects.toThrow(`there is no ${fileIn(dataDir)} to back up`);
  await (await open(dataDir)).close();
  await expect(backUp(dataDir, fileIn(dataDir))).rejects.toThrow('exists already: name a new file');
  const nowhere = join(home, 'no-such-folder', 'new.db');
  await expect(backUp(dataDir, nowhere)).rejects.toThrow(`${nowhere} cannot be written`);
});
