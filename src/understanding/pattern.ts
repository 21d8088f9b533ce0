import { type CompiledPatterns, compilePatterns, fingerprintOf, type GroupLists, type Ways } from './compiled.ts';
import { match, type Run } from './matcher.ts';
import { type Spoken, spokenFrom } from './spoken.ts';
import type { Word } from './text.ts';
import { numberOf, type WordTable } from './word-table.ts';

/** Where a pattern was found: words `from` to `to` (exclusive), and the number it caught. A match never leaves its clause. */
export interface Match<T> {
  meaning: T;
  from: number;
  to: number;
  number?: number;
}

export interface PatternIndex<T> {
  find(words: readonly Word[]): Match<T>[];
}

/**
 * Finds patterns in time linear in the text: each word tries only the patterns of which it can be the rarest part, so
 * that neither common words nor the number of patterns make it slow.
 * @param built what was compiled earlier; taken when it was made from these very patterns
 * @throws Error naming the pattern when its brackets do not match, a group does not exist, or nothing is left to match
 */
export function createPatternIndex<T>(
  ways: readonly Ways<T>[],
  groups: GroupLists,
  built?: CompiledPatterns,
): PatternIndex<T> {
  const compiled = built && built.fingerprint === fingerprintOf(ways, groups) ? built : compilePatterns(ways, groups);
  const meanings = ways.map(({ meaning }) => meaning);
  const needs = needsIn(compiled);
  return { find: (words) => findIn(compiled, meanings, needs, words) };
}

/** Keeps which needs of patterns the words meet that are looked at now. */
interface Needs {
  meet(key: number): void;
  areMet(pattern: number): boolean;
  /** Nothing is met any more. */
  clear(): void;
}

function needsIn({ needs, meets, met }: CompiledPatterns): Needs {
  const lastMet = new Uint32Array(needs.reduce((most, need) => Math.max(most, need), 0) + 1);
  let round = 1;
  return {
    meet: (key) => {
      for (let place = meets[key] ?? 0; place < (meets[key + 1] ?? 0); place += 1) lastMet[met[place] ?? 0] = round;
    },
    areMet: (pattern) => {
      const need = needs[pattern] ?? 0;
      return need === 0 || lastMet[need] === round;
    },
    clear: () => {
      round += 1;
    },
  };
}

function findIn<T>(
  compiled: CompiledPatterns,
  meanings: readonly T[],
  needs: Needs,
  words: readonly Word[],
): Match<T>[] {
  const { code, members, prefixes, keys } = compiled;
  const spoken = spokenFrom(words, keys);
  const search: Search<T> = {
    compiled,
    meanings,
    needs,
    run: { code, members, prefixes, spoken },
    found: [],
    seen: new Set(),
  };
  const keysByWord = words.map((_, at) => keysAt(at, spoken, keys));
  needs.clear();
  for (const key of keysByWord.flat()) needs.meet(key);
  for (const [at, known] of keysByWord.entries()) for (const key of known) tryKey(key, at, search);
  return search.found.sort((a, b) => a.from - b.from);
}

interface Search<T> {
  compiled: CompiledPatterns;
  meanings: readonly T[];
  needs: Needs;
  run: Run;
  found: Match<T>[];
  /** Pattern and place of each match, since a pattern may have several keys. */
  seen: Set<number>;
}

/** How many letters of a prefix are a key. */
const PREFIXES = [1, 2, 3] as const;

/** The keys under which patterns may stand whose rarest part is the word. */
function keysAt(at: number, { words, stems, texts, numbers }: Spoken, keys: WordTable): number[] {
  const text = words[at]?.text ?? '';
  const [stem = -1, whole = -1] = [stems[at], texts[at]];
  const all = [stem, ...PREFIXES.map((length) => numberOf(`${text.slice(0, length)}*`, keys))];
  if (whole !== stem) all.push(whole);
  if (numbers[at] !== undefined) all.push(numberOf('#', keys));
  return all.filter((key) => key >= 0);
}

/** Tries the patterns of a key wherever they could begin when their anchor is the word at `at`. */
function tryKey<T>(key: number, at: number, search: Search<T>): void {
  const { buckets, anchored, least, most } = search.compiled;
  const start = search.run.spoken.clauseStarts[at] ?? 0;
  for (let place = buckets[key] ?? 0; place < (buckets[key + 1] ?? 0); place += 1) {
    const pattern = anchored[place] ?? 0;
    if (!search.needs.areMet(pattern)) continue;
    const first = Math.max(start, at - (most[pattern] ?? 0));
    tryFrom(pattern, first, at - (least[pattern] ?? 0), search);
  }
}

function tryFrom<T>(pattern: number, first: number, last: number, search: Search<T>): void {
  for (let from = first; from <= last; from += 1) tryAt(pattern, from, search);
}

function tryAt<T>(pattern: number, from: number, { compiled, meanings, run, found, seen }: Search<T>): void {
  const { words, numbers, clauseEnds } = run.spoken;
  const to = match(run, compiled.begins[pattern] ?? 0, from, clauseEnds[from] ?? 0);
  const key = pattern * words.length + from;
  if (to <= from || seen.has(key)) return;
  seen.add(key);
  const meaning = meanings[compiled.meanings[pattern] ?? 0];
  const number = numbers.slice(from, to).find((value) => value !== undefined);
  if (meaning !== undefined) found.push({ meaning, from, to, ...(number !== undefined && { number }) });
}
