import type { Timed } from './scaled.ts';
import { GOAL_COLUMNS, goal, print, printTable, round } from './table.ts';
import { logLogSlope, median, quantile } from './timing.ts';

const SCALES = [1, 10, 100];
const SLOPE = 0.4;

/** Answer times with ten and a hundred times the topics; `timesAt` runs a scale in a process of its own. */
export function measureGrowth(timesAt: (times: number) => string): void {
  const scaled = SCALES.map((times) => ({ times, ...(JSON.parse(timesAt(times)) as Timed) }));
  const rows = scaled.map(({ times, topics, classes, signals, words, original, synthetic }) => {
    const all = [...original, ...synthetic];
    const [plain, made] = [median(original), synthetic.length === 0 ? '-' : round(median(synthetic))];
    return [
      `×${times}`,
      topics,
      classes,
      signals,
      words,
      round(median(all)),
      round(quantile(all, 0.99)),
      round(plain),
      made,
    ];
  });
  printTable(
    '3. Answer time with more topics (half of the questions original, half in made-up words of a copy)',
    ['scale', 'topics', 'classes', 'signals', 'words', 'p50 µs', 'p99 µs', 'p50 original', 'p50 made-up'],
    rows,
  );
  const slope = logLogSlope(
    scaled.map(({ times, original, synthetic }) => ({ x: times, y: median([...original, ...synthetic]) })),
  );
  printTable('   Growth (0 is flat, 1 is proportional)', GOAL_COLUMNS, [
    goal('log-log slope of p50', slope, SLOPE, ''),
  ]);
  for (const { times, same, asked } of scaled)
    if (asked > 0)
      print(`  ×${times}: ${same} of ${asked} made-up questions are answered with the topic that the original is`);
  print('');
}
