import type { Pack } from '../knowledge/schema.ts';
import { compilePatterns } from './compiled.ts';
import { waysToHear } from './cues.ts';
import { factExamples, type Labelled, topicExamples } from './examples.ts';
import { waysIn } from './lexicon.ts';
import { pack as packed } from './packed.ts';
import { createReader, type Reader } from './reader.ts';
import { type StoredWeights, VERSION } from './stored.ts';
import { type Example, train } from './training.ts';
import { indexedWords, vocabularyFrom } from './vocabulary.ts';

/**
 * Trains all that understanding needs from the knowledge files alone: the same files give the same bytes.
 * @param inputs a hash of the files, kept with the weights so that a test can tell when they are stale
 */
export function buildWeights(pack: Pack, inputs: string): Uint8Array<ArrayBuffer> {
  const words = indexedWords(vocabularyFrom(pack));
  const names = compilePatterns(waysIn(pack), pack.groups);
  const reader = createReader(pack, words, names);
  const topics = topicExamples(pack);
  const facts = factExamples(pack);
  const weights: StoredWeights = {
    version: VERSION,
    inputs,
    words,
    names,
    cues: compilePatterns(waysToHear(pack.cues), {}),
    topics: train(examplesFrom(topics, reader), {
      classes: classesOf(topics),
      right: 'one',
      epochs: 12,
      leastSeen: 3,
    }),
    facts: train(examplesFrom(facts, reader), {
      classes: classesOf(facts),
      right: 'many',
      epochs: 5,
      leastSeen: 3,
    }),
  };
  return packed(weights);
}

function examplesFrom(labelled: readonly Labelled[], reader: Reader): Example[] {
  return labelled.map(({ text, classes }) => ({ signals: reader.signals(reader.read(text)), classes }));
}

function classesOf(labelled: readonly Labelled[]): string[] {
  return [...new Set(labelled.flatMap(({ classes }) => classes))].sort();
}
