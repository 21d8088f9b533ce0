import { CELLS, DO } from './program.ts';
import { placeIn } from './sorted.ts';
import type { Spoken } from './spoken.ts';

/** Instructions and the words they run on. */
export interface Run {
  code: Uint32Array;
  members: Uint32Array;
  prefixes: readonly string[];
  spoken: Spoken;
}

/**
 * Matches the instructions that begin at `begin` with the words from `from` up to `end`; returns the word after the
 * match, or -1. Where there is a choice the first way is tried first, the longest in optional parts.
 */
export function match(run: Run, begin: number, from: number, end: number): number {
  let [place, at] = [begin, from];
  while ((run.code[place] ?? DO.end) <= DO.number) {
    if (at >= end || !fits(run, place, at)) return -1;
    place += CELLS;
    at += 1;
  }
  return goOn(run, place, at, end);
}

/** Whether the word is one that the instruction asks for. */
function fits({ code, members, prefixes, spoken }: Run, place: number, at: number): boolean {
  const { words, stems, texts, numbers } = spoken;
  const first = code[place + 1] ?? 0;
  switch (code[place]) {
    case DO.word:
      return stems[at] === first || texts[at] === first;
    case DO.set: {
      const [to, stem = -1, text = -1] = [code[place + 2] ?? 0, stems[at], texts[at]];
      return contains(members, stem, first, to) || (text !== stem && contains(members, text, first, to));
    }
    case DO.prefix:
      return words[at]?.text.startsWith(prefixes[first] ?? '') === true;
    default:
      return numbers[at] !== undefined;
  }
}

function goOn(run: Run, place: number, at: number, end: number): number {
  const { code } = run;
  switch (code[place]) {
    case DO.gap:
      return skip(run, place, at, end);
    case DO.else: {
      const found = match(run, place + CELLS, at, end);
      return found < 0 ? match(run, code[place + 1] ?? 0, at, end) : found;
    }
    case DO.go:
      return match(run, code[place + 1] ?? 0, at, end);
    default:
      return at;
  }
}

function skip(run: Run, place: number, at: number, end: number): number {
  const most = Math.min(at + (run.code[place + 2] ?? 0), end);
  for (let to = at + (run.code[place + 1] ?? 0); to <= most; to += 1) {
    const found = match(run, place + CELLS, to, end);
    if (found >= 0) return found;
  }
  return -1;
}

/** Whether a number stands in a rising part of a list. */
function contains(list: Uint32Array, wanted: number, from: number, to: number): boolean {
  const at = placeIn(list, wanted, from, to);
  return at < to && list[at] === wanted;
}
