import type { Bot } from '../../src/bot.ts';
import { GOAL_COLUMNS, goal, print, printTable, round } from './table.ts';
import { quantile, sum, type Talk, timeTalks } from './timing.ts';

const ROUNDS = 7;
const P50_US = 300;
const P99_US = 2000;

/**
 * Answer times on a bot that has talked before, but not about these questions: each round has a new bot, warmed up on
 * other talks, so that nothing it remembers of a question (repaired words, say) makes the next round faster.
 */
export function measureCore(makeBot: () => Bot, warmUp: readonly Talk[], talks: readonly Talk[]): void {
  const times = Array.from({ length: ROUNDS }, () => {
    const bot = makeBot();
    timeTalks(bot, warmUp);
    return timeTalks(bot, talks);
  }).flat();
  printTable(
    `1. Core answer time of a turn (${ROUNDS} fresh bots, ${times.length / ROUNDS} turns each)`,
    GOAL_COLUMNS,
    [
      goal('p50', quantile(times, 0.5), P50_US, 'µs'),
      ['p95', round(quantile(times, 0.95)), 'µs', '', ''],
      goal('p99', quantile(times, 0.99), P99_US, 'µs'),
    ],
  );
  print(`  ${round((times.length * 1e6) / sum(times))} turns per second on one core\n`);
}
