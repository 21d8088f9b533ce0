import { join } from 'node:path';
import { createBot } from '../../src/bot.ts';
import { loadBuilt, loadWeights } from '../../src/knowledge/load.ts';
import { questionsFrom } from './questions.ts';
import { timeTalks } from './timing.ts';

/** A program of its own: answers every question of a file and prints the resident memory in bytes. */
const KNOWLEDGE = join(import.meta.dirname, '..', '..', 'knowledge');

const knowledge = loadBuilt(KNOWLEDGE);
if (!knowledge) throw new Error('knowledge/built is stale: run `npm run build`');
const { talks } = questionsFrom(process.argv[2] ?? '', () => {
  throw new Error('there are no questions to answer: name a file of them');
});
timeTalks(createBot(knowledge, loadWeights(KNOWLEDGE)), talks);
process.stdout.write(`${process.memoryUsage().rss}\n`);
