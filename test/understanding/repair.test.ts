import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/understanding/reader.ts';
import { createRepair, indexed } from '../../src/understanding/repair.ts';
import { wordsOf } from '../../src/understanding/text.ts';
import { indexedWords, vocabularyFrom } from '../../src/understanding/vocabulary.ts';
import { realPack } from '../support.ts';

const repair = createRepair(
  indexed({
    targets: [
      'container',
      'kernel',
      'kubernetes',
      'docker',
      'isolation',
      'virtual',
      'machine',
      'network',
      'cost',
      'lost',
      'boot',
    ],
    ordinary: ['kennel', 'contain', 'boat', 'rocket'],
  }),
);
const read = (text: string, by = repair): string =>
  by(wordsOf(text))
    .map((word) => word.text)
    .join(' ');

describe('a typo', () => {
  test.each([
    ['contaner', 'container'],
    ['conatiner', 'container'],
    ['kontainer', 'container'],
    ['containeer', 'container'],
    ['cntainer', 'container'],
    ['kuberntes', 'kubernetes'],
    ['cubernetes', 'kubernetes'],
    ['kubernettis', 'kubernetes'],
    ['dcoker', 'docker'],
    ['doker', 'docker'],
    ['dokker', 'docker'],
    ['kernal', 'kernel'],
    ['virtaul machne', 'virtual machine'],
    ['isloation', 'isolation'],
    ['isolashun', 'isolashun'],
    ['ntework', 'network'],
  ])('%s is read as %s', (typed, expected) => {
    expect(read(typed)).toBe(expected);
  });

  test.each(['kennel', 'boat', 'rocket', 'contain', 'kernels', 'cst', 'dockerx86', 'zzzzzzzz', '4567'])(
    '%s is left as it is',
    (typed) => {
      expect(read(typed)).toBe(typed);
    },
  );

  test('of two words as near, the more frequent is read', () => {
    expect(read('vost')).toBe('vost');
    expect(createRepair(indexed({ targets: ['cost', 'coast'], ordinary: [] }))(wordsOf('caost'))[0]?.text).toBe('cost');
  });

  test('keeps what was typed beside what is read', () => {
    expect(repair(wordsOf('a contaner'))[1]).toMatchObject({ raw: 'contaner', text: 'container', stem: 'container' });
  });
});

describe('on our own words', () => {
  const vocabulary = vocabularyFrom(realPack());
  const { targets, ordinary } = vocabulary;
  const ours = createRepair(indexed(vocabulary));

  test('words that are known are never changed', () => {
    const known = [...targets, ...ordinary].filter((word) => /^[a-z]+$/.test(word) && word !== 'cannot');
    expect(known.length).toBeGreaterThan(3000);
    expect(known.filter((word) => read(word, ours) !== word)).toEqual([]);
  });

  test.each(['not', 'no', 'never', 'without', 'can', 'cannot', 'vm', 'vms', 'trust', 'windows', 'window'])(
    '%s stays',
    (word) => {
      expect(read(word, ours)).toBe(read(word, (words) => [...words]));
    },
  );

  test('a letter lost from a long word of ours is nearly always found, and never makes another unknown word', () => {
    const long = targets.filter((word) => /^[a-z]{8,}$/.test(word)).slice(0, 150);
    const slips = long.flatMap((word) =>
      Array.from(word.slice(2, -1), (_, at) => ({ word, slip: word.slice(0, at + 2) + word.slice(at + 3) })),
    );
    const mended = slips.map(({ word, slip }) => ({ word, slip, got: read(slip, ours) }));
    expect(mended.filter(({ word, got }) => got === word).length / slips.length).toBeGreaterThan(0.85);
    const known = new Set([...targets, ...ordinary]);
    expect(mended.filter(({ slip, got }) => got !== slip && !known.has(got))).toEqual([]);
  });

  test('reading the same words twice reads the same', () => {
    const reader = createReader(realPack(), indexedWords(vocabulary));
    const text = 'can we run our windws server in a contaner on kuberntees without hyprvisor?';
    expect(reader.read(text)).toEqual(reader.read(text));
    expect(
      reader
        .read(text)
        .words.map((word) => word.text)
        .join(' '),
    ).toContain('container on kubernetes without hypervisor');
  });
});
