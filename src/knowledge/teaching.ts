import { z } from 'zod';
import { claim, factValues, id, names, reviewed, text } from './claims.ts';

export const quiz = z.strictObject({
  question: text,
  choices: names.length(3),
  answer: z.number().int().min(1).max(3),
  because: claim,
});

const practice = z.strictObject({ text, facts: factValues, choices: z.array(id).min(2).max(3), expected: id });
export const stop = z.strictObject({ id, title: text, text: claim, case: practice.optional() });
export const lesson = z.strictObject({
  id,
  title: text,
  objective: text,
  points: z.array(claim).min(1),
  quiz: z.array(quiz).length(3),
  reviewed,
});

export const scenario = z.strictObject({
  id,
  code: z.string(),
  kind: z.enum(['core', 'tricky', 'depends']),
  text,
  facts: factValues,
  expected: id,
  accept: z.array(id),
  confidence: text.optional(),
  why: text,
  changes: z.array(z.strictObject({ fact: id, value: z.union([z.string(), z.number()]), to: id })),
  ask: z.array(id).optional(),
  source: text,
});
