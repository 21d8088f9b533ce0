import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { programsIn } from '../bench/programs.ts';
import { GOAL_COLUMNS, goal, printTable, round } from '../bench/table.ts';
import { median, quantile } from '../bench/timing.ts';
import { runNode } from '../child-process.ts';
import type { Program } from '../operations/recipe.ts';
import { message, slash, snowflake } from './stub/payloads.ts';
import { type Stub, startStub } from './stub/stub.ts';
import { createWorld } from './world.ts';

const ROUNDS = 3;
const TURNS = 150;
const WARM_UP = 50;
const STARTS = 7;
const READY_MS = 600;
const RSS_MB = 150;
const IDLE_MS = 1_000;

interface Times {
  slash: number[];
  message: number[];
}

/** Commands and messages through loopback against a client that says "ok" to both, and what a process needs to be ready. */
export async function measureDiscord(): Promise<void> {
  const ours: Times = { slash: [], message: [] };
  const bare: Times = { slash: [], message: [] };
  for (let at = 0; at < ROUNDS; at += 1) {
    add(bare, await timeBare());
    add(ours, await timeOurs());
  }
  const row = (name: string, kind: keyof Times, share: number) => {
    const [mine, theirs] = [quantile(ours[kind], share), quantile(bare[kind], share)];
    return [name, round(mine), 'ms', '', `${round(mine / theirs)} × a bare client (${round(theirs)} ms)`];
  };
  printTable(
    `5. Discord (${ROUNDS} × ${TURNS} turns over loopback, on SQLite; the bare client replies "ok")`,
    GOAL_COLUMNS,
    [
      row('command to reply, p50', 'slash', 0.5),
      row('command to reply, p99', 'slash', 0.99),
      row('message to answer, p50', 'message', 0.5),
      row('message to answer, p99', 'message', 0.99),
      ...(await startRows()),
    ],
  );
}

function add(all: Times, { slash: slashes, message: messages }: Times): void {
  all.slash.push(...slashes);
  all.message.push(...messages);
}

async function startRows() {
  const slack = await slackThatKnowsUs();
  const both = { SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_SIGNING_SECRET: 'bench', SLACK_API_URL: slack.url, PORT: '0' };
  const place = mkdtempSync(join(tmpdir(), 'bench-discord-'));
  const { sources, deployed } = programsIn(place);
  const kinds = {
    alone: () => startProcess(deployed, {}),
    both: () => startProcess(deployed, both),
    sources: () => startProcess(sources, both),
  };
  const starts: Record<keyof typeof kinds, Start[]> = { alone: [], both: [], sources: [] };
  // The first start compiles.
  for (let at = 0; at <= STARTS; at += 1)
    for (const kind of ['alone', 'both', 'sources'] as const) starts[kind].push(await kinds[kind]());
  slack.server.close();
  rmSync(place, { recursive: true });
  const of = (kind: keyof typeof starts, figure: keyof Start) =>
    median(starts[kind].slice(1).map((one) => one[figure]));
  return [
    ['as deployed: Discord alone, ready from the start of the process', round(of('alone', 'ready')), 'ms', '', ''],
    ['as deployed: Discord alone, resident memory when idle', round(of('alone', 'rss')), 'MB', '', ''],
    goal('as deployed: Slack and Discord, ready', of('both', 'ready'), READY_MS, 'ms'),
    goal('as deployed: Slack and Discord, resident memory when idle', of('both', 'rss'), RSS_MB, 'MB'),
    ['npm start: Slack and Discord, ready', round(of('sources', 'ready')), 'ms', '', ''],
    ['npm start: Slack and Discord, resident memory when idle', round(of('sources', 'rss')), 'MB', '', ''],
  ];
}

/** Slack as far as a bot needs it that only starts. */
async function slackThatKnowsUs(): Promise<{ server: Server; url: string }> {
  const known = { ok: true, url: '', team: 'T', user: 'bot', team_id: 'T1', user_id: 'U1', bot_id: 'B1' };
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/` };
}

async function timeOurs(): Promise<Times> {
  const world = await createWorld(false);
  await world.run();
  const times = await timeTurns(world.stub);
  await world.end();
  return times;
}

async function timeBare(): Promise<Times> {
  const stub = await startStub(false);
  const { Guilds, DirectMessages } = GatewayIntentBits;
  const client = new Client({ intents: [Guilds, DirectMessages], rest: { api: stub.api } });
  client.on(Events.InteractionCreate, (interaction) => void (interaction.isRepliable() && interaction.reply('ok')));
  // Raw, because a client drops direct messages of channels that it does not know of.
  client.on(Events.Raw, ({ t, d }: { t: string; d: { channel_id: string } }) => {
    if (t === 'MESSAGE_CREATE')
      void client.rest.post(`/channels/${d.channel_id}/messages`, { body: { content: 'ok' } });
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login('token');
  await ready;
  const times = await timeTurns(stub);
  await client.destroy();
  await stub.stop();
  return times;
}

async function timeTurns(stub: Stub): Promise<Times> {
  const times: Times = { slash: [], message: [] };
  for (let at = 0; at < WARM_UP + TURNS; at += 1) {
    // A talk of its own for each, or it would be kept quiet as noise.
    const channel = snowflake();
    const asked = slash('ask', { question: 'is docker faster to start than a vm?' });
    const said = message('is docker faster to start than a vm?', { guild: undefined, channel });
    times.slash.push(await timeOne(stub, 'INTERACTION_CREATE', asked, new RegExp(`/interactions/${asked.id}/`)));
    times.message.push(await timeOne(stub, 'MESSAGE_CREATE', said, new RegExp(`/channels/${channel}/messages`)));
  }
  return { slash: times.slash.slice(WARM_UP), message: times.message.slice(WARM_UP) };
}

async function timeOne({ gateway, next }: Stub, event: string, data: object, path: RegExp): Promise<number> {
  const start = performance.now();
  gateway.emit(event, data);
  await next('POST', path);
  return performance.now() - start;
}

interface Start {
  /** Ms from the start of the process until it says it is ready. */
  ready: number;
  /** MB of 1,000,000 bytes. */
  rss: number;
}

/** The whole bot in one of the ways it is run, connected to a loopback Discord. */
async function startProcess({ args, cwd, env }: Program, more: Record<string, string>): Promise<Start> {
  const stub = await startStub(false);
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-discord-'));
  const start = performance.now();
  const settings = { DATA_DIR: dataDir, WEB_PORT: '0', DISCORD_TOKEN: 'token', DISCORD_API_URL: stub.api, ...more };
  const one = runNode(args, { ...env, ...settings }, cwd);
  await one.logged('ready');
  const ready = performance.now() - start;
  await pause(IDLE_MS);
  const [, pages = '0'] = readFileSync(`/proc/${one.child.pid}/statm`, 'utf8').split(' ');
  one.child.kill('SIGTERM');
  await one.ended;
  await stub.stop();
  rmSync(dataDir, { recursive: true, force: true });
  return { ready, rss: (Number(pages) * 4_096) / 1e6 };
}
