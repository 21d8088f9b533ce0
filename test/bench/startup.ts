import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { GOAL_COLUMNS, goal, printTable } from './table.ts';
import { median } from './timing.ts';

const ROUNDS = 7;
const COMMAND = join(import.meta.dirname, '..', '..', 'adapters', 'main.ts');
const QUESTION = 'is docker faster to start than a vm?';
const READY_MS = 400;
const RSS_MB = 120;

/** Times the command line from its start to its end, and weighs a process that answered every question. */
export function measureStartup(memoryOf: () => string): void {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, [COMMAND, 'ask', QUESTION]);
    if (status !== 0) throw new Error(`"ask" ended with ${status}`);
    return performance.now() - start;
  });
  printTable(`2. Start-up and memory (median of ${ROUNDS} processes; 1 MB = 1,000,000 bytes)`, GOAL_COLUMNS, [
    goal('start to first answer, whole process', median(times), READY_MS, 'ms'),
    goal('resident memory after every question', Number(memoryOf()) / 1e6, RSS_MB, 'MB'),
  ]);
}
