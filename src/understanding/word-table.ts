import { hash } from './hash.ts';

/**
 * Words numbered from 0 in the order in which they were given. It is flat (one text, arrays of numbers), so that it is
 * stored as it stands and used without being taken apart: a hash table with open addressing.
 */
export interface WordTable {
  /** The words with a space between each two. */
  text: string;
  /** Where each word begins in the text, and where one more would. */
  starts: Uint32Array;
  /** The number of a word plus one, at the first free slot from its hash on; 0 is free. Its length is a power of two. */
  slots: Uint32Array;
}

/** @param words without spaces, each once */
export function wordTableFrom(words: readonly string[]): WordTable {
  const starts = new Uint32Array(words.length + 1);
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(words.length * 2 + 1)));
  for (const [number, word] of words.entries()) {
    starts[number + 1] = (starts[number] ?? 0) + word.length + 1;
    let slot = hash(word) & (slots.length - 1);
    while (slots[slot]) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = number + 1;
  }
  return { text: words.join(' '), starts, slots };
}

/** The number of a word, or -1 when the table does not hold it. */
export function numberOf(word: string, { text, starts, slots }: WordTable): number {
  let slot = hash(word) & (slots.length - 1);
  for (let found = slots[slot]; found; found = slots[slot]) {
    const start = starts[found - 1] ?? 0;
    if ((starts[found] ?? 0) - start === word.length + 1 && text.startsWith(word, start)) return found - 1;
    slot = (slot + 1) & (slots.length - 1);
  }
  return -1;
}

/** The word with a number of the table. */
export function wordAt(number: number, { text, starts }: WordTable): string {
  return text.slice(starts[number], (starts[number + 1] ?? 0) - 1);
}

/** How many words the table holds. */
export const sizeOf = ({ starts }: WordTable): number => starts.length - 1;
