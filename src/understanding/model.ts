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

export function modelFrom({ classes, unit, bias, signals: keys, starts, columns, weights }: StoredModel): Model {
  const addRow = (row: number, scale: number, sums: Float64Array): void => {
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at += 1) {
      const column = columns[at] ?? 0;
      sums[column] = (sums[column] ?? 0) + (weights[at] ?? 0) * scale;
    }
  };
  return {
    classes,
    evidence(signals) {
      const sums = bias.slice();
      for (const [key, value] of signals) {
        const row = placeIn(keys, key);
        if (keys[row] === key) addRow(row, value * unit, sums);
      }
      return sums;
    },
  };
}

/** Probabilities of classes of which exactly one is right, best first. */
export function softmax({ classes }: Model, evidence: Float64Array): Scored[] {
  const most = evidence.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = evidence.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return classes.map((id, index) => ({ id, score: (powers[index] ?? 0) / sum })).sort((a, b) => b.score - a.score);
}

/** Probabilities of classes of which any number may be right, best first. */
export function sigmoid({ classes }: Model, evidence: Float64Array): Scored[] {
  return classes
    .map((id, index) => ({ id, score: 1 / (1 + Math.exp(-(evidence[index] ?? 0))) }))
    .sort((a, b) => b.score - a.score);
}
