import { createHash } from 'node:crypto';
import { type Bot, createBot } from '../src/bot.ts';
import { inputsOf, type Knowledge, loadBuilt, loadWeights, RUNNING } from '../src/knowledge/load.ts';
import { headOf } from '../src/understanding/packed.ts';

/** What a bot is made from, as it came from a folder. */
export interface Mind {
  knowledge: Knowledge;
  weights: Uint8Array<ArrayBuffer>;
  /** Tells one from another, such as "5f2a90c1d3e4". */
  version: string;
}

/**
 * Reads what a bot is made from: as it was built, or else from the files, which takes a second and the libraries for it.
 * @throws KnowledgeError with every mistake at once
 */
export async function readMind(folder: string): Promise<Mind> {
  const inputs = inputsOf(folder, RUNNING);
  const knowledge = loadBuilt(folder, inputs) ?? (await import('../src/knowledge/read.ts')).loadKnowledge(folder);
  const weights = loadWeights(folder);
  // The head of the weights names all that they were built from: there is no need to look at nine megabytes.
  const version = createHash('sha256').update(inputs).update(headOf(weights)).digest('hex').slice(0, 12);
  return { knowledge, weights, version };
}

/** @throws Error as {@link createBot} */
export const botFrom = ({ knowledge, weights }: Mind): Bot => createBot(knowledge, weights);
