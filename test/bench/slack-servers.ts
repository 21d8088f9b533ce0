import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Program } from '../operations/recipe.ts';
import { SECRET } from '../slack/signed.ts';
import { TOKEN } from '../slack/stub.ts';
import { fromSource } from './programs.ts';

export interface Server {
  child: ChildProcess;
  address: string;
  /** Ms from the start of the process until it says that it is ready. */
  ready: number;
  /** MB of 1,000,000 bytes, a second after it was ready. */
  rss: number;
}

/** The least that a bot on Bolt does. */
export const bareBolt = (place: string): Program =>
  fromSource(place, [join(import.meta.dirname, '..', 'slack', 'bare-bolt.js')]);

const SETTLED = 1_000;
const PAGE = 4_096;
const MANY = '999999';

/** Starts a program on the Web API given; its data are kept in a place. */
export async function startServer(
  { args, cwd, env: own }: Program,
  slack: { url: string },
  place: string,
): Promise<Server> {
  const env = {
    PATH: process.env.PATH,
    ...own,
    HOST: '127.0.0.1',
    DATA_DIR: join(place, 'data'),
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.url,
    PORT: '0',
    WEB_PORT: '0',
    FAIR_USE_PERSON: MANY,
    FAIR_USE_CHANNEL: MANY,
    FAIR_USE_WORKSPACE: MANY,
  };
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let port = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line);
    if (entry.msg === 'listening') ({ port } = entry);
    if (entry.msg === 'ready') break;
  }
  const ready = performance.now() - start;
  // Whoever leaves its log unread makes it wait.
  child.stdout.resume();
  await new Promise((resolve) => void setTimeout(resolve, SETTLED));
  const [, pages = '0'] = readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ');
  return { child, address: `http://127.0.0.1:${port}/slack/events`, ready, rss: (Number(pages) * PAGE) / 1e6 };
}

export async function stop({ child }: Server): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
const TICK_US = 10_000;

/** The processor time that a process has used, in microseconds. */
export function cpuOf({ child }: Server): number {
  const [, fields = ''] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number) as [number, number];
  return (user + system) * TICK_US;
}
