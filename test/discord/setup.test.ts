import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runNode } from '../child-process.ts';
import { ID } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { type Stub, startStub } from './stub/stub.ts';

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(async () => {
  expect(stub.problems).toEqual([]);
  await stub.stop();
});

const SETUP = join(import.meta.dirname, '..', '..', 'adapters', 'discord', 'setup.ts');

async function run(words: string[], env: Record<string, string> = { DISCORD_TOKEN: 'token' }) {
  const { output, complaint, ended } = runNode([SETUP, ...words], { DISCORD_API_URL: stub.api, ...env });
  return { code: await ended, output, complaint: complaint() };
}

test('commands are registered in one server, and cleared there again', async () => {
  const done = await run(['commands', '--guild', ID.guild]);
  expect(done).toMatchObject({ code: 0, complaint: '' });
  expect(done.output).toEqual([`server ${ID.guild}: added vm-or-container, VM or container?, Remove this answer`]);
  expect(stub.guild.commands.get(`/guilds/${ID.guild}`)).toHaveLength(3);
  expect((await run(['commands', '--clear'], { DISCORD_TOKEN: 'token', DISCORD_GUILD_ID: ID.guild })).code).toBe(0);
  expect(stub.guild.commands.get(`/guilds/${ID.guild}`)).toEqual([]);
});

test('what it cannot do it says in a line or two, and ends with 78', async () => {
  const [missing, misused, unknown] = await Promise.all([
    run(['commands'], {}),
    run([]),
    run(['commands', '--everything']),
  ]);
  expect(missing).toMatchObject({ code: 78, complaint: expect.stringMatching(/^DISCORD_TOKEN is missing: .+\n$/) });
  expect(misused.complaint).toContain('npm run discord:commands -- [--guild ID]');
  expect(unknown.complaint).toContain('npm run discord:commands -- [--guild ID]');
  expect([misused.code, unknown.code]).toEqual([78, 78]);
  stub.fault(() => refusal(401, 0, '401: Unauthorized'));
  const refused = await run(['invite']);
  expect(refused).toMatchObject({ code: 78, complaint: expect.stringMatching(/^DISCORD_TOKEN is refused .+\n$/) });
});
