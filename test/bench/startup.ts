import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GOAL_COLUMNS, goal, printTable, round } from './table.ts';
import { median } from './timing.ts';

const ROUNDS = 7;
const COMMAND = join(import.meta.dirname, '..', '..', 'adapters', 'run.js');
const MEMORY = join(import.meta.dirname, 'memory.ts');
const QUESTION = 'is docker faster to start than a vm?';
const READY_MS = 400;
const RSS_MB = 120;

/**
 * Times the command line from its start to its end, and weighs a process that answered every question. Node keeps
 * compiled modules for later starts: the very first start of an installation is told beside the others.
 */
export function measureStartup(questions: string): void {
  const cache = mkdtempSync(join(tmpdir(), 'bench-compiled-'));
  const [first = Number.NaN, ...later] = Array.from({ length: ROUNDS + 1 }, () =>
    timeOf(cache, COMMAND, 'ask', QUESTION),
  );
  const [, weight] = [run(cache, MEMORY, questions), run(cache, MEMORY, questions)];
  rmSync(cache, { recursive: true });
  printTable(`2. Start-up and memory (median of ${ROUNDS} processes; 1 MB = 1,000,000 bytes)`, GOAL_COLUMNS, [
    goal('start to first answer, whole process', median(later), READY_MS, 'ms'),
    ['the same, first start after installing', round(first), 'ms', '', ''],
    goal('resident memory after every question', Number(weight) / 1e6, RSS_MB, 'MB'),
  ]);
}

function timeOf(cache: string, ...args: string[]): number {
  const start = performance.now();
  run(cache, ...args);
  return performance.now() - start;
}

/** Runs a program to its end, with compiled modules kept in `cache`, and returns what it printed. */
function run(cache: string, ...args: string[]): string {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`"${args.join(' ')}" ended with ${status}: ${stderr}`);
  return stdout.trim();
}
