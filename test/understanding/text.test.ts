import { describe, expect, test } from 'vitest';
import { clean, LONGEST, stem, withoutMarkup, wordsOf } from '../../src/understanding/text.ts';

const said = (text: string): string =>
  wordsOf(clean(text))
    .map((word) => word.text)
    .join(' ');

describe('clean', () => {
  test.each([
    ['café à la carte', 'cafe a la carte'],
    ['V\u0301\u0302M\u0336', 'VM'],
    ['v\u200bm', 'vm'],
    ['\u202evm\u202c', 'vm'],
    ['con\u00adtainer', 'container'],
    ['ｖｍ', 'vm'],
    ['“why”', '"why"'],
    ['isn’t', "isn't"],
    ['a—b', 'a-b'],
    ['ﬁle', 'file'],
  ])('%j reads %j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  test.each(['a\u0000b', 'a\u001b[31mb', 'a\ud800b', 'a\udc00b', 'a\ue000b', 'a\ufffeb', 'a\u0085b'])(
    '%j loses what cannot be seen',
    (text) => {
      expect(clean(text)).not.toMatch(/[^\n\P{C}]/u);
      expect(clean(text)).toMatch(/^a.*b$/);
    },
  );

  test('reads no more than the longest message', () => {
    expect(clean(`${'x'.repeat(LONGEST)}y`)).toBe('x'.repeat(LONGEST));
  });

  test('keeps line breaks, of any kind, as one', () => {
    expect(clean('a\r\n\r\nb\u2028c')).toBe('a \n b \n c');
  });
});

describe('mark-up', () => {
  test.each([
    ['<@U123ABC> vm?', 'vm?'],
    ['<#C1|general> vm', 'vm'],
    ['<!channel> vm', 'vm'],
    ['<https://example.org/a|the page> vm', 'the page vm'],
    ['<https://example.org/a> vm', 'vm'],
    ['see https://example.org/docker now', 'see now'],
    ['<:docker:1234567890> vm', 'vm'],
    [':thinking_face: vm', 'vm'],
  ])('%j leaves %j', (text, left) => {
    expect(withoutMarkup(text).replace(/\s+/g, ' ').trim()).toBe(left);
  });
});

describe('words', () => {
  test.each([
    ["We can't, won't and don't.", 'we can not will not and do not'],
    ['cannot', 'can not'],
    ["what's a vm", 'what is a vm'],
    ['whats a vm', 'what is a vm'],
    ["the team's app", 'the team app'],
    ["we've said it's", 'we have said it is'],
    ['512mb', '512 mb'],
    ['2GB RAM', '2 gb ram'],
    ['20 ms, 5us', '20 ms 5 us'],
    ['16vcpus', '16 vcpus'],
    ['about 5k', 'about 5000'],
    ['1,200 copies', '1200 copies'],
    ['3-5 people', '3 people'],
    ['bare-metal', 'bare metal'],
    ['lift-and-shift', 'lift and shift'],
    ['CI/CD', 'ci/cd'],
    ['docker/podman', 'docker podman'],
    ['F# and C#', 'f# and c#'],
    ['node.js', 'node.js'],
    ['k8s?', 'k8s'],
    ['vm...', 'vm'],
    ['', ''],
    ['!!! ??? ...', ''],
  ])('%j are %j', (text, expected) => {
    expect(said(text)).toBe(expected);
  });
});

describe('clauses and sentences', () => {
  test.each([
    ['a, b', [0, 1], [0, 0]],
    ['a! b', [0, 1], [0, 1]],
    ['a? b', [0, 1], [0, 1]],
    ['a; b', [0, 1], [0, 1]],
    ['node.js b', [0, 0], [0, 0]],
    ['a b', [0, 0], [0, 0]],
    ['a (b) c', [0, 1, 2], [0, 0, 0]],
    ['a - b', [0, 1], [0, 0]],
    ['a-b c', [0, 0, 0], [0, 0, 0]],
    ['a\nb', [0, 1], [0, 1]],
    ['a -> b', [0, 1], [0, 0]],
    ['1.5 gb', [0, 0], [0, 0]],
  ])('%j has clauses %j and sentences %j', (text, clauses, sentences) => {
    const words = wordsOf(clean(text));
    expect(words.map(({ clause }) => clause)).toEqual(clauses);
    expect(words.map(({ sentence }) => sentence)).toEqual(sentences);
  });
});

test.each([
  ['customers', 'customer'],
  ['services', 'service'],
  ['processes', 'process'],
  ['batches', 'batch'],
  ['boxes', 'box'],
  ['policies', 'policy'],
  ['vms', 'vm'],
  ['class', 'class'],
  ['status', 'status'],
  ['redis', 'redis'],
  ['kernel', 'kernel'],
])('the stem of %s is %s', (word, expected) => {
  expect(stem(word)).toBe(expected);
});
