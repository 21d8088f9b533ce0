import { hash } from './hash.ts';
import type { Meaning, Mention } from './lexicon.ts';
import type { Word } from './text.ts';

/** What the classifier sees of an utterance: hashed signals with their weight. */
export type Signals = ReadonlyMap<number, number>;

/**
 * Words, pairs of neighbours, letter groups, and what the lexicon found in them. Each group has length one as a vector,
 * so that a long message weighs as much as a short one; letter groups weigh less, being many and vague.
 */
export function signalsOf(
  words: readonly Word[],
  mentions: readonly Mention[],
  ofField: (word: string) => boolean,
): Signals {
  const texts = words.map(({ stem }) => (/^\d/.test(stem) ? '#' : stem));
  const bounded = ['^', ...texts, '$'];
  const concepts = [...new Set(mentions.map(({ meaning }) => conceptOf(meaning)))].sort();
  const signals = new Map<number, number>();
  add(
    signals,
    1,
    texts.map((text) => `w ${text}`),
  );
  add(
    signals,
    1,
    bounded.slice(1).map((text, index) => `b ${bounded[index]} ${text}`),
  );
  add(
    signals,
    1,
    concepts.map((concept) => `c ${concept}`),
  );
  add(signals, 0.6, texts.flatMap(letterGroups));
  add(
    signals,
    0.6,
    pairs(concepts).map((pair) => `p ${pair}`),
  );
  add(signals, 0.7, shapeOf(words, mentions, ofField));
  return signals;
}

function add(signals: Map<number, number>, weight: number, keys: readonly string[]): void {
  const unique = new Set(keys);
  const share = weight / Math.sqrt(Math.max(unique.size, 1));
  for (const key of unique) signals.set(hash(key), share);
}

function letterGroups(word: string): string[] {
  if (word.length < 4) return [];
  const bounded = `<${word}>`;
  const groups: string[] = [];
  for (const size of [3, 4, 5])
    for (let at = 0; at + size <= bounded.length; at += 1) groups.push(`l ${bounded.slice(at, at + size)}`);
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

function pairs(concepts: readonly string[]): string[] {
  const few = concepts.slice(0, 8);
  return few.flatMap((one, index) => few.slice(index + 1).map((two) => `${one} + ${two}`));
}

/** Length, how many words are strange to our field, how many facts and options it names, and whether it speaks of "we" or "I". */
function shapeOf(words: readonly Word[], mentions: readonly Mention[], ofField: (word: string) => boolean): string[] {
  const strange = words.filter(({ text, stem }) => /^[a-z]{3,}$/.test(text) && !ofField(text) && !ofField(stem)).length;
  const facts = new Set(mentions.flatMap(({ meaning }) => ('fact' in meaning ? [meaning.fact] : [])));
  const options = new Set(mentions.flatMap(({ meaning }) => (meaning.kind === 'option' ? [meaning.id] : [])));
  const products = mentions.filter(({ meaning }) => meaning.kind === 'product').length;
  const has = (list: readonly string[]): boolean => words.some(({ text }) => list.includes(text));
  return [
    `s length ${Math.min(Math.floor(Math.sqrt(words.length)), 6)}`,
    `s strange ${Math.min(strange, 5)}`,
    `s strange share ${Math.floor((strange / Math.max(words.length, 1)) * 6)}`,
    `s facts ${Math.min(facts.size, 4)}`,
    `s options ${Math.min(options.size, 3)}`,
    `s products ${Math.min(products, 3)}`,
    `s sentences ${Math.min(words.at(-1)?.sentence ?? 0, 3)}`,
    ...(has(['we', 'our', 'us']) ? ['s we'] : []),
    ...(has(['i', 'my', 'me']) ? ['s i'] : []),
  ];
}
