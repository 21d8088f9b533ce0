import type { Part } from './notation.ts';

/** What an instruction does; each takes three cells: what it does, and up to two numbers. */
export const DO = {
  /** The next word is this one (a number of the key table). */
  word: 0,
  /** The next word is one of a set (its place among the members, and where it ends). */
  set: 1,
  /** The next word begins with this prefix (its number). */
  prefix: 2,
  /** The next word is a number; this and those above take one word each. */
  number: 3,
  /** So many to so many words of any kind come next. */
  gap: 4,
  /** What follows is tried; when it fails, the instruction at this place. */
  else: 5,
  /** Goes on at this place. */
  go: 6,
  /** The pattern is found. */
  end: 7,
} as const;

/** The cells that an instruction takes. */
export const CELLS = 3;

/** Collects the instructions of many patterns. */
export interface Writer {
  code: number[];
  /** The words of sets, by number, each set in rising order. */
  members: number[];
  prefixes: string[];
  numberOf: (word: string) => number;
  /** Where the sets stand among the members that are written already: groups stand in many patterns. */
  sets: Map<ReadonlySet<string>, number>;
}

/** Writes the instructions that match a pattern, and returns where they begin. */
export function writePattern(writer: Writer, parts: readonly Part[]): number {
  const begin = writer.code.length;
  writeParts(writer, parts);
  write(writer, DO.end);
  return begin;
}

function writeParts(writer: Writer, parts: readonly Part[]): void {
  for (const part of parts) {
    const missing = part.optional ? write(writer, DO.else) : undefined;
    writePart(writer, part);
    if (missing !== undefined) writer.code[missing + 1] = writer.code.length;
  }
}

function writePart(writer: Writer, part: Part): void {
  switch (part.kind) {
    case 'words':
      writeWords(writer, part.stems);
      break;
    case 'prefix':
      write(writer, DO.prefix, placeOf(part.prefix, writer.prefixes));
      break;
    case 'number':
      write(writer, DO.number);
      break;
    case 'gap':
      write(writer, DO.gap, part.from, part.to);
      break;
    case 'choice':
      writeChoice(writer, part.alternatives);
      break;
  }
}

function writeWords(writer: Writer, words: ReadonlySet<string>): void {
  const [first] = words;
  if (first !== undefined && words.size === 1) {
    write(writer, DO.word, writer.numberOf(first));
    return;
  }
  const start = writer.sets.get(words) ?? writer.members.length;
  if (!writer.sets.has(words)) writer.members.push(...[...words].map(writer.numberOf).sort((a, b) => a - b));
  writer.sets.set(words, start);
  write(writer, DO.set, start, start + words.size);
}

function writeChoice(writer: Writer, alternatives: readonly (readonly Part[])[]): void {
  const ends: number[] = [];
  for (const [index, alternative] of alternatives.entries()) {
    const last = index === alternatives.length - 1;
    const other = last ? undefined : write(writer, DO.else);
    writeParts(writer, alternative);
    if (other === undefined) continue;
    ends.push(write(writer, DO.go));
    writer.code[other + 1] = writer.code.length;
  }
  for (const end of ends) writer.code[end + 1] = writer.code.length;
}

/** Writes one instruction and returns where it stands. */
function write({ code }: Writer, what: number, first = 0, second = 0): number {
  return code.push(what, first, second) - CELLS;
}

function placeOf(text: string, list: string[]): number {
  const place = list.indexOf(text);
  return place < 0 ? list.push(text) - 1 : place;
}
