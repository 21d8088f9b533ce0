import { REST } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { COMMANDS } from '../../adapters/discord/commands.ts';
import { inviteLink, registerCommands } from '../../adapters/discord/register.ts';
import { problemsBySpec } from './oracle.ts';
import { ID } from './stub/payloads.ts';
import { type Stub, startStub } from './stub/stub.ts';

let stub: Stub;
let rest: REST;
beforeEach(async () => {
  stub = await startStub();
  rest = new REST({ api: stub.api }).setToken('token');
});
afterEach(async () => {
  expect(stub.problems).toEqual([]);
  await stub.stop();
});

const EVERYWHERE = { guild: undefined, dryRun: false, clear: false };
const writes = (): number => stub.calls.filter(({ method }) => method === 'PUT').length;

test('every command is one that Discord takes', () => {
  const whole = { type: 1, options: [] };
  for (const command of COMMANDS) {
    expect(problemsBySpec('ApplicationCommandUpdateRequest', command)).toEqual([]);
    expect(JSON.stringify({ ...whole, ...command }).length).toBeLessThan(8_000);
    expect(command.name).toMatch(command.type === 3 ? /^.{1,32}$/ : /^[-_'\p{L}\p{N}]{1,32}$/u);
  }
});

interface Option {
  required?: boolean;
  autocomplete?: boolean;
  choices?: object[];
}

test('required options come first, and no option has choices beside completion', () => {
  const [{ options = [] } = {}] = COMMANDS as { options?: { options?: Option[] }[] }[];
  for (const { options: inner = [] } of options) {
    const required = inner.map((option) => option.required ?? false);
    expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
    expect(inner.filter(({ autocomplete, choices }) => autocomplete && choices)).toEqual([]);
  }
});

test('registering twice writes nothing the second time', async () => {
  expect(await registerCommands(rest, EVERYWHERE)).toEqual([
    'everywhere: added vm-or-container, VM or container?, Remove this answer',
  ]);
  expect(writes()).toBe(1);
  expect(await registerCommands(rest, EVERYWHERE)).toEqual(['nothing to do: Discord has exactly these commands']);
  expect(writes()).toBe(1);
});

test('a dry run says what it would do and writes nothing', async () => {
  expect(await registerCommands(rest, { ...EVERYWHERE, dryRun: true })).toEqual([
    expect.stringContaining('would have added vm-or-container'),
  ]);
  expect(writes()).toBe(0);
});

test('what differs is written: a description, an option too many, a command that is not ours', async () => {
  await registerCommands(rest, EVERYWHERE);
  const [first, second, third] = stub.guild.commands.get('') as { description?: string; options?: object[] }[];
  stub.guild.commands.set('', [
    { ...first, description: 'old' },
    { ...second, options: [{ type: 3, name: 'more', description: 'one too many' }] },
    { ...third, name: 'other' },
  ]);
  expect(await registerCommands(rest, EVERYWHERE)).toEqual([
    'everywhere: added Remove this answer',
    'everywhere: changed vm-or-container, VM or container?',
    'everywhere: removed other',
  ]);
  expect(await registerCommands(rest, EVERYWHERE)).toEqual([expect.stringContaining('nothing to do')]);
});

test('from one server to everywhere leaves no command twice', async () => {
  await registerCommands(rest, { ...EVERYWHERE, guild: ID.guild });
  expect(stub.guild.commands.get(`/guilds/${ID.guild}`)).toHaveLength(3);
  await registerCommands(rest, EVERYWHERE);
  expect(stub.guild.commands.get(`/guilds/${ID.guild}`)).toEqual([]);
  expect(stub.guild.commands.get('')).toHaveLength(3);
  expect(await registerCommands(rest, { ...EVERYWHERE, clear: true })).toHaveLength(1);
  expect(stub.guild.commands.get('')).toEqual([]);
});

test('registered everywhere, commands are removed from every server, however many there are', async () => {
  stub.guild.servers = Array.from({ length: 5 }, (_, at) => String(BigInt(ID.guild) + BigInt(at)));
  stub.guild.serversAtOnce = 2;
  const last = stub.guild.servers.at(-1) ?? '';
  await registerCommands(rest, { ...EVERYWHERE, guild: last });
  const asked = await registerCommands(rest, { ...EVERYWHERE, dryRun: true });
  expect(asked).toContain(`server ${last}: would have removed vm-or-container, VM or container?, Remove this answer`);
});

test('the invitation asks for what is needed and not for administration', async () => {
  const link = new URL(await inviteLink(rest));
  expect(link.searchParams.get('scope')).toBe('bot applications.commands');
  const permissions = BigInt(link.searchParams.get('permissions') ?? '');
  expect(permissions & 8n).toBe(0n);
  expect(permissions).toBe((1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 35n) | (1n << 38n));
});
