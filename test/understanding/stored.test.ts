import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadWeights } from '../../src/knowledge/load.ts';
import { pack, unpack } from '../../src/understanding/packed.ts';
import { storedFrom } from '../../src/understanding/stored.ts';
import { numberOf, sizeOf, wordAt, wordTableFrom } from '../../src/understanding/word-table.ts';
import { KNOWLEDGE } from '../support.ts';

describe('packed data', () => {
  const data = {
    text: 'naïve → ok',
    list: ['a'],
    deep: { wide: Float64Array.of(0.1, -2), small: Int8Array.of(-128, 0, 127) },
  };

  test('is read as it was written, wherever its bytes begin', () => {
    const bytes = pack(data);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(unpack(bytes)).toEqual(data);
    expect(unpack(shifted.subarray(3))).toEqual(data);
  });

  test('is used without being copied', () => {
    const bytes = pack(data);
    expect((unpack(bytes) as typeof data).deep.wide.buffer).toBe(bytes.buffer);
  });
});

test('weights of another version, and files that are none, are refused with the way to mend them', () => {
  const stored = storedFrom(loadWeights(KNOWLEDGE));
  for (const bytes of [pack({ ...stored, version: 1 }), new Uint8Array(3), new TextEncoder().encode('{"inputs": ""}')])
    expect(() => storedFrom(bytes)).toThrow('run `npm run build`');
});

test('a word table finds every word by its number and no other word', () => {
  const word = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'é', '*') });
  fc.assert(
    fc.property(fc.uniqueArray(word), word, (words, other) => {
      const table = wordTableFrom(words);
      expect(sizeOf(table)).toBe(words.length);
      expect(words.map((one) => numberOf(one, table))).toEqual([...words.keys()]);
      expect(words.map((_, number) => wordAt(number, table))).toEqual(words);
      expect(numberOf(other, table)).toBe(words.indexOf(other));
    }),
    { seed: 20261126, numRuns: 300 },
  );
});
