import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runMain } from '../child-process.ts';
import type { Call } from './stub/judge.ts';
import { ID, message, snowflake } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { type Stub, startStub } from './stub/stub.ts';

let stub: Stub;
let dataDir: string;
beforeEach(async () => {
  stub = await startStub();
  dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-killed-'));
});
afterEach(async () => {
  await stub.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = () => runMain({ DISCORD_TOKEN: 'token', DISCORD_API_URL: stub.api, DATA_DIR: dataDir });

const THREAD = snowflake();
const TALK = [
  message(`<@${ID.self}> we have 8 linux services and two engineers, where should they run?`, {
    id: THREAD,
    mentions: [ID.self],
  }),
  message('one of them runs code of our customers', { channel: THREAD }),
  message(`<@${ID.self}> it needs windows`, { channel: THREAD, by: ID.ben, mentions: [ID.self] }),
];

/** What people read in the thread, without the ids that Discord gives. */
const read = () => (stub.guild.messages.get(THREAD) ?? []).map(({ components, nonce }) => ({ components, nonce }));

const isPost = ({ path }: Call): boolean => path === `/channels/${THREAD}/messages`;
const tried = () => new Set(stub.calls.filter(isPost).map(({ body }) => (body as { nonce: string }).nonce)).size;
const answered = (count: number) => until(() => read().length, count);

/** Waits until so many are there. A post may come more than once. */
async function until(there: () => number, count: number): Promise<void> {
  while (there() < count) await stub.next('POST', new RegExp(`^/channels/${THREAD}/messages$`));
}

async function uninterrupted(): Promise<unknown[]> {
  const one = start();
  await one.logged('ready');
  for (const [at, said] of TALK.entries()) {
    stub.gateway.emit('MESSAGE_CREATE', said);
    await answered(at + 1);
  }
  one.child.kill('SIGTERM');
  expect(await one.ended).toBe(0);
  return read();
}

/** Killed after every turn: once its answer is out, or while nobody knows whether it is. */
async function killed(): Promise<unknown[]> {
  for (const [at, said] of TALK.entries()) {
    const one = start();
    await one.logged('ready');
    await answered(at);
    const unsure = at % 2 === 1;
    if (unsure) stub.fault((call) => (isPost(call) ? 'hang' : undefined));
    stub.gateway.emit('MESSAGE_CREATE', said);
    await (unsure ? until(tried, at + 1) : answered(at + 1));
    one.child.kill('SIGKILL');
    await one.ended;
    stub.mend();
  }
  return read();
}

test('killed between any two turns of a thread, it says the same as if it had never been', async () => {
  const expected = await uninterrupted();
  expect(expected).toHaveLength(TALK.length);
  await stub.stop();
  rmSync(dataDir, { recursive: true });
  stub = await startStub();
  expect(await killed()).toEqual(expected);
  expect(stub.problems).toEqual([]);
});

test('where Discord cannot be reached it says so in one line, and may be started again', async () => {
  const one = runMain({ DISCORD_TOKEN: 'token', DISCORD_API_URL: 'http://127.0.0.1:1/api', DATA_DIR: dataDir });
  expect(await one.ended).toBe(69);
  expect(one.complaint()).toBe('Discord cannot be reached (ECONNREFUSED): check the network and DISCORD_API_URL\n');
});

test.each([
  ['a refused token', () => stub.fault(() => refusal(401, 0, '401: Unauthorized'))],
  ['a token that the gateway refuses', () => stub.gateway.refuse(() => 4_004)],
])('%s ends it with one line and for good', async (_, refuse) => {
  refuse();
  const one = start();
  expect(await one.ended).toBe(78);
  const told = one.complaint() + one.output.filter((line) => line.includes('"problem"')).join('\n');
  expect(told).toMatch(/DISCORD_TOKEN is refused by Discord: reset it/);
  expect(one.output.join('') + one.complaint()).not.toContain('    at ');
});
