import type { Signals } from './signals.ts';
import { placeIn } from './sorted.ts';

/** A trained linear model as it is stored: rows of small whole numbers, one row a signal, only what is not zero. */
export interface StoredModel {
  classes: readonly string[];
  /** What one stored unit is worth. */
  unit: number;
  bias: Float64Array;
  /** Hashed signals in rising order. */
  signals: Uint32Array;
  /** Where the row of each signal begins, and where one more would. */
  starts: Uint32Array;
  /** Row after row: the classes that a signal speaks for, and how strongly. */
  columns: Uint8Array | Uint16Array;
  weights: Int8Array;
}

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

export function modelFrom({ classes, unit, bias, signals: stored, starts, columns, weights }: StoredModel): Model {
  const rowOf = finderIn(stored);
  const addRow = (row: number, scale: number, sums: Float64Array): void => {
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at += 1) {
      const column = columns[at] ?? 0;
      sums[column] = (sums[column] ?? 0) + (weights[at] ?? 0) * scale;
    }
  };
  return {
    classes,
    evidence({ keys, values }) {
      const sums = bias.slice();
      for (let index = 0; index < keys.length; index += 1) {
        const row = rowOf(keys[index] ?? 0);
        if (row >= 0) addRow(row, (values[index] ?? 0) * unit, sums);
      }
      return sums;
    },
  };
}

/** Finds numbers in a rising list by their highest bits: hashes are spread evenly, so that few share them. */
function finderIn(list: Uint32Array): (key: number) => number {
  const shift = 32 - Math.max(1, Math.min(24, Math.floor(Math.log2(list.length + 1))));
  const firsts = new Uint32Array(2 ** (32 - shift) + 1);
  for (const key of list) firsts[(key >>> shift) + 1] = (firsts[(key >>> shift) + 1] ?? 0) + 1;
  for (let at = 1; at < firsts.length; at += 1) firsts[at] = (firsts[at] ?? 0) + (firsts[at - 1] ?? 0);
  return (signed) => {
    const key = signed >>> 0;
    const place = placeIn(list, key, firsts[key >>> shift], firsts[(key >>> shift) + 1]);
    return list[place] === key ? place : -1;
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
 * Classes of which any number may be right: those that are at least so probable by one of several pieces of evidence,
 * best first.
 */
export function likeliest({ classes }: Model, evidence: readonly Float64Array[], least: number): Scored[] {
  const needed = -Math.log(1 / least - 1);
  const scored = classes.flatMap((id, column): Scored[] => {
    let most = Number.NEGATIVE_INFINITY;
    for (const values of evidence) most = Math.max(most, values[column] ?? 0);
    return most >= needed ? [{ id, score: 1 / (1 + Math.exp(-most)) }] : [];
  });
  return scored.sort((a, b) => b.score - a.score);
}
