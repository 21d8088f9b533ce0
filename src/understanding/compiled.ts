import { anchorOf, countKeys } from './anchor.ts';
import { EMPTY, hashOn } from './hash.ts';
import { type Groups, groupsFrom, type Part, readParts } from './notation.ts';
import { type Writer, writePattern } from './program.ts';
import { numberOf, sizeOf, type WordTable, wordTableFrom } from './word-table.ts';

/** The ways of saying one thing, as knowledge files write them. */
export interface Ways<T> {
  meaning: T;
  patterns: readonly string[];
}

/** The groups of groups.yaml: named alternatives, which patterns share. */
export type GroupLists = Readonly<Record<string, readonly string[]>>;

/** Patterns made ready to be looked for, as flat arrays: they are stored with the weights and used as they stand. */
export interface CompiledPatterns {
  /** Tells from which patterns this was made. */
  fingerprint: number;
  /** The words that patterns name, and the other keys under which they are looked for. */
  keys: WordTable;
  prefixes: string[];
  code: Uint32Array;
  members: Uint32Array;
  /** For each pattern: its first instruction, the place of its ways, and where it begins before its anchor. */
  begins: Uint32Array;
  meanings: Uint32Array;
  least: Uint8Array;
  most: Uint8Array;
  /** The patterns under each key: those of key k stand at `buckets[k]` to `buckets[k + 1]`. */
  buckets: Uint32Array;
  anchored: Uint32Array;
  /** For each pattern, which of the needs must be met before it is tried; need 0 always is. */
  needs: Uint32Array;
  /** The needs that each key meets, in the same way as the patterns under it. */
  meets: Uint32Array;
  met: Uint32Array;
}

/** A number that differs when patterns or groups do. */
export function fingerprintOf(ways: readonly Ways<unknown>[], groups: GroupLists): number {
  let value = hashOn(EMPTY, JSON.stringify(groups));
  for (const { patterns } of ways) {
    for (const pattern of patterns) value = hashOn(hashOn(value, pattern), '\n');
    value = hashOn(value, '\f');
  }
  return value >>> 0;
}

/** @throws Error naming the pattern when its brackets do not match, a group does not exist, or nothing is left to match. */
export function compilePatterns(ways: readonly Ways<unknown>[], lists: GroupLists): CompiledPatterns {
  const groups = groupsFrom(lists);
  const meanings: number[] = [];
  const read = ways.flatMap(({ patterns }, place) =>
    patterns.map((pattern) => {
      meanings.push(place);
      return partsOf(pattern, groups);
    }),
  );
  const commonness = countKeys(read);
  const anchors = read.map((parts) => anchorOf(parts, commonness));
  const keys = wordTableFrom([
    ...keysIn(read, new Set(anchors.flatMap((anchor) => [...anchor.keys, ...anchor.needs]))),
  ]);
  const numberIn = (word: string): number => numberOf(word, keys);
  const writer: Writer = { code: [], members: [], prefixes: [], numberOf: numberIn, sets: new Map() };
  const begins = Uint32Array.from(read, (parts) => writePattern(writer, parts));
  const buckets = byKey(
    anchors.map((anchor) => anchor.keys.map(numberIn)),
    sizeOf(keys),
  );
  return {
    fingerprint: fingerprintOf(ways, lists),
    keys,
    prefixes: writer.prefixes,
    code: Uint32Array.from(writer.code),
    members: Uint32Array.from(writer.members),
    begins,
    meanings: Uint32Array.from(meanings),
    least: Uint8Array.from(anchors, (anchor) => anchor.least),
    most: Uint8Array.from(anchors, (anchor) => anchor.most),
    buckets: buckets.starts,
    anchored: buckets.places,
    ...needsFrom(
      anchors.map((anchor) => anchor.needs.map(numberIn)),
      sizeOf(keys),
    ),
  };
}

function partsOf(pattern: string, groups: Groups): Part[] {
  const parts = readParts(pattern, groups);
  if (!parts.some(({ kind, optional }) => kind !== 'gap' && !optional))
    throw new Error(`pattern "${pattern}" is empty`);
  return parts;
}

/** The keys and all words of the parts. */
function keysIn(patterns: readonly (readonly Part[])[], keys: Set<string>): Set<string> {
  for (const part of patterns.flat()) {
    if (part.kind === 'choice') keysIn(part.alternatives, keys);
    if (part.kind === 'words') for (const word of part.stems) keys.add(word);
  }
  return keys;
}

/** The needs of the patterns, each once; `keysOf` has the keys of which each pattern needs one. */
function needsFrom(
  keysOf: readonly (readonly number[])[],
  size: number,
): Pick<CompiledPatterns, 'needs' | 'meets' | 'met'> {
  const numbers = new Map([['', 0]]);
  const keysOfNeed: (readonly number[])[] = [[]];
  const needs = Uint32Array.from(keysOf, (keys) => {
    const name = keys.toSorted((a, b) => a - b).join(' ');
    const number = numbers.get(name) ?? keysOfNeed.push(keys) - 1;
    numbers.set(name, number);
    return number;
  });
  const { starts, places } = byKey(keysOfNeed, size);
  return { needs, meets: starts, met: places };
}

/** For each of so many keys the places in the list at which it stands, one key after another. */
function byKey(keysOf: readonly (readonly number[])[], size: number): { starts: Uint32Array; places: Uint32Array } {
  const lists: number[][] = Array.from({ length: size }, () => []);
  for (const [place, keys] of keysOf.entries()) for (const key of new Set(keys)) lists[key]?.push(place);
  const starts = new Uint32Array(size + 1);
  for (const [key, { length }] of lists.entries()) starts[key + 1] = (starts[key] ?? 0) + length;
  return { starts, places: Uint32Array.from(lists.flat()) };
}
