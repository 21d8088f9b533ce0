import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileIn, openStore } from '../../adapters/storage/store.ts';
import { startStub as startDiscord } from '../discord/stub/stub.ts';
import type { Program } from '../operations/recipe.ts';
import { startStub as startSlack } from '../slack/stub.ts';
import { programsIn } from './programs.ts';
import { storedConversations } from './stored.ts';
import { GOAL_COLUMNS, goal, printTable, round } from './table.ts';

/** After it is ready the process is left alone for so long, ms. */
const SETTLE = 4_000;
const GOALS = { slack: 130, both: 150, more: 10 };
const STORED = [10_000, 100_000];

/** The resident memory of the real program when nobody says anything, in all the ways it is run; the platforms are stubs. */
export async function measureIdle(): Promise<void> {
  const [slack, discord] = await Promise.all([startSlack(), startDiscord()]);
  const slackOnly = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'x', SLACK_API_URL: slack.url, PORT: '0' };
  const both = { ...slackOnly, DISCORD_TOKEN: 'x', DISCORD_API_URL: discord.api };
  const place = mkdtempSync(join(tmpdir(), 'bench-idle-'));
  const { sources, deployed } = programsIn(place);
  // The first start compiles.
  await weightOf(sources, both, 0);
  const empty = await weightOf(deployed, slackOnly, 0);
  const rows = [
    goal('as deployed: Slack', empty, GOALS.slack, 'MB'),
    goal('as deployed: Slack and Discord', await weightOf(deployed, both, 0), GOALS.both, 'MB'),
    ['npm start: Slack', round(await weightOf(sources, slackOnly, 0)), 'MB', '', ''],
    ['npm start: Slack and Discord', round(await weightOf(sources, both, 0)), 'MB', '', ''],
  ];
  for (const stored of STORED)
    rows.push(
      goal(
        `as deployed: Slack, more with ${stored} stored conversations`,
        (await weightOf(deployed, slackOnly, stored)) - empty,
        GOALS.more,
        'MB',
      ),
    );
  printTable('6. Resident memory of the program at rest (1 MB = 1,000,000 bytes)', GOAL_COLUMNS, rows);
  rmSync(place, { recursive: true });
  await Promise.all([slack.close(), discord.stop()]);
}

/** In MB, in a process of its own on so many stored conversations. */
async function weightOf(
  { args, cwd, env: own }: Program,
  settings: Record<string, string>,
  stored: number,
): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  await fill(dataDir, stored);
  const env = { PATH: process.env.PATH, ...own, ...settings, DATA_DIR: dataDir, WEB_PORT: '0' };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
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
