import { columnOf, entryFrom, type StoredModel, unitsOf } from '../../src/understanding/model.ts';
import { type Cipher, nameOf } from './cipher.ts';
import { inCopy } from './signal-keys.ts';

/** A signal's place in the list below is stored beside its number in 64 bits. */
const PLACE_BITS = 32n;

/** The hashed signals of a model, in rising order. */
export const signalsIn = ({ rows }: StoredModel): Uint32Array => rows.filter((_, at) => at % 2 === 0).subarray(0, -1);

/**
 * The model with, in each copy, classes of its own beside the `shared` ones, and signals of its own for the words that
 * are respelt there. Signals of small words are one in all copies and speak for the classes of all.
 * @param isShared whether all copies share a class
 */
export function scaledModel(
  stored: StoredModel,
  copies: readonly Cipher[],
  names: ReadonlyMap<number, string>,
  isShared: (id: string) => boolean,
): StoredModel {
  const own = stored.classes.flatMap((id, column) => (isShared(id) ? [] : [column]));
  const refs = refsOf(signalsIn(stored), copies, names);
  const columnsIn = copies.map((_, copy) => columnsOf(stored.classes.length, own, copy));
  const { rows, entries } = mergeRows(stored, refs, columnsIn);
  const ownIds = own.map((column) => stored.classes[column] ?? '');
  return {
    unit: stored.unit * sharpness(copies.length + 1),
    classes: [...stored.classes, ...copies.flatMap(({ copy }) => ownIds.map((id) => nameOf(copy, id)))],
    bias: Float64Array.from([...stored.bias, ...copies.flatMap(() => own.map((column) => stored.bias[column] ?? 0))]),
    rows,
    entries,
  };
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

/** Rows that are being written, and how many entries are. */
interface Written {
  rows: Uint32Array;
  entries: Uint32Array;
  size: number;
}

/** Signals with the same number become one row. */
function mergeRows(
  stored: StoredModel,
  refs: BigUint64Array,
  columnsIn: readonly Int32Array[],
): Pick<StoredModel, 'rows' | 'entries'> {
  const count = stored.rows.length / 2 - 1;
  const entries = new Uint32Array(stored.entries.length * (columnsIn.length + 1));
  const written: Written = { rows: new Uint32Array(refs.length * 2 + 2), entries, size: 0 };
  let last = -1;
  let place = -2;
  for (const ref of refs) {
    const key = Number(ref >> PLACE_BITS);
    const at = Number(BigInt.asUintN(Number(PLACE_BITS), ref));
    const row = (at % count) * 2;
    if (key !== last) {
      place += 2;
      written.rows.set([key, written.size], place);
      last = key;
    }
    const inside = columnsIn[Math.floor(at / count) - 1];
    writeRow(written, stored, row, { inside, same: key === stored.rows[row] });
  }
  written.rows[place + 3] = written.size;
  return { rows: written.rows.slice(0, place + 4), entries: entries.subarray(0, written.size) };
}

interface Place {
  /** The columns of the copy; undefined in the original. */
  inside: Int32Array | undefined;
  /** Whether the signal is the same there as in the original. */
  same: boolean;
}

function writeRow(written: Written, { rows, entries }: StoredModel, row: number, { inside, same }: Place): void {
  for (const entry of entries.subarray(rows[row + 1], rows[row + 3])) {
    const column = columnIn(inside, columnOf(entry), same);
    if (column < 0) continue;
    written.entries[written.size] = entryFrom(column, unitsOf(entry));
    written.size += 1;
  }
}

/** A shared class hears a respelt word as it heard the original; a word that is the same in all copies it hears once. */
function columnIn(inside: Int32Array | undefined, column: number, same: boolean): number {
  const own = inside?.[column] ?? column;
  return own < 0 && !same ? column : own;
}
