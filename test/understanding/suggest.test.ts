import { expect, test } from 'vitest';
import { topicsOf } from '../../src/knowledge/topics.ts';
import { createSuggest, type SubjectKind } from '../../src/understanding/suggest.ts';
import { realBot, realKnowledge } from '../support.ts';

const suggest = createSuggest(realKnowledge(), topicsOf(realKnowledge()));

test.each<[SubjectKind, string, string]>([
  ['feature', 'isolation', 'Isolation'],
  ['feature', 'isolaton', 'Isolation'],
  ['feature', 'boot time', 'Startup time'],
  ['topic', 'hypervisr', 'Hypervisor'],
  ['topic', 'kubernets', 'Kubernetes'],
  ['lesson', 'storge', 'State, storage and databases'],
])('%s "%s" suggests %s', (kind, typed, expected) => {
  expect(suggest(kind, typed).map(({ name }) => name)).toContain(expected);
});

test('at most 25 are suggested, the first ones when nothing is typed, and none twice', () => {
  for (const typed of ['', 'a', 'container', 'x'.repeat(6_000), '\u0000💥']) {
    for (const kind of ['topic', 'feature', 'lesson'] as const) {
      const found = suggest(kind, typed).map(({ says }) => says);
      expect(found.length).toBeLessThanOrEqual(25);
      expect(new Set(found).size).toBe(found.length);
    }
  }
  expect(suggest('lesson', '').length).toBe(realKnowledge().lessons.lessons.length);
});

test('a form is filled in with what is known, and leaves out what is not known any more', () => {
  const { fields } = realBot().form([
    { fact: 'trust', value: 'own' },
    { fact: 'no-such-fact' },
    { fact: 'gpu', value: 'x' },
  ]);
  expect(fields.map(({ fact, chosen }) => [fact, chosen])).toEqual([
    ['trust', 'own'],
    ['gpu', undefined],
  ]);
});

test('what the words only suggested comes filled in, to be confirmed', () => {
  const { card } = realBot().respond({ text: 'we have 12 linux microservices for outside customers', speaker: 'ana' });
  const chosen = card.form?.fields.filter((field) => field.chosen !== undefined) ?? [];
  expect(chosen.length).toBeGreaterThan(0);
  expect(card.form?.fields.length).toBeLessThanOrEqual(5);
});
