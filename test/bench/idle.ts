import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileIn, openStore } from '../../adapters/storage/store.ts';
import { startStub as startDiscord } from '../discord/stub/stub.ts';
import { startStub as startSlack } from '../slack/stub.ts';
import { storedConversations } from './stored.ts';
import { GOAL_COLUMNS, goal, printTable } from './table.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** What `npm start` gives to Node. */
const [, ...START] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts.start.split(' ');
/** After it is ready the process is left alone for so long, ms. */
const SETTLE = 4_000;
const GOALS = { slack: 130, both: 150, more: 10 };
const STORED = [10_000, 100_000];

/** The resident memory of the real program when nobody says anything, in all the ways it is run; the platforms are stubs. */
export async function measureIdle(): Promise<void> {
  const [slack, discord] = await Promise.all([startSlack(), startDiscord()]);
  const slackOnly = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'x', SLACK_API_URL: slack.url, PORT: '0' };
  const both = { ...slackOnly, DISCORD_TOKEN: 'x', DISCORD_API_URL: discord.api };
  const cache = mkdtempSync(join(tmpdir(), 'bench-compiled-'));
  const weigh = async (settings: Record<string, string>, stored = 0) =>
    weightOf({ ...settings, NODE_COMPILE_CACHE: cache }, stored);
  await weigh(both);
  const empty = await weigh(slackOnly);
  const rows = [
    goal('Slack', empty, GOALS.slack, 'MB'),
    goal('Slack and Discord', await weigh(both), GOALS.both, 'MB'),
  ];
  for (const stored of STORED)
    rows.push(
      goal(
        `Slack, more with ${stored} stored conversations`,
        (await weigh(slackOnly, stored)) - empty,
        GOALS.more,
        'MB',
      ),
    );
  printTable('6. Resident memory of the program at rest (1 MB = 1,000,000 bytes)', GOAL_COLUMNS, rows);
  rmSync(cache, { recursive: true });
  await Promise.all([slack.close(), discord.stop()]);
}

/** In MB, in a process of its own on so many stored conversations. */
async function weightOf(settings: Record<string, string>, stored: number): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  await fill(dataDir, stored);
  const env = { PATH: process.env.PATH, ...settings, DATA_DIR: dataDir, WEB_PORT: '0' };
  const child = spawn(process.execPath, START, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) if (JSON.parse(line).msg === 'ready') break;
  await new Promise((resolve) => setTimeout(resolve, SETTLE));
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  rmSync(dataDir, { recursive: true });
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024) / 1e6;
}

async function fill(dataDir: string, stored: number): Promise<void> {
  await (await openStore({ dataDir, log: { warn: () => undefined } })).close();
  const raw = new DatabaseSync(fileIn(dataDir));
  if (stored > 0) for (const statement of storedConversations(1, stored)) raw.exec(statement);
  raw.close();
}
