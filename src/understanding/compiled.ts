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
  const keys = wordTableFrom([...keysIn(read, new Set(anchors.flatMap((anchor) => anchor.keys)))]);
  const numberIn = (word: string): number => numberOf(word, keys);
  const writer: Writer = { code: [], members: [], prefixes: [], numberOf: numberIn, sets: new Map() };
  const begins = Uint32Array.from(read, (parts) => writePattern(writer, parts));
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
    ...bucketsFrom(
      anchors.map((anchor) => anchor.keys.map(numberIn)),
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

/** The patterns of each of so many keys, one key after another; `keysOf` has the keys of each pattern. */
function bucketsFrom(
  keysOf: readonly (readonly number[])[],
  size: number,
): Pick<CompiledPatterns, 'buckets' | 'anchored'> {
  const patterns: number[][] = Array.from({ length: size }, () => []);
  for (const [pattern, keys] of keysOf.entries()) for (const key of new Set(keys)) patterns[key]?.push(pattern);
  const buckets = new Uint32Array(size + 1);
  for (const [key, { length }] of patterns.entries()) buckets[key + 1] = (buckets[key] ?? 0) + length;
  return { buckets, anchored: Uint32Array.from(patterns.flat()) };
}
