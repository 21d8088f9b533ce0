import type { CompiledPatterns } from './compiled.ts';
import { createLexicon, type Named } from './lexicon.ts';
import type { Reading } from './reading.ts';
import { createRepair } from './repair.ts';
import { type Known, type Signals, signalsOf } from './signals.ts';
import { clean, type Word, wordsOf } from './text.ts';
import type { IndexedWords } from './vocabulary.ts';
import { numberOf } from './word-table.ts';

export interface Reader {
  read(text: string): Reading;
  /** What the classifiers see of a reading. */
  signals(reading: Reading): Signals;
}

/** @param names what was compiled from the knowledge earlier; taken when it fits */
export function createReader(knowledge: Named, words: IndexedWords, names?: CompiledPatterns): Reader {
  const repair = createRepair(words);
  const lexicon = createLexicon(knowledge, names);
  const known: Known = {
    ofField: (word) => numberOf(word, words.field) >= 0,
    small: (term) => lexicon.small.has(term),
  };
  return {
    read(text) {
      const words = repair(wordsOf(clean(text)));
      return { words, mentions: lexicon.mentionsIn(words) };
    },
    signals: (reading) => signalsOf(reading, known),
  };
}

/** The sentences of a reading, and their clauses when they are long enough to say something by themselves; none when it is but one. */
export function partsOf({ words, mentions }: Reading): Reading[] {
  const parts = [...spansBy(words, ({ sentence }) => sentence), ...spansBy(words, ({ clause }) => clause)];
  const real = parts.filter(({ from, to }) => to - from < words.length);
  const distinct = new Map(real.map((part) => [`${part.from} ${part.to}`, part]));
  return [...distinct.values()].map(({ from, to }) => ({
    words: words.slice(from, to),
    mentions: mentions.filter((mention) => from <= mention.from && mention.to <= to),
  }));
}

const LEAST_WORDS = 3;

function spansBy(words: readonly Word[], keyOf: (word: Word) => number): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  let from = 0;
  for (let at = 1; at <= words.length; at += 1) {
    const [last, next] = [words[at - 1], words[at]];
    if (last && next && keyOf(last) === keyOf(next)) continue;
    if (at - from >= LEAST_WORDS || at - from === words.length) spans.push({ from, to: at });
    from = at;
  }
  return spans;
}
