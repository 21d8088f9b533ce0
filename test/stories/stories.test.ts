import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { cardText } from '../../src/cards/text.ts';
import { realBot } from '../support.ts';

const oneOf = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const turn = z.strictObject({
  says: z.string(),
  by: z.string().default('ana'),
  intent: oneOf.optional(),
  topic: oneOf.optional(),
  verdict: oneOf.optional(),
  asks: z.string().nullable().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  refused: z.boolean().optional(),
  shows: oneOf.optional(),
  hides: oneOf.optional(),
});

const stories = z.array(
  z.strictObject({ story: z.string(), covers: z.array(z.string()), turns: z.array(turn).min(2) }),
);

const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .flatMap((file) => stories.parse(parse(readFileSync(join(import.meta.dirname, file), 'utf8'))));

const BULLETS = [
  'ellipsis',
  'pronoun',
  'why',
  'why-not',
  'what-if',
  'refine',
  'correction',
  'dont-know',
  'skip',
  'repeat',
  'shorter',
  'more-detail',
  'start-over',
  'thanks',
  'yes-no',
  'number',
  'topic-change',
  'speakers',
  'did-you-mean',
  'not-covered',
  'tour',
  'quiz',
  'save',
  'mute',
  'drawbacks',
  'partly',
  'contradiction',
  'conflict',
];

test('there are at least 60 stories and they cover every way of conversing', () => {
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(new Set(all.map(({ story }) => story)).size).toBe(all.length);
  expect(BULLETS.filter((bullet) => !all.some(({ covers }) => covers.includes(bullet)))).toEqual([]);
});

type Told = ReturnType<ReturnType<typeof realBot>['respond']>;

describe('stories', () => {
  test.each(all.map((story) => [story.story, story.turns] as const))('%s', (_, turns) => {
    let told: Told | undefined;
    for (const expected of turns) {
      told = realBot().respond({ text: expected.says, speaker: expected.by }, told?.conversation);
      expectSummary(expected, told);
      expectText(expected, cardText(told.card));
    }
  });
});

function expectSummary(expected: z.infer<typeof turn>, { summary, card }: Told): void {
  const told = `after «${expected.says}»:\n${cardText(card)}\n${JSON.stringify(summary)}`;
  if (expected.intent) expect(expected.intent, told).toContain(summary.intent);
  if (expected.topic) expect(expected.topic, told).toContain(summary.topic);
  if (expected.verdict) expect(expected.verdict, told).toContain(summary.verdict);
  if (expected.asks !== undefined) expect(summary.ask, told).toBe(expected.asks);
  if (expected.refused !== undefined) expect(summary.refused, told).toBe(expected.refused);
  for (const [fact, value] of Object.entries(expected.facts ?? {}))
    expect(summary.facts[fact] ?? null, `${fact} ${told}`).toBe(value);
}

function expectText(expected: z.infer<typeof turn>, text: string): void {
  for (const shown of expected.shows ?? []) expect(text, `after «${expected.says}»`).toContain(shown);
  for (const hidden of expected.hides ?? []) expect(text, `after «${expected.says}»`).not.toContain(hidden);
}
