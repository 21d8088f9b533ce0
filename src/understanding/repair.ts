import { hash } from './hash.ts';
import { placeIn } from './sorted.ts';
import { type Word, wordFrom } from './text.ts';
import { numberOf, type WordTable, wordAt, wordTableFrom } from './word-table.ts';

/** The words we know, most frequent first within each kind. */
export interface Vocabulary {
  /** Words of our field: a misspelt word is read as one of these. */
  targets: readonly string[];
  /** Ordinary words that are never taken for a misspelling. */
  ordinary: readonly string[];
}

/** A vocabulary made ready to be searched, as it is stored. */
export interface IndexedVocabulary {
  /** The targets, then the ordinary words. */
  known: WordTable;
  /** How many of the words are targets. */
  targets: number;
  /** The hash of each spelling that is left when a target loses at most one letter, in rising order, and the target. */
  deletions: Uint32Array;
  deletedFrom: Uint32Array;
}

export type Repair = (words: readonly Word[]) => Word[];

const LONG = 8;
const SHORTEST = 4;
/** So many repaired words are remembered, since a talk repeats its words. */
const REMEMBERED = 1000;

/**
 * Typo repair on our own vocabulary: an unknown word becomes the most frequent known one that is one edit away (two from
 * eight letters on), where an edit is a letter added, lost, changed or crossed with its neighbour, and letters that
 * sound alike count as one. The time for a word does not depend on how many words are known (symmetric deletes).
 */
export function createRepair(vocabulary: IndexedVocabulary): Repair {
  const { known } = vocabulary;
  const repaired = new Map<string, string>();

  function repairOne(text: string): string {
    const done = repaired.get(text);
    if (done !== undefined) return done;
    const best = nearest(text, vocabulary) ?? text;
    if (repaired.size >= REMEMBERED) repaired.clear();
    repaired.set(text, best);
    return best;
  }

  return (words) =>
    words.map((word) => {
      if (word.text.length < SHORTEST || isKnown(word, known) || /\d/.test(word.text)) return word;
      const text = repairOne(word.text);
      return text === word.text ? word : wordFrom(text, word.clause, word.sentence, word.raw);
    });
}

const isKnown = ({ text, stem }: Word, known: WordTable): boolean =>
  numberOf(text, known) >= 0 || (stem !== text && numberOf(stem, known) >= 0);

/** How many edits a word of this length may be away from the one it is read as. */
const mostEdits = (length: number): number => (length >= LONG ? 2 : 1);

/** The vocabulary with its targets by themselves and by each spelling that is left when one letter is lost. */
export function indexed({ targets, ordinary }: Vocabulary): IndexedVocabulary {
  const found = targets.flatMap((word, target) =>
    word.length < SHORTEST ? [] : [...deletions(sound(word), 1)].map((key) => ({ key: hash(key), target })),
  );
  found.sort((a, b) => a.key - b.key || a.target - b.target);
  return {
    known: wordTableFrom([...targets, ...ordinary]),
    targets: targets.length,
    deletions: Uint32Array.from(found, ({ key }) => key),
    deletedFrom: Uint32Array.from(found, ({ target }) => target),
  };
}

/** The targets that may be meant by a text, by number. */
function candidates(text: string, { deletions: keys, deletedFrom }: IndexedVocabulary): Set<number> {
  const found = new Set<number>();
  for (const key of deletions(sound(text), mostEdits(text.length))) {
    const wanted = hash(key);
    for (let at = placeIn(keys, wanted); keys[at] === wanted; at += 1) found.add(deletedFrom[at] ?? 0);
  }
  return found;
}

function nearest(text: string, vocabulary: IndexedVocabulary): string | undefined {
  const heard = sound(text);
  let best: Candidate | undefined;
  for (const rank of candidates(text, vocabulary)) {
    const word = wordAt(rank, vocabulary.known);
    const meant = sound(word);
    const distance = edits(heard, meant);
    if (distance > mostEdits(Math.min(text.length, word.length)) || !beginsAlike(heard, meant)) continue;
    const here = { word, distance, rank };
    if (!best || isNearer(here, best)) best = here;
  }
  return best?.word;
}

interface Candidate {
  word: string;
  distance: number;
  /** Its place among the words we know, the most frequent being 0. */
  rank: number;
}

const isNearer = (a: Candidate, b: Candidate): boolean =>
  a.distance < b.distance || (a.distance === b.distance && a.rank < b.rank);

const beginsAlike = (a: string, b: string): boolean => a[0] === b[0] || (a[0] === b[1] && a[1] === b[0]);

/** A spelling in which letters that sound alike are the same and none is doubled: "kontaner" and "contaner" agree. */
function sound(word: string): string {
  return word
    .replace(/ph/g, 'f')
    .replace(/ck|k|q/g, 'c')
    .replace(/z/g, 's')
    .replace(/y/g, 'i')
    .replace(/(.)\1+/g, '$1');
}

function deletions(word: string, most: number): Set<string> {
  const keys = new Set([word]);
  let last = [word];
  for (let round = 0; round < most; round += 1) {
    last = last.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1)));
    for (const key of last) keys.add(key);
  }
  return keys;
}

/** Optimal string alignment distance. */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = editsOfLetter(a, i, b, before, last);
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** One row of the distance table: the first `i` letters of `a` against each beginning of `b`, from the two rows above. */
function editsOfLetter(a: string, i: number, b: string, before: readonly number[], last: readonly number[]): number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change);
    const crossed = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    row.push(crossed ? Math.min(least, (before[j - 2] ?? 0) + 1) : least);
  }
  return row;
}
