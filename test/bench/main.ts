import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createBot } from '../../src/bot.ts';
import { loadWeights } from '../../src/knowledge/load.ts';
import { loadKnowledge, loadPack } from '../../src/knowledge/read.ts';
import { questionsFrom, sampleOf } from './questions.ts';
import { print } from './table.ts';
import type { Talk } from './timing.ts';

const KNOWLEDGE = join(import.meta.dirname, '..', '..', 'knowledge');
const DEV = join(import.meta.dirname, '..', '..', '..', 'shared', 'eval', 'dev.jsonl');
/** One of so many phrasings warms a bot up. */
const WARM_UP = 25;
/** The heap a hundredfold bot may need; a limit, not a claim. */
const HEAP_MB = 12_000;

const phrasings = () => loadPack(KNOWLEDGE).phrasings;
const makeBot = () => createBot(loadKnowledge(KNOWLEDGE), loadWeights(KNOWLEDGE));
const warmUp = (): Talk[] => sampleOf(phrasings(), WARM_UP).map(({ text }): Talk => [text]);

/** What can be measured by itself: `npm run bench -- core`, or `core FILE` for other questions than the usual ones. */
const PARTS: Record<string, (given: string) => void | Promise<void>> = {
  core: measureMind,
  durable: async () => (await import('./durable.ts')).measureDurable(),
  idle: async () => (await import('./idle.ts')).measureIdle(),
  slack: async () => (await import('./slack.ts')).measureSlack(),
  discord: async () => (await import('../discord/bench.ts')).measureDiscord(),
};
/** A part of `core` in a process of its own. */
const SCALED = 'scaled';

const [part, given = DEV, scale = '1'] = process.argv.slice(2);
if (part === SCALED) await measureScaled(given, Number(scale));
else if (part === undefined) for (const name of Object.keys(PARTS)) inChild([], 'inherit', name);
else if (PARTS[part]) await PARTS[part](given);
else throw new Error(`there is no part "${part}"; there are ${Object.keys(PARTS).join(', ')}`);

async function measureMind(file: string): Promise<void> {
  const { talks, asks, source } = questionsFrom(file, phrasings);
  print(`Questions: ${source}\nNode ${process.version} on ${process.platform} ${process.arch}\n`);
  const { measureCore } = await import('./core.ts');
  const { measureStartup } = await import('./startup.ts');
  const { measureGrowth } = await import('./growth.ts');
  const { compareEngines } = await import('./engines.ts');
  measureCore(makeBot, warmUp(), talks);
  measureStartup(file);
  measureGrowth((times) => lastLineOf([`--max-old-space-size=${HEAP_MB}`], SCALED, file, String(times)));
  await compareEngines(makeBot(), phrasings(), asks);
}

async function measureScaled(file: string, times: number): Promise<void> {
  const { timesAt } = await import('./scaled.ts');
  print(JSON.stringify(timesAt(times, KNOWLEDGE, warmUp(), questionsFrom(file, phrasings).talks)));
}

/** The last line that a task prints in a process of its own. */
function lastLineOf(flags: readonly string[], ...args: string[]): string {
  return (
    inChild(flags, 'pipe', ...args)
      .trim()
      .split('\n')
      .at(-1) ?? ''
  );
}

function inChild(flags: readonly string[], output: 'pipe' | 'inherit', ...args: string[]): string {
  const child = spawnSync(process.execPath, [...flags, import.meta.filename, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', output, 'inherit'],
  });
  if (child.status !== 0)
    throw new Error(`the process for "${args.join(' ')}" ended with ${child.status ?? child.signal}`);
  return child.stdout ?? '';
}
