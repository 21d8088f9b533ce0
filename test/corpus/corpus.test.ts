import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { realPack } from '../support.ts';
import { hashOf, sixWordRuns } from './runs.ts';

const read = (file: string): string[] =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter(Boolean);

const item = z.looseObject({
  text: z.string().optional(),
  turns: z.array(z.looseObject({ text: z.string() })).optional(),
});

/** Every text that the bot learns from or is built on. */
function learnt(): Set<string> {
  const strings = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
  };
  return new Set(strings(realPack()).flatMap(sixWordRuns).map(hashOf));
}

test('no message of a held-out corpus stands in the knowledge', () => {
  const known = learnt();
  const held = read('held-out-runs.txt');
  expect(held.length).toBeGreaterThan(1000);
  expect(held.filter((run) => known.has(run))).toEqual([]);
});

test('no message of the second set stands in the knowledge', () => {
  const known = learnt();
  const texts = read('second.jsonl').flatMap((line) => {
    const { text, turns } = item.parse(JSON.parse(line));
    return turns ? turns.map((turn) => turn.text) : [text ?? ''];
  });
  expect(texts.length).toBeGreaterThanOrEqual(300);
  expect(texts.filter((text) => sixWordRuns(text).some((run) => known.has(hashOf(run))))).toEqual([]);
});
