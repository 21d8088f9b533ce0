import type { StoredModel } from '../../src/understanding/model.ts';
import { type Cipher, nameOf } from './cipher.ts';
import { inCopy } from './signal-keys.ts';

/** A signal's place in the list below is stored beside its number in 64 bits. */
const PLACE_BITS = 32n;

export interface Scaled {
  model: StoredModel;
  signals: number;
  /** Copies leave out weights up to this size, so that the whole fits. */
  dropped: number;
}

export interface Limits {
  /** Classes that all copies share. */
  isShared: (id: string) => boolean;
  /** The most weights that may be stored. */
  most: number;
}

interface Plain {
  keys: Uint32Array;
  starts: number[];
  columns: Uint16Array;
  weights: Int8Array;
}

export const keysIn = (stored: StoredModel): Uint32Array => new Uint32Array(bytes(stored.signals));

/**
 * The model with, in each copy, classes of its own beside the `shared` ones, and signals of its own for the words that
 * are respelt there. Signals of small words are one in all copies and speak for the classes of all.
 */
export function scaledModel(
  stored: StoredModel,
  copies: readonly Cipher[],
  names: ReadonlyMap<number, string>,
  { isShared, most }: Limits,
): Scaled {
  const plain = plainOf(stored);
  const own = stored.classes.flatMap((id, column) => (isShared(id) ? [] : [column]));
  const refs = refsOf(plain.keys, copies, names);
  const dropped = leastToDrop(plain.weights, copies.length, most);
  const columnsIn = copies.map((_, copy) => columnsOf(stored.classes.length, own, copy));
  const rows = mergeRows(plain, refs, columnsIn, dropped);
  const ownIds = own.map((column) => stored.classes[column] ?? '');
  const model = {
    unit: stored.unit * sharpness(copies.length + 1),
    classes: [...stored.classes, ...copies.flatMap(({ copy }) => ownIds.map((id) => nameOf(copy, id)))],
    bias: [...stored.bias, ...copies.flatMap(() => own.map((column) => stored.bias[column] ?? 0))],
    signals: base64(Uint32Array.from(rows.keys)),
    counts: base64(Uint16Array.from(rows.counts)),
    columns: base64(rows.columns),
    weights: base64(rows.weights),
  };
  return { model, signals: rows.keys.length, dropped };
}

/** Training would part more classes by larger weights; without it all are made larger, or no answer would stand out. */
const sharpness = (times: number): number => 1 + Math.log10(times) / 2;

/** Every signal of every copy with its place (copy 0 is the original), in the order of their numbers. */
function refsOf(keys: Uint32Array, copies: readonly Cipher[], names: ReadonlyMap<number, string>): BigUint64Array {
  const refs = new BigUint64Array(keys.length * (copies.length + 1));
  for (const [row, key] of keys.entries()) {
    const name = names.get(key);
    refs[row] = (BigInt(key) << PLACE_BITS) | BigInt(row);
    for (const [copy, cipher] of copies.entries()) {
      const place = (copy + 1) * keys.length + row;
      const number = name === undefined ? key ^ (cipher.copy * 0x9e3779b1) : inCopy(name, cipher);
      refs[place] = (BigInt(number >>> 0) << PLACE_BITS) | BigInt(place);
    }
  }
  return refs.sort();
}

/** For each column of the original its column in a copy; -1 for a shared one. */
function columnsOf(width: number, own: readonly number[], copy: number): Int32Array {
  const columns = new Int32Array(width).fill(-1);
  for (const [index, column] of own.entries()) columns[column] = width + copy * own.length + index;
  return columns;
}

interface Rows {
  keys: number[];
  counts: number[];
  columns: Uint16Array;
  weights: Int8Array;
  /** Entries written so far. */
  size: number;
}

/** Signals with the same number become one row. */
function mergeRows(plain: Plain, refs: BigUint64Array, columnsIn: readonly Int32Array[], dropped: number): Rows {
  const most = plain.weights.length * (columnsIn.length + 1);
  const rows: Rows = { keys: [], counts: [], columns: new Uint16Array(most), weights: new Int8Array(most), size: 0 };
  for (const ref of refs) {
    const key = Number(ref >> PLACE_BITS);
    const place = Number(BigInt.asUintN(Number(PLACE_BITS), ref));
    const row = place % plain.keys.length;
    const inside = columnsIn[Math.floor(place / plain.keys.length) - 1];
    const before = rows.size;
    writeRow(rows, plain, row, { inside, same: key === plain.keys[row], dropped: inside ? dropped : 0 });
    if (rows.keys.at(-1) !== key) rows.counts[rows.keys.push(key) - 1] = 0;
    rows.counts[rows.keys.length - 1] = (rows.counts.at(-1) ?? 0) + rows.size - before;
  }
  return { ...rows, columns: rows.columns.subarray(0, rows.size), weights: rows.weights.subarray(0, rows.size) };
}

interface Place {
  /** The columns of the copy; undefined in the original. */
  inside: Int32Array | undefined;
  /** Whether the signal is the same there as in the original. */
  same: boolean;
  dropped: number;
}

function writeRow(
  rows: Rows,
  { starts, columns, weights }: Plain,
  row: number,
  { inside, same, dropped }: Place,
): void {
  for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
    const weight = weights[at] ?? 0;
    const column = columnIn(inside, columns[at] ?? 0, same);
    if (column < 0 || Math.abs(weight) <= dropped) continue;
    rows.columns[rows.size] = column;
    rows.weights[rows.size] = weight;
    rows.size += 1;
  }
}

/** A shared class hears a respelt word as it heard the original; a word that is the same in all copies it hears once. */
function columnIn(inside: Int32Array | undefined, column: number, same: boolean): number {
  const own = inside?.[column] ?? column;
  return own < 0 && !same ? column : own;
}

function leastToDrop(weights: Int8Array, copies: number, most: number): number {
  const sizes = weights.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const room = Math.floor((most - weights.length) / Math.max(copies, 1));
  return room >= sizes.length ? 0 : Math.abs(sizes[sizes.length - room] ?? 0);
}

function plainOf(stored: StoredModel): Plain {
  const starts = [0];
  for (const count of new Uint16Array(bytes(stored.counts))) starts.push((starts.at(-1) ?? 0) + count);
  return {
    keys: keysIn(stored),
    starts,
    columns: new Uint16Array(bytes(stored.columns)),
    weights: new Int8Array(bytes(stored.weights)),
  };
}

const bytes = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64')).buffer;

const base64 = ({ buffer, byteOffset, byteLength }: Uint32Array | Uint16Array | Int8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');
