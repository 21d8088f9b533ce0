import type { Pack } from '../knowledge/schema.ts';
import { createRepair, type IndexedVocabulary, indexed, type Vocabulary } from './repair.ts';
import { clean, wordFrom, wordsOf } from './text.ts';
import { type WordTable, wordTableFrom } from './word-table.ts';

/** Seen this often in phrasings, a word is one of our field, to which a misspelling may be repaired. */
const FIELD = 5;
/** Seen this often in messages to us, a word belongs to how people speak of our field. */
const SPOKEN = 3;
/** Seen this often, a word is surely no slip. */
const OFTEN = 40;
/** Seen this often, a word is ordinary and never repaired … */
const ORDINARY = 2;
/** … unless a word of our field, one letter away, is that many times as frequent: then it was a slip of an author. */
const SLIP = 25;

/** What is learnt of words: those for typo repair, and those that people use when they speak of our field. */
export interface Words extends Vocabulary {
  field: readonly string[];
}

/** The words as they are stored. */
export interface IndexedWords extends IndexedVocabulary {
  field: WordTable;
}

export const indexedWords = (words: Words): IndexedWords => ({ ...indexed(words), field: wordTableFrom(words.field) });

/** The words of the knowledge: names and often-used words as targets of typo repair, everything else as ordinary. */
export function vocabularyFrom(pack: Pack): Words {
  const named = count(namesOf(pack));
  const inside = count(linesInside(pack));
  const spoken = count([...linesInside(pack), ...Object.values(pack.phrasings['out-of-scope']).flat()]);
  const prose = count(stringsIn([pack.features, pack.terms, pack.options, pack.lessons, pack.rules, pack.scenarios]));
  const often = [...spoken].filter(([, times]) => times >= OFTEN).map(([word]) => word);
  const frequency = (word: string): number => (spoken.get(word) ?? 0) + (named.get(word) ?? 0);
  const everyday = new Set(pack.words.ordinary);
  const nearest = createRepair(indexed({ targets: often, ordinary: [] }));
  const isSlip = (word: string): boolean => {
    const other = nearest([wordFrom(word, 0, 0)])[0]?.text ?? word;
    return other !== word && frequency(other) >= SLIP * frequency(word);
  };
  const usual = [...spoken].filter(([word, times]) => times >= FIELD && !isSlip(word)).map(([word]) => word);
  const targets = [...new Set([...named.keys(), ...usual])]
    .filter((word) => frequency(word) >= FIELD || !everyday.has(word))
    .sort((a, b) => frequency(b) - frequency(a) || (a < b ? -1 : 1));
  const target = new Set(targets);
  const ordinary = [
    ...pack.words.ordinary,
    ...prose.keys(),
    ...[...spoken].filter(([word, times]) => times >= ORDINARY && !isSlip(word)).map(([word]) => word),
  ];
  const field = [...inside]
    .filter(([, times]) => times >= SPOKEN)
    .map(([word]) => word)
    .sort();
  return { field, targets, ordinary: [...new Set(ordinary)].filter((word) => !target.has(word)).sort() };
}

function namesOf({ features, terms, options, products, facts }: Pack): string[] {
  return [
    ...[...features, ...terms.terms, ...terms['deep-dives'], ...options, ...products].flatMap(({ name, aliases }) => [
      name,
      ...aliases,
    ]),
    ...facts.flatMap(({ values }) => values.flatMap(({ patterns }) => patterns)),
  ].map((name) => name.replace(/\S+\*/g, ' '));
}

function linesInside({ phrasings: { topics, intents, situations, facts } }: Pack): string[] {
  return [topics, intents]
    .flatMap((lists) => Object.values(lists).flat())
    .concat(
      situations,
      facts.map(({ text }) => text),
    );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function count(texts: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const text of texts)
    for (const { text: word } of wordsOf(clean(text)))
      if (/^[a-z]{2,}$/.test(word)) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
}
