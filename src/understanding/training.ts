import { entryFrom, type StoredModel } from './model.ts';
import type { Signals } from './signals.ts';

/** One utterance to learn from, with the classes that are right for it. */
export interface Example {
  signals: Signals;
  classes: readonly string[];
}

export interface Training {
  classes: readonly string[];
  /** `one`: exactly one class is right (softmax); `many`: any number may be (one yes-or-no each). */
  right: 'one' | 'many';
  epochs: number;
  /** A signal seen in fewer examples is left out. */
  leastSeen: number;
}

const RATE = 0.5;
const DECAY = 1e-6;

/**
 * Multinomial or one-against-rest logistic regression by stochastic gradient descent with AdaGrad steps, one step size a
 * signal. Order, numbers and rounding are fixed, so that the same examples give the same weights byte for byte.
 */
export function train(examples: readonly Example[], { classes, right, epochs, leastSeen }: Training): StoredModel {
  const keys = frequentKeys(examples, leastSeen);
  const position = new Map(keys.map((key, index) => [key, index]));
  const rows = examples.map(({ signals, classes: wanted }) =>
    compact(
      signals,
      position,
      wanted.map((id) => classes.indexOf(id)),
    ),
  );
  const width = classes.length;
  const weights = new Float64Array(keys.length * width);
  const bias = new Float64Array(width);
  const squares = new Float64Array(keys.length).fill(1e-3);
  const random = createRandom(7);
  const order = rows.map((_, index) => index);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const row = rows[index];
      if (row) step(row, { weights, bias, squares, width, right, rate: RATE / (1 + epoch / 4) });
    }
  }
  return stored(keys, classes, weights, bias);
}

interface Row {
  at: Int32Array;
  value: Float64Array;
  wanted: readonly number[];
}

interface State {
  weights: Float64Array;
  bias: Float64Array;
  squares: Float64Array;
  width: number;
  right: Training['right'];
  rate: number;
}

function frequentKeys(examples: readonly Example[], leastSeen: number): number[] {
  const seen = new Map<number, number>();
  for (const { signals } of examples) for (const key of signals.keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  const kept = [...seen].flatMap(([key, count]) => (count >= leastSeen ? [key] : []));
  return kept.sort((a, b) => (a >>> 0) - (b >>> 0));
}

function compact(signals: Signals, position: ReadonlyMap<number, number>, wanted: readonly number[]): Row {
  const kept = signals.keys.flatMap((key, index) => {
    const at = position.get(key);
    return at === undefined ? [] : [[at, signals.values[index] ?? 0] as const];
  });
  return { at: Int32Array.from(kept, ([at]) => at), value: Float64Array.from(kept, ([, value]) => value), wanted };
}

function step(row: Row, state: State): void {
  const { weights, bias, squares, width, rate } = state;
  const errors = errorsOf(row, state);
  let size = 0;
  for (const [column, error] of errors.entries()) {
    bias[column] = (bias[column] ?? 0) - 0.05 * rate * error;
    size += error * error;
  }
  for (let index = 0; index < row.at.length; index += 1) {
    const at = row.at[index] ?? 0;
    const value = row.value[index] ?? 0;
    const square = (squares[at] ?? 0) + size * value * value;
    squares[at] = square;
    const pace = (rate * value) / Math.sqrt(square);
    const start = at * width;
    for (let column = 0; column < width; column += 1) {
      const weight = weights[start + column] ?? 0;
      weights[start + column] = weight - pace * (errors[column] ?? 0) - DECAY * weight;
    }
  }
}

/** Probability minus truth, for each class. */
function errorsOf(row: Row, state: State): Float64Array {
  const errors = evidenceFor(row, state);
  if (state.right === 'many') squash(errors);
  else normalise(errors);
  for (const column of row.wanted) errors[column] = (errors[column] ?? 0) - 1;
  return errors;
}

/** What the signals of an example say for each class, before it is made a probability. */
function evidenceFor({ at: places, value: values }: Row, { weights, bias, width }: State): Float64Array {
  const evidence = Float64Array.from(bias);
  for (let index = 0; index < places.length; index += 1) {
    const start = (places[index] ?? 0) * width;
    const value = values[index] ?? 0;
    for (let column = 0; column < width; column += 1)
      evidence[column] = (evidence[column] ?? 0) + (weights[start + column] ?? 0) * value;
  }
  return evidence;
}

/** Evidence made probabilities, each class for itself. */
function squash(values: Float64Array): void {
  for (let at = 0; at < values.length; at += 1) values[at] = 1 / (1 + Math.exp(-(values[at] ?? 0)));
}

/** Evidence made probabilities that add up to one. */
function normalise(values: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) most = Math.max(most, value);
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) {
    values[at] = Math.exp((values[at] ?? 0) - most);
    sum += values[at] ?? 0;
  }
  for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / sum;
}

/** A generator of numbers in [0, 1) that gives the same row for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(list: number[], random: () => number): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = list[at] ?? 0;
    list[at] = list[other] ?? 0;
    list[other] = kept;
  }
}

/** Weights below this many units say too little to be kept. */
const LEAST_UNITS = 3;

function stored(
  keys: readonly number[],
  classes: readonly string[],
  weights: Float64Array,
  bias: Float64Array,
): StoredModel {
  const width = classes.length;
  const unit = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const rows: number[] = [];
  const entries: number[] = [];
  for (const [index, key] of keys.entries()) {
    const begin = entries.length;
    for (let column = 0; column < width; column += 1) {
      const units = Math.round((weights[index * width + column] ?? 0) / unit);
      if (Math.abs(units) >= LEAST_UNITS) entries.push(entryFrom(column, units));
    }
    if (entries.length > begin) rows.push(key, begin);
  }
  return {
    classes: [...classes],
    unit,
    bias: bias.map((value) => Math.round(value * 1e4) / 1e4),
    rows: Uint32Array.from([...rows, 0, entries.length]),
    entries: width > 256 ? Uint32Array.from(entries) : Uint16Array.from(entries),
  };
}
