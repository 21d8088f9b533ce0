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

const [file = DEV, task = 'all', scale = '1'] = process.argv.slice(2);
const phrasings = () => loadPack(KNOWLEDGE).phrasings;
const makeBot = () => createBot(loadKnowledge(KNOWLEDGE), loadWeights(KNOWLEDGE));
const questions = questionsFrom(file, phrasings);

/** `all` prints every table; `scaled` is this same program in a process of its own. */
if (file === 'durable' || file === 'idle') await measureStored(file);
else if (task === 'scaled') await measureScaled(Number(scale));
else await measureAll();

async function measureAll(): Promise<void> {
  const { talks, asks, source } = questions;
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
  for (const stored of ['durable', 'idle'] as const) print(inChild([], stored));
}

async function measureStored(what: 'durable' | 'idle'): Promise<void> {
  if (what === 'durable') await (await import('./durable.ts')).measureDurable();
  else await (await import('./idle.ts')).measureIdle();
}

async function measureScaled(times: number): Promise<void> {
  const { timesAt } = await import('./scaled.ts');
  const warmUp = sampleOf(phrasings(), WARM_UP).map(({ text }): Talk => [text]);
  print(JSON.stringify(timesAt(times, KNOWLEDGE, warmUp, questions.talks)));
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
