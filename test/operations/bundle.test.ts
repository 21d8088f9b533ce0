import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNode } from '../child-process.ts';
import { startStub as startDiscord } from '../discord/stub/stub.ts';
import { startStub as startSlack } from '../slack/stub.ts';
import { asDeployed, type Program } from './recipe.ts';

const ROOT = join(import.meta.dirname, '..', '..');
// Not within the repository: it must find no libraries beside it.
const folder = mkdtempSync(join(tmpdir(), 'vm-or-container-image-'));
let program: Program;
beforeAll(() => {
  program = asDeployed(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the bot as the image does. */
async function bot(
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<{ code: number; said: string }> {
  const { cwd, env, args: own } = program;
  return promisify(execFile)(process.execPath, [...own, ...args], { cwd, env: { ...env, ...more } }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, said: stdout + stderr }),
  );
}

test('the licence of every library is with it', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const licences = `\n${readFileSync(join(folder, 'LICENSES'), 'utf8')}`;
  const missing = Object.keys(dependencies).filter((name) => !licences.includes(`\n${name} ${dependencies[name]} (`));
  expect(missing).toEqual([]);
});

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'x', SLACK_API_URL: 'http://127.0.0.1:9/' };
const discord = { DISCORD_TOKEN: 'x', DISCORD_API_URL: 'http://127.0.0.1:9/' };

test.each<[string, string[], Record<string, string>, number, string]>([
  ['an answer', ['ask', 'what is a hypervisor'], {}, 0, 'Hypervisor'],
  ['what to set', ['serve'], {}, 78, 'DISCORD_TOKEN'],
  ['Slack', ['serve'], slack, 69, 'Slack cannot be reached'],
  ['Discord', ['serve'], discord, 69, 'Discord cannot be reached'],
  ['PostgreSQL', ['serve'], { ...discord, DATABASE_URL: 'postgres://u:p@127.0.0.1:9/d' }, 69, 'PostgreSQL'],
  ['upkeep', ['backup', 'copy.db'], { DATA_DIR: 'nowhere' }, 69, 'to back up: see DATA_DIR'],
  ['the check of knowledge', ['knowledge', 'check', 'nowhere'], {}, 1, 'cannot read nowhere'],
])('it has all that it needs for %s', async (_, args, env, code, said) => {
  expect(await bot(args, { WEB_PORT: '0', ...env })).toMatchObject({ code, said: expect.stringContaining(said) });
});

test('it serves Slack and Discord', async () => {
  const [toSlack, toDiscord] = await Promise.all([startSlack(), startDiscord(false)]);
  const addresses = { SLACK_API_URL: toSlack.url, DISCORD_API_URL: toDiscord.api };
  const settings = { ...program.env, ...slack, ...discord, ...addresses, PORT: '0', WEB_PORT: '0' };
  const one = runNode([join(folder, 'adapters', 'main.js'), 'serve'], settings);
  expect(await one.logged('ready')).toMatchObject({ adapters: expect.arrayContaining(['slack', 'discord']) });
  one.child.kill('SIGTERM');
  expect(await one.ended).toBe(0);
  await Promise.all([toSlack.close(), toDiscord.stop()]);
});

test('it reads knowledge aside', async () => {
  const file = join(folder, 'adapters', 'reading.js');
  const thread = new Worker(file, { workerData: { folder: join(folder, 'knowledge') } });
  const [{ mind }] = await once(thread, 'message');
  expect(mind.version).toMatch(/^[0-9a-f]{12}$/);
});

test('what Node compiled while the image was made is used, and left as it is', async () => {
  const { said } = await bot(['serve'], { ...slack, ...discord, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' });
  const told = (words: RegExp) => said.split('\n').filter((line) => line.includes(folder) && words.test(line));
  for (const part of ['main', 'serve', 'slack', 'discord'])
    expect(told(new RegExp(`/adapters/${part}\\.js was accepted`)).length, part).toBe(1);
  expect(told(/rejected|not initialized|writing cache/)).toEqual([]);
});
