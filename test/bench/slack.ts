import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSlack } from './slack-peer.ts';
import { BARE, OURS, type Server, startServer, stop } from './slack-servers.ts';
import { GOAL_COLUMNS, goal, printTable, round } from './table.ts';
import { median, quantile } from './timing.ts';

const ROUNDS = 3;
const STARTS = 5;
const ACK_MS = 1;
const CPU_RATIO = 0.6;
const READY_RATIO = 1.5;
const RSS_MB = 130;

interface Round {
  /** Ms of each command, and of each event until its answer is posted. */
  acks: number[];
  turns: number[];
  /** Microseconds of the processor a turn, with some at once. */
  cpu: number;
}

/** Our whole process and a bare Bolt app, in turns, between the same signed requests and the same Web API on loopback. */
export async function measureSlack(): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'bench-slack-'));
  const slack = await startSlack();
  const start = async (): Promise<readonly [Server, Server]> => [
    await startServer(OURS, slack, place),
    await startServer(BARE, slack, place),
  ];
  const starts = await inTurns(STARTS, async () => {
    const servers = await start();
    for (const server of servers) await stop(server);
    return servers;
  });
  const [ours, bare] = await start();
  const rounds = await inTurns(ROUNDS, async () => [await slack.drive(ours), await slack.drive(bare)] as const);
  for (const server of [ours, bare]) await stop(server);
  await slack.close();
  rmSync(place, { recursive: true, force: true });
  show(starts, rounds);
}

/** The first time warms up: modules are compiled, code is made fast. */
async function inTurns<Value>(times: number, run: () => Promise<readonly [Value, Value]>): Promise<Both<Value>> {
  const pairs: (readonly [Value, Value])[] = [];
  for (let at = 0; at <= times; at += 1) pairs.push(await run());
  const counted = pairs.slice(1);
  return { ours: counted.map(([ours]) => ours), bare: counted.map(([, bare]) => bare) };
}

interface Both<Value> {
  ours: Value[];
  bare: Value[];
}

function show(starts: Both<Server>, rounds: Both<Round>): void {
  const best = (kind: 'acks' | 'turns', share: number, of: Round[]) =>
    median(of.map((one) => quantile(one[kind], share)));
  const compared = (name: string, unit: string, ours: number, bare: number) => [
    name,
    round(ours),
    unit,
    '',
    `${round(ours / bare)} × bare Bolt (${round(bare)})`,
  ];
  const row = (name: string, kind: 'acks' | 'turns', share: number) =>
    compared(name, 'ms', best(kind, share, rounds.ours), best(kind, share, rounds.bare));
  const cpu = [rounds.ours, rounds.bare].map((of) => median(of.map((one) => one.cpu))) as [number, number];
  const ready = [starts.ours, starts.bare].map((of) => median(of.map((one) => one.ready))) as [number, number];
  const ratios = rounds.ours.map(({ cpu: mine }, at) => mine / (rounds.bare[at]?.cpu ?? Number.NaN));
  printTable(
    `Slack (${ROUNDS} rounds in turns with a bare Bolt app that says "ok"; ours on SQLite, durable)`,
    GOAL_COLUMNS,
    [
      goal('command to acknowledgement, p50', best('acks', 0.5, rounds.ours), ACK_MS, 'ms'),
      row('the same', 'acks', 0.5),
      row('command to acknowledgement, p99', 'acks', 0.99),
      row('event to posted answer, p50', 'turns', 0.5),
      row('event to posted answer, p99', 'turns', 0.99),
      compared('processor time of a turn', 'µs', ...cpu),
      goal('the same, to bare Bolt', median(ratios), CPU_RATIO, '×'),
      compared('start of the process to ready', 'ms', ...ready),
      goal('the same, to bare Bolt', ready[0] / ready[1], READY_RATIO, '×'),
      goal('resident memory when idle', median(starts.ours.map(({ rss }) => rss)), RSS_MB, 'MB'),
    ],
  );
}
