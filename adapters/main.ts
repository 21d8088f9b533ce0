import { join } from 'node:path';
import { createBot } from '../src/bot.ts';
import { KnowledgeError, loadBuilt, loadWeights } from '../src/knowledge/load.ts';
import { runTerminal } from './terminal/start.ts';

const KNOWLEDGE = join(import.meta.dirname, '..', 'knowledge');
/** Reads, checks and builds knowledge files; it needs libraries that a bot on built knowledge starts without. */
const reading = () => import('../src/knowledge/read.ts');
const keeping = () => import('./knowledge.ts');

/** Whoever reads our output may stop early, such as "head". */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  process.exitCode = await runTerminal(process.argv.slice(2), {
    input: process.stdin,
    write: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    person: process.stdin.isTTY === true && process.stdout.isTTY === true,
    bot: async () =>
      createBot(loadBuilt(KNOWLEDGE) ?? (await reading()).loadKnowledge(KNOWLEDGE), loadWeights(KNOWLEDGE)),
    check: async (folder = KNOWLEDGE) => (await keeping()).mistakesIn(folder),
    build: async (folder = KNOWLEDGE) => (await keeping()).build(folder),
  });
} catch (error) {
  process.stderr.write(`${reportOf(error)}\n`);
  process.exitCode = 2;
}

/** A mistake in the knowledge is told as it is; anything else is ours and shows where it happened. */
function reportOf(error: unknown): string {
  if (error instanceof KnowledgeError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
