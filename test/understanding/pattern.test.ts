import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePatterns } from '../../src/understanding/compiled.ts';
import { numberFrom } from '../../src/understanding/number.ts';
import { createPatternIndex, type Match } from '../../src/understanding/pattern.ts';
import { clean, wordFrom, wordsOf } from '../../src/understanding/text.ts';

const groups = { need: ['need', 'require', 'depend on'], engine: ['docker', 'podman'] };
const ways = (...patterns: string[]) => patterns.map((pattern, id) => ({ meaning: id, patterns: [pattern] }));

function find(pattern: string, text: string): Match<number>[] {
  return createPatternIndex(ways(pattern), groups).find(wordsOf(clean(text)));
}

describe('a pattern', () => {
  test.each([
    ['gpu', 'it needs a GPU', [3, 4]],
    ['driver', 'it needs Drivers', [2, 3]],
    ['customer', 'many customers', [1, 2]],
    ['needs a gpu', 'it needs a gpu now', [1, 4]],
    ['virtual*', 'a virtualised box', [1, 2]],
    ['windows* server', 'on windows server', [1, 3]],
    ['# service', 'about 40 services', [1, 3]],
    ['# service', 'twelve services', [0, 2]],
    ['run _ code', 'we run their code', [1, 4]],
    ['run ... code', 'we run code', [1, 3]],
    ['run ... code', 'we run a b c code', [1, 6]],
    ['(need|want) a? gpu', 'we want gpu', [1, 3]],
    ['(need|want) a? gpu', 'we want a gpu', [1, 4]],
    ['(must not|never) restart', 'it must not restart', [1, 4]],
    ['no (kernel|host (module|driver))', 'no host driver', [0, 3]],
    ['$need a gpu', 'we depend on a gpu', [1, 5]],
    ['$engine?  only', 'only this', [0, 1]],
    ['(the|) end', 'end', [0, 1]],
  ])('%j is found in %j at %j', (pattern, text, [from, to]) => {
    expect(find(pattern, text).map((match) => [match.from, match.to])).toContainEqual([from, to]);
  });

  test.each([
    ['gpu', 'it needs a cpu'],
    ['needs gpu', 'it needs a gpu'],
    ['needs gpu', 'it needs! gpu'],
    ['run ... code', 'run a b c d code'],
    ['run _ code', 'run code'],
    ['run ... code', 'run it, then code'],
    ['# service', 'many services'],
    ['windows* server', 'a window for servers'],
    ['(a|b) c', 'a b'],
  ])('%j is not found in %j', (pattern, text) => {
    expect(find(pattern, text)).toEqual([]);
  });

  test('catches its number', () => {
    expect(find('# (copy|instance)', 'about 40 instances and 2 engineers').map(({ number }) => number)).toEqual([40]);
  });

  test.each(['(a', 'a)', 'a | b', '$nothing here', '', '...', 'a?', '(a|b'])(
    '%j is refused with its text',
    (source) => {
      expect(() => compilePatterns(ways(source), groups)).toThrow(`pattern "${source}"`);
    },
  );
});

test('many patterns find together what each finds alone, wherever its rarest word stands', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'dd', 'eee');
  const piece = fc.oneof(
    { weight: 4, arbitrary: word },
    fc.constantFrom('#', '_', '...', 'ee*', '(a|b c)', 'b?', '(dd|...) eee?'),
  );
  const pattern = fc.tuple(fc.array(piece, { maxLength: 3 }), word).map(([some, last]) => [...some, last].join(' '));
  const text = fc.array(fc.oneof({ weight: 5, arbitrary: word }, fc.constantFrom('7', ',')), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 6 }), text, (patterns, spoken) => {
      const words = wordsOf(spoken.join(' '));
      const together = createPatternIndex(ways(...patterns), {}).find(words);
      for (const [id, one] of patterns.entries()) {
        const alone = createPatternIndex([{ meaning: id, patterns: [one] }], {}).find(words);
        expect(together.filter(({ meaning }) => meaning === id)).toEqual(alone);
      }
      expect(together.every(({ from, to }) => words[from]?.clause === words[to - 1]?.clause)).toBe(true);
    }),
    { seed: 20261124, numRuns: 300 },
  );
});

test('patterns compiled earlier are taken only for the very patterns and groups they were made from', () => {
  const built = compilePatterns(ways('$need a gpu'), groups);
  const words = wordsOf('we want a gpu and need a gpu');
  const found = (pattern: string, lists: typeof groups) =>
    createPatternIndex(ways(pattern), lists, built)
      .find(words)
      .map(({ from }) => from);
  expect(found('$need a gpu', groups)).toEqual([5]);
  expect(found('want a gpu', groups)).toEqual([1]);
  expect(found('$need a gpu', { ...groups, need: ['want'] })).toEqual([1]);
});

test.each([
  ['40', 40],
  ['1,200', 1200],
  ['1.5', 1.5],
  ['two', 2],
  ['dozen', 12],
  ['hundreds', 200],
  ['k8s', undefined],
  ['10.0.0', undefined],
  ['constructor', undefined],
  ['', undefined],
  ['9999999999', undefined],
])('the number of %j is %j', (text, expected) => {
  expect(numberFrom(wordFrom(text, 0, 0))).toBe(expected);
});
