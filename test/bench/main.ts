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

const given = process.argv.slice(2);
const [file = DEV, task = 'all', scale = '1'] = given[0] === 'slack' ? [DEV, ...given] : given;
const phrasings = () => loadPack(KNOWLEDGE).phrasings;
const makeBot = () => createBot(loadKnowledge(KNOWLEDGE), loadWeights(KNOWLEDGE));

/** `all` prints every table, `slack` those of Slack alone; `scaled` is this same program in a process of its own. */
if (task === 'slack') await measureAdapters();
else if (task === 'scaled') await measureScaled(Number(scale));
else await measureAll();

async function measureAll(): Promise<void> {
  const { talks, asks, source } = questionsFrom(file, phrasings);
  print(`Questions: ${source}\nNode ${process.version} on ${process.platform} ${process.arch}\n`);
  const { measureCore } = await import('./core.ts');
  const { measureStartup } = await import('./startup.ts');
  const { measureGrowth } = await import('./growth.ts');
  const { compareEngines } = await import('./engines.ts');
  const known = phrasings();
  const warmUp = sampleOf(known, WARM_UP).map(({ text }): Talk => [text]);
  measureCore(makeBot, warmUp, talks);
  measureStartup(file);
  measureGrowth((times) => inChild([`--max-old-space-size=${HEAP_MB}`], 'scaled', String(times)));
  await compareEngines(makeBot(), known, asks);
  await measureAdapters();
}

async function measureAdapters(): Promise<void> {
  const { measureSlack } = await import('./slack.ts');
  await measureSlack();
  const { measureDiscord } = await import('../discord/bench.ts');
  await measureDiscord();
}

async function measureScaled(times: number): Promise<void> {
  const { timesAt } = await import('./scaled.ts');
  const warmUp = sampleOf(phrasings(), WARM_UP).map(({ text }): Talk => [text]);
  print(JSON.stringify(timesAt(times, KNOWLEDGE, warmUp, questionsFrom(file, phrasings).talks)));
}

/** The last line that a task prints in a process of its own. */
function inChild(flags: readonly string[], ...args: string[]): string {
  const child = spawnSync(process.execPath, [...flags, import.meta.filename, file, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0)
    throw new Error(`the process for "${args.join(' ')}" ended with ${child.status ?? child.signal}`);
  return child.stdout.trim().split('\n').at(-1) ?? '';
}
