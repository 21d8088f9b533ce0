import { z } from 'zod';
import type { Signals } from './signals.ts';

/** A trained linear model as it is stored: rows of small whole numbers, one row a signal, only what is not zero. */
const storedModel = z.strictObject({
  classes: z.array(z.string()),
  /** What one stored unit is worth. */
  unit: z.number(),
  bias: z.array(z.number()),
  /** Base64 of Uint32: hashed signals in rising order. */
  signals: z.string(),
  /** Base64 of Uint16: how many classes each signal speaks for. */
  counts: z.string(),
  /** Base64 of Uint16 and Int8, row after row: the classes and their weights. */
  columns: z.string(),
  weights: z.string(),
});

/** The file knowledge/built/weights.json. */
export const storedWeights = z.strictObject({
  /** SHA-256 of all that the weights were built from. */
  inputs: z.string(),
  targets: z.string(),
  ordinary: z.string(),
  field: z.string(),
  topics: storedModel,
  facts: storedModel,
});

export type StoredModel = z.infer<typeof storedModel>;
export type StoredWeights = z.infer<typeof storedWeights>;

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

export function modelFrom(stored: StoredModel): Model {
  const keys = new Uint32Array(bytes(stored.signals));
  const starts = startsFrom(new Uint16Array(bytes(stored.counts)));
  const columns = new Uint16Array(bytes(stored.columns));
  const weights = new Int8Array(bytes(stored.weights));
  const addRow = (row: number, scale: number, sums: Float64Array): void => {
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at += 1) {
      const column = columns[at] ?? 0;
      sums[column] = (sums[column] ?? 0) + (weights[at] ?? 0) * scale;
    }
  };
  return {
    classes: stored.classes,
    evidence(signals) {
      const sums = Float64Array.from(stored.bias);
      for (const [key, value] of signals) {
        const row = positionOf(key, keys);
        if (row >= 0) addRow(row, value * stored.unit, sums);
      }
      return sums;
    },
  };
}

/** Where each row begins, and where the last one ends. */
function startsFrom(counts: Uint16Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (const [index, count] of counts.entries()) starts[index + 1] = (starts[index] ?? 0) + count;
  return starts;
}

/** The position of a key in a rising list, or -1. */
function positionOf(key: number, keys: Uint32Array): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = keys[middle] ?? 0;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
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

/** A copy that starts on a fresh buffer, so that wider numbers can be read from it. */
function bytes(base64: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(base64, 'base64')).buffer;
}
