import type { Pack } from '../knowledge/schema.ts';
import { factExamples, type Labelled, topicExamples } from './examples.ts';
import type { StoredWeights } from './model.ts';
import { createReader, type Reader } from './reader.ts';
import { type Example, train } from './training.ts';
import { vocabularyFrom } from './vocabulary.ts';

/**
 * Trains all that understanding needs from the knowledge files alone: the same files give the same weights byte for byte.
 * @param inputs a hash of the files, kept with the weights so that a test can tell when they are stale
 */
export function buildWeights(pack: Pack, inputs: string): StoredWeights {
  const vocabulary = vocabularyFrom(pack);
  const reader = createReader(pack, vocabulary);
  const topics = topicExamples(pack);
  const facts = factExamples(pack);
  return {
    inputs,
    targets: vocabulary.targets.join(' '),
    ordinary: vocabulary.ordinary.join(' '),
    field: vocabulary.field.join(' '),
    topics: train(examplesFrom(topics, reader, 'all'), {
      classes: classesOf(topics),
      right: 'one',
      epochs: 12,
      leastSeen: 3,
    }),
    facts: train(examplesFrom(facts, reader, 'words'), {
      classes: classesOf(facts),
      right: 'many',
      epochs: 10,
      leastSeen: 3,
    }),
  };
}

function examplesFrom(labelled: readonly Labelled[], reader: Reader, sort: 'all' | 'words'): Example[] {
  return labelled.map(({ text, classes }) => ({ signals: reader.signals(reader.read(text))[sort], classes }));
}

function classesOf(labelled: readonly Labelled[]): string[] {
  return [...new Set(labelled.flatMap(({ classes }) => classes))].sort();
}
