import { EMPTY, hashLetter, hashOn } from './hash.ts';
import type { Meaning } from './lexicon.ts';
import type { Reading } from './reading.ts';

/** What the classifier sees of an utterance: hashed signals (32 bits with a sign) and the weight of each. */
export interface Signals {
  keys: number[];
  values: number[];
}

/** The beginnings of signals, by what they are made of. */
const WORD = hashOn(EMPTY, 'w ');
const NEIGHBOURS = hashOn(EMPTY, 'b ');
const CONCEPT = hashOn(EMPTY, 'c ');
const LETTERS = hashOn(EMPTY, 'l ');
const PAIR = hashOn(EMPTY, 'p ');
const SHAPE = hashOn(EMPTY, 's ');

const SPACE = ' '.charCodeAt(0);
const OPEN = '<'.charCodeAt(0);
const CLOSE = '>'.charCodeAt(0);
const SHORTEST_GROUP = 3;
const LONGEST_GROUP = 5;
/** Of so many concepts at most every two make a signal. */
const PAIRED = 8;

/** What is known of words and terms beforehand. */
export interface Known {
  ofField: (word: string) => boolean;
  /** Whether a term is a topic of its own, so that a message that names it is likely to be about it. */
  small: (term: string) => boolean;
}

/**
 * Words, pairs of neighbours, what the lexicon found and pairs of that, letter groups, and the shape. Each group has
 * length one as a vector, so that a long message weighs as much as a short one; letter groups weigh less, being many and vague.
 */
export function signalsOf(reading: Reading, known: Known): Signals {
  const stems = stemsOf(reading);
  const concepts = conceptsIn(reading);
  const signals = plain(stems, concepts);
  add(signals, 0.6, stems.flatMap(letterGroups));
  add(signals, 0.6, pairs(concepts));
  add(
    signals,
    0.7,
    shapeOf(reading, known).map((shape) => hashOn(SHAPE, shape)),
  );
  return signals;
}

const stemsOf = ({ words }: Reading): string[] => words.map(({ stem }) => (/^\d/.test(stem) ? '#' : stem));

const conceptsIn = ({ mentions }: Reading): string[] =>
  [...new Set(mentions.map(({ meaning }) => conceptOf(meaning)))].sort();

function plain(stems: readonly string[], concepts: readonly string[]): Signals {
  const signals: Signals = { keys: [], values: [] };
  const bounded = ['^', ...stems, '$'];
  const neighbours = bounded.slice(1).map((stem, before) => hashOn(joined(NEIGHBOURS, bounded[before] ?? ''), stem));
  add(
    signals,
    1,
    stems.map((stem) => hashOn(WORD, stem)),
  );
  add(signals, 1, neighbours);
  add(
    signals,
    1,
    concepts.map((concept) => hashOn(CONCEPT, concept)),
  );
  return signals;
}

/** The hash goes on with a word and a space. */
const joined = (before: number, word: string): number => hashLetter(hashOn(before, word), SPACE);

function add({ keys, values }: Signals, weight: number, group: readonly number[]): void {
  const unique = new Set(group);
  const share = weight / Math.sqrt(Math.max(unique.size, 1));
  for (const key of unique) {
    keys.push(key);
    values.push(share);
  }
}

/** Every three, four and five letters in a row, the ends of the word being letters too. */
function letterGroups(word: string): number[] {
  if (word.length < 4) return [];
  const letters = [OPEN, ...Array.from({ length: word.length }, (_, at) => word.charCodeAt(at)), CLOSE];
  const groups: number[] = [];
  for (let from = 0; from + SHORTEST_GROUP <= letters.length; from += 1) {
    let group = LETTERS;
    for (let size = 1; size <= LONGEST_GROUP && from + size <= letters.length; size += 1) {
      group = hashLetter(group, letters[from + size - 1] ?? 0);
      if (size >= SHORTEST_GROUP) groups.push(group);
    }
  }
  return groups;
}

function conceptOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'product':
      return `kind ${meaning.product.kind}`;
    case 'fact':
      return `fact ${meaning.fact} ${meaning.value}`;
    case 'not':
    case 'count':
      return `${meaning.kind} ${meaning.fact}`;
    default:
      return `${meaning.kind} ${meaning.id}`;
  }
}

function pairs(concepts: readonly string[]): number[] {
  const few = concepts.slice(0, PAIRED);
  return few.flatMap((one, index) => {
    const begun = hashOn(hashOn(PAIR, one), ' + ');
    return few.slice(index + 1).map((two) => hashOn(begun, two));
  });
}

/** Length, how many words are strange to our field, how many facts, options and small terms it names, and whether it speaks of "we" or "I". */
function shapeOf({ words, mentions }: Reading, { ofField, small }: Known): string[] {
  const strange = words.filter(({ text, stem }) => /^[a-z]{3,}$/.test(text) && !ofField(text) && !ofField(stem)).length;
  const facts = new Set(mentions.flatMap(({ meaning }) => ('fact' in meaning ? [meaning.fact] : [])));
  const options = new Set(mentions.flatMap(({ meaning }) => (meaning.kind === 'option' ? [meaning.id] : [])));
  const products = mentions.filter(({ meaning }) => meaning.kind === 'product').length;
  const terms = new Set(
    mentions.flatMap(({ meaning }) => (meaning.kind === 'term' && small(meaning.id) ? [meaning.id] : [])),
  );
  const has = (list: readonly string[]): boolean => words.some(({ text }) => list.includes(text));
  return [
    `length ${Math.min(Math.floor(Math.sqrt(words.length)), 6)}`,
    `strange ${Math.min(strange, 5)}`,
    `strange share ${Math.floor((strange / Math.max(words.length, 1)) * 6)}`,
    `facts ${Math.min(facts.size, 4)}`,
    `options ${Math.min(options.size, 3)}`,
    `products ${Math.min(products, 3)}`,
    ...(terms.size > 0
      ? [`terms ${Math.min(terms.size, 3)}`, `terms ${Math.min(terms.size, 3)} options ${Math.min(options.size, 2)}`]
      : []),
    `sentences ${Math.min(words.at(-1)?.sentence ?? 0, 3)}`,
    ...(has(['we', 'our', 'us']) ? ['we'] : []),
    ...(has(['i', 'my', 'me']) ? ['i'] : []),
  ];
}
