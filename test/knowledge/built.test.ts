import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { editorSchemas } from '../../src/knowledge/editor.ts';
import { inputsOf, loadWeights } from '../../src/knowledge/load.ts';
import { buildKnowledge, EVERY_FILE } from '../../src/knowledge/read.ts';
import { storedFrom } from '../../src/understanding/stored.ts';
import { buildWeights } from '../../src/understanding/weights.ts';
import { KNOWLEDGE, realPack } from '../support.ts';

const STALE = 'knowledge/built is stale: run `npm run build` and commit what it writes';

test('the weights were built from the knowledge as it stands', () => {
  expect(storedFrom(loadWeights(KNOWLEDGE)).inputs, STALE).toBe(inputsOf(KNOWLEDGE, EVERY_FILE));
});

test('the checked copy of the knowledge is that of the files', () => {
  expect(readFileSync(join(KNOWLEDGE, 'built', 'knowledge.json'), 'utf8') === buildKnowledge(KNOWLEDGE), STALE).toBe(
    true,
  );
});

test('the schemas for editors are those of the code', () => {
  for (const [name, schema] of Object.entries(editorSchemas())) {
    const file = readFileSync(join(KNOWLEDGE, 'built', 'schemas', `${name}.json`), 'utf8');
    expect(JSON.parse(file), `${name}: ${STALE}`).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});

test('the same knowledge gives the same weights, byte for byte', () => {
  const pack = realPack();
  const few = (lists: Readonly<Record<string, string[]>>) =>
    Object.fromEntries(Object.entries(lists).map(([name, texts]) => [name, texts.slice(0, 2)]));
  const { topics, intents, situations, 'out-of-scope': outside, facts } = pack.phrasings;
  const small = {
    ...pack,
    phrasings: {
      topics: few(topics),
      intents: few(intents),
      'out-of-scope': few(outside),
      situations: situations.slice(0, 5),
      openers: pack.phrasings.openers,
      closers: pack.phrasings.closers,
      facts: facts.slice(0, 40),
    },
  };
  const once = Buffer.from(buildWeights(small, 'test'));
  expect(once.length).toBeGreaterThan(1000);
  expect(once.equals(buildWeights(small, 'test'))).toBe(true);
});
