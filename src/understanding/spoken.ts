import { numberFrom } from './number.ts';
import type { Word } from './text.ts';
import { numberOf, type WordTable } from './word-table.ts';

/** Words as patterns see them: numbers of a key table (-1 for a word that no pattern names), one entry a word. */
export interface Spoken {
  words: readonly Word[];
  stems: Int32Array;
  texts: Int32Array;
  /** What the words stand for as numbers. */
  numbers: readonly (number | undefined)[];
  /** Where the clause of each word begins and ends. */
  clauseStarts: Int32Array;
  clauseEnds: Int32Array;
}

export function spokenFrom(words: readonly Word[], keys: WordTable): Spoken {
  const stems = Int32Array.from(words, ({ stem }) => numberOf(stem, keys));
  const texts = Int32Array.from(words, ({ text, stem }, at) =>
    text === stem ? (stems[at] ?? -1) : numberOf(text, keys),
  );
  return { words, stems, texts, numbers: words.map(numberFrom), ...clausesOf(words) };
}

function clausesOf(words: readonly Word[]): Pick<Spoken, 'clauseStarts' | 'clauseEnds'> {
  const clauseStarts = new Int32Array(words.length);
  const clauseEnds = new Int32Array(words.length);
  const goesOn = (at: number): boolean => at > 0 && words[at - 1]?.clause === words[at]?.clause;
  for (let at = 0; at < words.length; at += 1) clauseStarts[at] = goesOn(at) ? (clauseStarts[at - 1] ?? 0) : at;
  for (let at = words.length - 1; at >= 0; at -= 1)
    clauseEnds[at] = at + 1 < words.length && goesOn(at + 1) ? (clauseEnds[at + 1] ?? 0) : at + 1;
  return { clauseStarts, clauseEnds };
}
