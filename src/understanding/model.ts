import type { Signals } from './signals.ts';

/**
 * A trained linear model as it is stored: rows of small whole numbers, one row a signal, only what is not zero. What is
 * read together stands together: a turn looks up a hundred rows, and waiting for memory would be most of its time.
 */
export interface StoredModel {
  classes: readonly string[];
  /** What one stored unit is worth. */
  unit: number;
  bias: Float64Array;
  /** Pairs: a hashed signal, in rising order, and where its row begins; behind the last pair 0 and where it ends. */
  rows: Uint32Array;
  /** Row after row: the place of a class that the signal speaks for times 256, plus the units with 128 added. */
  entries: Uint16Array | Uint32Array;
}

/** An entry of a row. @param units -127 to 127 */
export const entryFrom = (column: number, units: number): number => column * 256 + units + 128;
export const columnOf = (entry: number): number => entry >>> 8;
export const unitsOf = (entry: number): number => (entry & 255) - 128;

export interface Scored<Id extends string = string> {
  id: Id;
  /** Probability, 0 to 1. */
  score: number;
}

export interface Model {
  classes: readonly string[];
  /** The evidence for each class, in the order of `classes`, before it is made a probability. */
  evidence(signals: Signals): Float64Array;
}

export function modelFrom({ classes, unit, bias, rows, entries }: StoredModel): Model {
  let placeOf: ReturnType<typeof finderIn> | undefined;
  const addRow = (place: number, scale: number, sums: Float64Array): void => {
    const end = rows[place + 3] ?? 0;
    for (let at = rows[place + 1] ?? 0; at < end; at += 1) {
      const entry = entries[at] ?? 0;
      const column = columnOf(entry);
      sums[column] = (sums[column] ?? 0) + unitsOf(entry) * scale;
    }
  };
  return {
    classes,
    evidence({ keys, values }) {
      const sums = bias.slice();
      // Made for the first question, so that no start waits for it.
      placeOf ??= finderIn(rows);
      for (let index = 0; index < keys.length; index += 1) {
        const place = placeOf(keys[index] ?? 0);
        if (place >= 0) addRow(place, (values[index] ?? 0) * unit, sums);
      }
      return sums;
    },
  };
}

/** As many pairs of 64 bits as a line of the processor's cache holds. */
const LINE = 8;

/** Finds the place of a signal's pair by its highest bits, or -1: hashes are spread evenly, so that about a line of pairs shares them. */
function finderIn(rows: Uint32Array): (signal: number) => number {
  const size = rows.length / 2 - 1;
  const shift = 32 - Math.max(1, Math.ceil(Math.log2(size / LINE + 1)));
  const firsts = new Uint32Array(2 ** (32 - shift) + 1);
  for (let row = 0; row < size; row += 1) firsts[((rows[row * 2] ?? 0) >>> shift) + 1] = row * 2 + 2;
  for (let at = 1; at < firsts.length; at += 1) firsts[at] = Math.max(firsts[at] ?? 0, firsts[at - 1] ?? 0);
  return (signal) => {
    const key = signal >>> 0;
    const end = firsts[(key >>> shift) + 1] ?? 0;
    for (let place = firsts[key >>> shift] ?? 0; place < end; place += 2) if (rows[place] === key) return place;
    return -1;
  };
}

/** Makes evidence into probabilities of classes of which exactly one is right, in place. */
export function softmax(evidence: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of evidence) most = Math.max(most, value);
  let sum = 0;
  for (let column = 0; column < evidence.length; column += 1) {
    const power = Math.exp((evidence[column] ?? 0) - most);
    evidence[column] = power;
    sum += power;
  }
  for (let column = 0; column < evidence.length; column += 1) evidence[column] = (evidence[column] ?? 0) / sum;
  return evidence;
}

/**
 * Classes of which any number may be right: the mean of what the whole utterance and its likeliest part say for each,
 * of those that reach `least`, best first.
 */
export function likeliest(
  { classes }: Model,
  whole: Float64Array,
  parts: readonly Float64Array[],
  least: number,
): Scored[] {
  const scored = classes.flatMap((id, column): Scored[] => {
    const all = whole[column] ?? 0;
    let most = parts.length > 0 ? Number.NEGATIVE_INFINITY : all;
    for (const values of parts) most = Math.max(most, values[column] ?? 0);
    const score = (probability(all) + probability(most)) / 2;
    return score >= least ? [{ id, score }] : [];
  });
  return scored.sort((a, b) => b.score - a.score);
}

const probability = (evidence: number): number => 1 / (1 + Math.exp(-evidence));
