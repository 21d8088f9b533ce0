import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KnowledgeError } from '../src/knowledge/load.ts';
import { botFrom, readMind } from './mind.ts';
import type { Adapters } from './serve.ts';
import { runTerminal } from './terminal/start.ts';

const KNOWLEDGE = join(import.meta.dirname, '..', 'knowledge');
/** Checks and builds knowledge files; it needs libraries that a bot on built knowledge starts without. */
const keeping = () => import('./knowledge.ts');

/** Loaded only when they are configured. */
const ADAPTERS: Adapters = {
  discord: async (section, parts) => (await import('./discord/start.ts')).startDiscord(section, parts),
  slack: async (section, parts) => (await import('./slack/start.ts')).startSlack(section, parts),
};

/** What looks after the store. */
const UPKEEP: ReadonlySet<string> = new Set(['backup', 'rotate-keys', 'forget']);

const OUT = {
  write: (text: string) => void process.stdout.write(text),
  complain: (text: string) => void process.stderr.write(text),
};

/** Whoever reads our output may stop early, such as "head". */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${reportOf(error)}\n`);
  process.exitCode = 2;
}

/** Runs one command line: "serve" serves what is configured, and so does "start" where anything is; all else is for the terminal. */
async function run(args: string[]): Promise<number> {
  const [command = 'chat', ...rest] = args;
  if (UPKEEP.has(command)) return lookAfter(args);
  if (command === 'start' && (rest.length > 0 || !namesPlatform())) return talk(rest);
  return command === 'start' || (command === 'serve' && rest.length === 0) ? serve() : talk(args);
}

/** Whether the environment, or the file .env beside us, names a platform at all. */
function namesPlatform(): boolean {
  readEnvFile();
  return Object.entries(process.env).some(([name, value]) => /^(SLACK|DISCORD)_/.test(name) && value);
}

function readEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

async function lookAfter(args: string[]): Promise<number> {
  readEnvFile();
  return (await import('./upkeep.ts')).runUpkeep(args, process.env, OUT);
}

/** Ends the process itself: what an adapter's library left open must not keep it. */
async function serve(): Promise<number> {
  readEnvFile();
  const { serve: serveConfigured } = await import('./serve.ts');
  return process.exit(await serveConfigured(process.env, ADAPTERS, process));
}

function talk(args: string[]): Promise<number> {
  return runTerminal(args, {
    input: process.stdin,
    ...OUT,
    person: process.stdin.isTTY === true && process.stdout.isTTY === true,
    bot: async () => botFrom(await readMind(KNOWLEDGE)),
    check: async (folder = KNOWLEDGE) => (await keeping()).mistakesIn(folder),
    build: async (folder = KNOWLEDGE) => (await keeping()).build(folder),
  });
}

/** A mistake in the knowledge is told as it is; anything else is ours and shows where it happened. */
function reportOf(error: unknown): string {
  if (error instanceof KnowledgeError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
