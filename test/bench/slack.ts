import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Form, NAMED, programsIn } from './programs.ts';
import { startSlack } from './slack-peer.ts';
import { bareBolt, type Server, startServer, stop } from './slack-servers.ts';
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

/**
 * Our whole process and a bare Bolt app, in turns, between the same signed requests and the same Web API on loopback. Node
 * keeps what it compiles for all of them.
 */
export async function measureSlack(): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'bench-slack-'));
  const slack = await startSlack();
  const programs = { ...programsIn(place), bare: bareBolt(place) };
  const starts = await inTurns(STARTS, programs, async (program) => {
    const server = await startServer(program, slack, place);
    await stop(server);
    return server;
  });
  const servers = {
    deployed: await startServer(programs.deployed, slack, place),
    bare: await startServer(programs.bare, slack, place),
  };
  const rounds = await inTurns(ROUNDS, servers, (server) => slack.drive(server));
  for (const server of Object.values(servers)) await stop(server);
  await slack.close();
  rmSync(place, { recursive: true, force: true });
  showTurns(rounds);
  showStarts(starts);
}

/** Each in turn, so many times. The first time warms up and does not count: modules are compiled, code is made fast. */
async function inTurns<Name extends string, One, Value>(
  times: number,
  ones: Record<Name, One>,
  run: (one: One) => Promise<Value>,
): Promise<Record<Name, Value[]>> {
  const names = Object.keys(ones) as Name[];
  const values = Object.fromEntries(names.map((name): [Name, Value[]] => [name, []])) as Record<Name, Value[]>;
  for (let at = 0; at <= times; at += 1) for (const name of names) values[name].push(await run(ones[name]));
  for (const name of names) values[name].shift();
  return values;
}

const compared = (name: string, unit: string, ours: number, bare: number): string[] => [
  name,
  round(ours),
  unit,
  '',
  `${round(ours / bare)} × bare Bolt (${round(bare)})`,
];

function showTurns(rounds: Record<'deployed' | 'bare', Round[]>): void {
  const best = (kind: 'acks' | 'turns', share: number, of: Round[]) =>
    median(of.map((one) => quantile(one[kind], share)));
  const row = (name: string, kind: 'acks' | 'turns', share: number) =>
    compared(name, 'ms', best(kind, share, rounds.deployed), best(kind, share, rounds.bare));
  const cpuOf = (of: Round[]) => median(of.map((one) => one.cpu));
  const ratios = rounds.deployed.map(({ cpu: mine }, at) => mine / (rounds.bare[at]?.cpu ?? Number.NaN));
  printTable(
    `Slack, as deployed (${ROUNDS} rounds in turns with a bare Bolt app that says "ok"; ours on SQLite, durable)`,
    GOAL_COLUMNS,
    [
      goal('command to acknowledgement, p50', best('acks', 0.5, rounds.deployed), ACK_MS, 'ms'),
      row('the same', 'acks', 0.5),
      row('command to acknowledgement, p99', 'acks', 0.99),
      row('event to posted answer, p50', 'turns', 0.5),
      row('event to posted answer, p99', 'turns', 0.99),
      compared('processor time of a turn', 'µs', cpuOf(rounds.deployed), cpuOf(rounds.bare)),
      goal('the same, to bare Bolt', median(ratios), CPU_RATIO, '×'),
    ],
  );
}

function showStarts(starts: Record<Form | 'bare', Server[]>): void {
  const ready = (who: Form | 'bare') => median(starts[who].map((one) => one.ready));
  const rss = (who: Form | 'bare') => median(starts[who].map((one) => one.rss));
  const rows = (['sources', 'deployed'] as const).map((form) =>
    compared(`${NAMED[form]}: start of the process to ready`, 'ms', ready(form), ready('bare')),
  );
  printTable(
    `Slack, starting (median of ${STARTS} in turns; bare Bolt is plain JavaScript, compiled before like ours)`,
    GOAL_COLUMNS,
    [
      ...rows,
      goal('as deployed, to bare Bolt', ready('deployed') / ready('bare'), READY_RATIO, '×'),
      compared('npm start: resident memory when idle', 'MB', rss('sources'), rss('bare')),
      goal('as deployed: resident memory when idle', rss('deployed'), RSS_MB, 'MB'),
    ],
  );
}
