import { type Matcher, matcherFrom } from './matcher.ts';
import { type Groups, type Part, readParts } from './notation.ts';
import { numberFrom } from './number.ts';
import type { Word } from './text.ts';

/** A way of saying something, and what it means. A match never leaves its clause. */
export interface Pattern<T> {
  readonly source: string;
  readonly meaning: T;
  readonly parts: readonly Part[];
}

/** Where a pattern was found: words `from` to `to` (exclusive), and the number it caught. */
export interface Match<T> {
  meaning: T;
  from: number;
  to: number;
  number?: number;
}

export interface PatternIndex<T> {
  find(words: readonly Word[]): Match<T>[];
}

const NO_GROUPS: Groups = new Map();

/** @throws Error naming the pattern when brackets do not close or nothing is left to match. */
export function patternFrom<T>(source: string, meaning: T, groups = NO_GROUPS): Pattern<T> {
  const parts = readParts(source, groups);
  if (!parts.some(({ kind, optional }) => kind !== 'gap' && !optional)) throw new Error(`pattern "${source}" is empty`);
  return { source, meaning, parts };
}

/** A pattern under the words of its rarest part, which stands `least` to `most` words behind its beginning. */
interface Anchored<T> {
  pattern: Pattern<T>;
  id: number;
  least: number;
  most: number;
  /** Made when the pattern is tried for the first time. */
  matcher?: Matcher;
}

/**
 * Finds patterns in time linear in the text: each word tries only the patterns of which it can be the rarest part, so
 * that neither common words nor the number of patterns make it slow.
 */
export function createPatternIndex<T>(patterns: readonly Pattern<T>[]): PatternIndex<T> {
  const commonness = countKeys(patterns);
  const byKey = new Map<string, Anchored<T>[]>();
  for (const [id, pattern] of patterns.entries()) {
    const { keys, least, most } = anchorOf(pattern.parts, commonness);
    const anchored = { pattern, id, least, most };
    for (const key of new Set(keys)) listAt(byKey, key).push(anchored);
  }
  return { find: (words) => findIn(byKey, words) };
}

function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function findIn<T>(byKey: ReadonlyMap<string, Anchored<T>[]>, words: readonly Word[]): Match<T>[] {
  const found: Match<T>[] = [];
  const tried = new Set<number>();
  for (const [at, word] of words.entries()) {
    for (const key of keysOf(word)) {
      for (const anchored of byKey.get(key) ?? []) tryAround(anchored, at, words, tried, found);
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Tries a pattern wherever it could begin when its anchor is the word at `at`. */
function tryAround<T>(
  anchored: Anchored<T>,
  at: number,
  words: readonly Word[],
  tried: Set<number>,
  found: Match<T>[],
): void {
  const clause = words[at]?.clause ?? 0;
  for (let from = Math.max(0, at - anchored.most); from <= at - anchored.least; from += 1) {
    const key = anchored.id * words.length + from;
    if (words[from]?.clause !== clause || tried.has(key)) continue;
    tried.add(key);
    anchored.matcher ??= matcherFrom(anchored.pattern.parts);
    const to = anchored.matcher(words, from, clause);
    if (to > from) found.push(matchOf(anchored.pattern.meaning, from, to, words));
  }
}

function matchOf<T>(meaning: T, from: number, to: number, words: readonly Word[]): Match<T> {
  for (let at = from; at < to; at += 1) {
    const word = words[at];
    const number = word && numberFrom(word);
    if (number !== undefined) return { meaning, from, to, number };
  }
  return { meaning, from, to };
}

function keysOf(word: Word): string[] {
  const { stem, text } = word;
  const keys = [stem, `${text.slice(0, 2)}*`, `${text.slice(0, 3)}*`];
  if (text !== stem) keys.push(text);
  if (numberFrom(word) !== undefined) keys.push('#');
  return keys;
}

/** The keys of the words that a part can begin with. */
function keysOfPart(part: Part): string[] {
  switch (part.kind) {
    case 'words':
      return [...part.stems];
    case 'prefix':
      return [`${part.prefix.slice(0, 3)}*`];
    case 'number':
      return ['#'];
    case 'gap':
      return [];
    case 'choice':
      return part.alternatives.flatMap(firstKeys);
  }
}

function firstKeys(parts: readonly Part[]): string[] {
  const keys: string[] = [];
  for (const part of parts) {
    keys.push(...keysOfPart(part));
    if (!part.optional) break;
  }
  return keys;
}

function countKeys(patterns: readonly Pattern<unknown>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { parts } of patterns)
    for (const part of parts) for (const key of keysOfPart(part)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The required part whose words are rarest over all patterns, and how far behind the beginning it can stand. */
function anchorOf(
  parts: readonly Part[],
  commonness: ReadonlyMap<string, number>,
): { keys: string[]; least: number; most: number } {
  let best = { keys: firstKeys(parts), least: 0, most: 0, weight: Number.POSITIVE_INFINITY };
  let least = 0;
  let most = 0;
  for (const part of parts) {
    const keys = keysOfPart(part);
    const weight = keys.reduce((sum, key) => sum + (commonness.get(key) ?? 0), 0);
    if (!part.optional && part.kind !== 'gap' && weight < best.weight && canAnchor(part))
      best = { keys, least, most, weight };
    const [short, long] = widthOf(part);
    least += short;
    most += long;
  }
  return best;
}

/** A choice with an alternative that may begin with a gap or be empty has no certain first word. */
function canAnchor(part: Part): boolean {
  if (part.kind !== 'choice') return true;
  return part.alternatives.every(([first]) => first && first.kind !== 'gap' && !first.optional);
}

/** The least and the most words that a part can take. */
function widthOf(part: Part): [number, number] {
  const [least, most] = part.kind === 'choice' ? widestOf(part.alternatives) : plainWidth(part);
  return [part.optional ? 0 : least, most];
}

const plainWidth = (part: Exclude<Part, { kind: 'choice' }>): [number, number] =>
  part.kind === 'gap' ? [part.from, part.to] : [1, 1];

function widestOf(alternatives: readonly (readonly Part[])[]): [number, number] {
  const widths = alternatives.map((alternative) =>
    alternative.map(widthOf).reduce<[number, number]>(([a, b], [least, most]) => [a + least, b + most], [0, 0]),
  );
  return [Math.min(...widths.map(([least]) => least)), Math.max(...widths.map(([, most]) => most))];
}
