import type { Bot, Reply } from '../../src/bot.ts';

/** What the same person says, turn after turn; most have one turn. */
export type Talk = readonly string[];

/** Holds every talk with the bot and returns the time of each turn in microseconds; `heard` sees every reply. */
export function timeTalks(bot: Bot, talks: readonly Talk[], heard?: (reply: Reply, talk: number) => void): number[] {
  const times: number[] = [];
  for (const [index, talk] of talks.entries()) {
    let before: Reply['conversation'] | undefined;
    for (const text of talk) {
      const start = performance.now();
      const reply = bot.respond({ text, speaker: 'bench' }, before);
      times.push((performance.now() - start) * 1000);
      before = reply.conversation;
      heard?.(reply, index);
    }
  }
  return times;
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The slope of the straight line nearest to the points when both axes are logarithmic: 0 is flat, 1 is proportional. */
export function logLogSlope(points: readonly { x: number; y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const meanX = sum(logs.map(({ x }) => x)) / logs.length;
  const meanY = sum(logs.map(({ y }) => y)) / logs.length;
  const covariance = sum(logs.map(({ x, y }) => (x - meanX) * (y - meanY)));
  return covariance / sum(logs.map(({ x }) => (x - meanX) ** 2));
}
