/**
 * Plain data with arrays of numbers in it as one run of bytes: a head of JSON, in which each array is a reference, and
 * behind it the arrays. Reading makes views of the bytes and copies nothing, so that start-up costs next to nothing.
 */

const ARRAYS = { Int8Array, Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array } as const;
type ArrayName = keyof typeof ARRAYS;
type Numbers = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** Where an array stands behind the head, in bytes, and how many numbers it has. */
interface Reference {
  array: ArrayName;
  at: number;
  length: number;
}

/** Every array begins at a multiple of this many bytes, as the widest numbers need it. */
const STEP = 8;

/** The same data gives the same bytes. Numbers are stored as little-endian machines have them, which all that Node runs on today are. */
export function pack(data: object): Uint8Array<ArrayBuffer> {
  const arrays: { at: number; bytes: Uint8Array }[] = [];
  let size = 0;
  const refer = (value: Numbers): Reference => {
    const at = size;
    arrays.push({ at, bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) });
    size = padded(size + value.byteLength);
    return { array: value.constructor.name as ArrayName, at, length: value.length };
  };
  const text = JSON.stringify(data, (_, value: unknown) => (isNumbers(value) ? refer(value) : value));
  const head = new TextEncoder().encode(text);
  const start = padded(STEP + head.length);
  const bytes = new Uint8Array(start + size).fill(0x20, 0, start);
  new DataView(bytes.buffer).setFloat64(0, head.length, true);
  bytes.set(head, STEP);
  for (const { at, bytes: array } of arrays) bytes.set(array, start + at);
  return bytes;
}

/** The data that was packed; its arrays are views of `bytes`. @throws SyntaxError when it is no packed data */
export function unpack(bytes: Uint8Array<ArrayBuffer>): unknown {
  const aligned = bytes.byteOffset % STEP === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  const head = headOf(aligned);
  const start = byteOffset + padded(STEP + head.length);
  return JSON.parse(new TextDecoder().decode(head), (_, value: unknown) =>
    isReference(value) ? new ARRAYS[value.array](buffer, start + value.at, value.length) : value,
  );
}

/** The part of packed data that holds all but the numbers in arrays; empty when it is no packed data. */
export function headOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.length < STEP) return bytes.subarray(0, 0);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
  return bytes.subarray(STEP, STEP + length);
}

const padded = (size: number): number => Math.ceil(size / STEP) * STEP;

const isNumbers = (value: unknown): value is Numbers => ArrayBuffer.isView(value) && !(value instanceof DataView);

const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'array' in value && 'at' in value;
