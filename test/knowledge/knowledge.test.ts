import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editorSchemas } from '../../src/knowledge/editor.ts';
import { inputsOf } from '../../src/knowledge/load.ts';
import { EVERY_FILE, loadKnowledge, loadPack } from '../../src/knowledge/read.ts';
import { FILES } from '../../src/knowledge/schema.ts';
import { topicsOf } from '../../src/knowledge/topics.ts';
import { KNOWLEDGE, realPack } from '../support.ts';

const pack = realPack();
const known = new Set(pack.sources.map(({ id }) => id));
const built = (...path: string[]): string => readFileSync(join(KNOWLEDGE, 'built', ...path), 'utf8');

/** Every entry with a text and a list of sources, anywhere in plain data. */
function claimsIn(value: unknown, path = ''): { path: string; sources: unknown; basis: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => claimsIn(one, `${path}.${key}`));
  return 'basis' in value
    ? [{ path, sources: 'sources' in value ? value.sources : undefined, basis: value.basis }, ...inner]
    : inner;
}

describe('the files', () => {
  test('are read, all of them and no others', () => {
    const files = readdirSync(KNOWLEDGE).filter((file) => file.endsWith('.yaml'));
    expect(files.sort()).toEqual(
      Object.keys(FILES)
        .map((name) => `${name}.yaml`)
        .sort(),
    );
    expect(loadPack(KNOWLEDGE)).toEqual(pack);
  });

  test('give a running bot the same whether checked now or before', () => {
    const knowledge = loadKnowledge(KNOWLEDGE);
    for (const [name, value] of Object.entries(knowledge))
      expect(value, name).toEqual(pack[name as keyof typeof knowledge]);
  });

  test('have schemas for editors that are those of the code', () => {
    const schemas = editorSchemas();
    expect(readdirSync(join(KNOWLEDGE, 'built', 'schemas')).sort()).toEqual(
      Object.keys(schemas)
        .map((name) => `${name}.json`)
        .sort(),
    );
    for (const [name, schema] of Object.entries(schemas)) {
      expect(built('schemas', `${name}.json`), name).toBe(`${JSON.stringify(schema, null, 2)}\n`);
    }
  });

  test('change their stamp with any change of a file', () => {
    expect(inputsOf(KNOWLEDGE, EVERY_FILE)).toMatch(/^[0-9a-f]{64}$/);
    expect(inputsOf(KNOWLEDGE, ['facts'])).not.toBe(inputsOf(KNOWLEDGE, ['rules']));
  });
});

describe('there is enough of', () => {
  test.each([
    ['products', pack.products.length, 300],
    ['terms', pack.terms.terms.length, 80],
    ['deep dives', pack.terms['deep-dives'].length, 5],
    ['lessons', pack.lessons.lessons.length, 8],
    ['steps of the tour', pack.lessons.tour.length, 5],
    ['messages that are none of our business', Object.values(pack.phrasings['out-of-scope']).flat().length, 800],
    ['situations', pack.phrasings.situations.length, 80],
  ])('%s: %i of at least %i', (_, count, least) => {
    expect(count).toBeGreaterThanOrEqual(least);
  });

  const topics = [...topicsOf(pack).keys()].filter((id) => !id.startsWith('glossary:'));

  test.each([...topics, 'glossary'])('phrasings of %s: at least 80, all different', (topic) => {
    const texts = (pack.phrasings.topics[topic] ?? []).map((text) => text.toLowerCase());
    expect(new Set(texts).size).toBeGreaterThanOrEqual(80);
  });

  test('quizzes: three a lesson, each with an answer among its choices', () => {
    const quizzes = pack.lessons.lessons.flatMap(({ quiz }) => quiz);
    expect(quizzes).toHaveLength(24);
    expect(quizzes.filter(({ answer, choices }) => !choices[answer - 1])).toEqual([]);
    expect(new Set(quizzes.map(({ answer }) => answer)).size).toBeGreaterThan(1);
  });
});

describe('every claim', () => {
  const claims = claimsIn({ options: pack.options, features: pack.features, terms: pack.terms, lessons: pack.lessons });

  test('has sources that exist', () => {
    expect(claims.length).toBeGreaterThan(800);
    const unsourced = claims.filter(
      ({ sources }) => !Array.isArray(sources) || sources.length === 0 || !sources.every((id) => known.has(id)),
    );
    expect(unsourced.map(({ path }) => path)).toEqual([]);
    expect(pack.rules.filter(({ sources }) => !sources.every((id) => known.has(id))).map(({ id }) => id)).toEqual([]);
  });

  test('that was measured says by whom', () => {
    const measured = claims.filter(({ basis }) => basis === 'measured');
    expect(measured.length).toBeGreaterThan(0);
    for (const { sources } of measured) expect(sources).not.toEqual(['common-knowledge']);
  });

  test('leads to a source that is used, dated and reachable over https', () => {
    const used = new Set([
      ...claims.flatMap(({ sources }) => sources as string[]),
      ...pack.rules.flatMap(({ sources }) => sources),
    ]);
    expect(pack.sources.filter(({ url }) => !url.startsWith('https://')).map(({ id }) => id)).toEqual([]);
    expect([...used].filter((id) => !known.has(id))).toEqual([]);
  });
});

test('the eight classic rows come first and are the eight', () => {
  expect(pack.features.map(({ classic = false }) => classic)).toEqual(pack.features.map((_, at) => at < 8));
});

test('no phrase is both ours and none of our business', () => {
  const ours = new Set(
    Object.values(pack.phrasings.topics)
      .flat()
      .map((text) => text.toLowerCase()),
  );
  const others = Object.values(pack.phrasings['out-of-scope']).flat();
  expect(others.filter((text) => ours.has(text.toLowerCase()))).toEqual([]);
});
