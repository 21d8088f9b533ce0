import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Knowledge } from '../src/knowledge/load.ts';
import { topicsOf } from '../src/knowledge/topics.ts';
import { botFrom, type Mind, readMind } from './mind.ts';

/** What came of reading a folder; a problem has a line for each mistake. */
export type Reading = { mind: Mind } | { problem: string };

/**
 * Reads a knowledge folder and has a bot made from it say something to all that it offers, because names and weights that do
 * not fit each other show only then.
 * @throws KnowledgeError, or whatever breaks the bot
 */
async function tried(folder: string): Promise<Mind> {
  const mind = await readMind(folder);
  const bot = botFrom(mind);
  for (const text of offered(mind.knowledge)) bot.respond({ text, speaker: 'reader' });
  return mind;
}

const offered = ({ facts, ...knowledge }: Knowledge): string[] => [
  ...[...topicsOf(knowledge).values()].map(({ says }) => says),
  ...facts.flatMap(({ values }) => values.map(({ says }) => says)),
];

/** Reading may take a second, in which a process that serves must not stand still: this file is a thread of its own. */
if (!isMainThread && typeof workerData?.folder === 'string') {
  const reading: Reading = await tried(workerData.folder).then(
    (mind) => ({ mind }),
    (error) => ({ problem: error instanceof Error ? error.message : String(error) }),
  );
  parentPort?.postMessage(reading);
}
