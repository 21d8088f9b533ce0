import type { Labelled } from '../../src/understanding/examples.ts';
import { hash } from '../../src/understanding/hash.ts';
import type { Meaning } from '../../src/understanding/lexicon.ts';
import type { Reader } from '../../src/understanding/reader.ts';
import type { Reading } from '../../src/understanding/reading.ts';
import { type Cipher, nameOf } from './cipher.ts';

const SHAPES = ['length', 'strange', 'strange share', 'facts', 'options', 'products', 'sentences'];
const MOST_SHAPE = 6;
const MOST_CONCEPTS = 8;

/**
 * Stored models know their signals only as numbers. This finds the words behind them: it reads the examples once more
 * and hashes all they may have given, as src/understanding/signals.ts writes it.
 */
export function signalKeys(
  known: ReadonlySet<number>,
  examples: readonly Labelled[],
  reader: Reader,
): Map<number, string> {
  const keys = new Map<number, string>();
  const keep = (list: readonly string[]): void => {
    for (const key of list) {
      const number = hash(key);
      if (known.has(number)) keys.set(number, key);
    }
  };
  keep(['s we', 's i']);
  for (const shape of SHAPES) for (let size = 0; size <= MOST_SHAPE; size += 1) keep([`s ${shape} ${size}`]);
  for (const { text } of examples) keep(keysOf(reader.read(text)));
  return keys;
}

function keysOf({ words, mentions }: Reading): string[] {
  const stems = words.map(({ stem }) => (/^\d/.test(stem) ? '#' : stem));
  const bounded = ['^', ...stems, '$'];
  const concepts = [...new Set(mentions.map(({ meaning }) => conceptOf(meaning)))].sort();
  const few = concepts.slice(0, MOST_CONCEPTS);
  return [
    ...stems.flatMap(keysOfWord),
    ...bounded.slice(1).map((stem, at) => `b ${bounded[at]} ${stem}`),
    ...concepts.map((concept) => `c ${concept}`),
    ...few.flatMap((one, at) => few.slice(at + 1).map((two) => `p ${one} + ${two}`)),
  ];
}

function keysOfWord(word: string): string[] {
  const keys = [`w ${word}`];
  if (word.length < 4) return keys;
  const bounded = `<${word}>`;
  for (const size of [3, 4, 5])
    for (let at = 0; at + size <= bounded.length; at += 1) keys.push(`l ${bounded.slice(at, at + size)}`);
  return keys;
}

function conceptOf(meaning: Meaning): string {
  if (meaning.kind === 'product') return `kind ${meaning.product.kind}`;
  if (meaning.kind === 'fact') return `fact ${meaning.fact} ${meaning.value}`;
  return `${meaning.kind} ${'id' in meaning ? meaning.id : meaning.fact}`;
}

/** A signal's number in a copy: its words respelt, its entries renamed; options, facts and shapes are the same in all. */
export function inCopy(key: string, { copy, text, piece }: Cipher): number {
  const [sort, rest] = [key.slice(0, 2), key.slice(2)];
  if (sort === 'w ' || sort === 'b ') return hash(sort + text(rest));
  if (sort === 'l ') return hash(sort + piece(rest));
  if (sort === 's ') return hash(key);
  return hash(sort + rest.replace(/(feature|term|dive) (?=[a-z0-9])/g, (kind) => kind + nameOf(copy, '')));
}
