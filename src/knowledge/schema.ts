import { z } from 'zod';
import { type basis, claim, factValues, id, lead, names, points, reviewed, side, text } from './claims.ts';
import { lesson, type quiz, scenario, stop } from './teaching.ts';

const source = z.strictObject({ id, title: text, url: z.url(), read: text, note: text.optional() });

const option = z.strictObject({
  id,
  name: text,
  lead,
  phrase: text,
  verdict: lead,
  aliases: names.min(1),
  family: id,
  base: points,
  what: claim,
  points: z.array(claim).min(1),
  when: z.array(claim).min(1),
  avoid: z.array(claim).min(1),
  shape: text,
  benefits: z.array(claim).optional(),
  challenge: z.array(claim).optional(),
  reviewed,
});

const feature = z.strictObject({
  id,
  name: text,
  topic: id,
  classic: z.boolean().optional(),
  aliases: names.min(1),
  lead,
  vm: side,
  container: side,
  hybrid: side,
  why: claim,
  nuance: z.array(claim),
  figures: z.array(claim),
  'rule-of-thumb': text,
  reviewed,
});

const term = z.strictObject({
  id,
  name: text,
  lead,
  aliases: names,
  topic: id.optional(),
  definition: claim,
  details: z.array(claim),
  see: z.array(id),
  reviewed,
});

const deepDive = z.strictObject({
  id,
  name: text,
  aliases: names,
  lead,
  sections: z.array(claim.extend({ title: text })).min(1),
  reviewed,
});

const factValue = z.strictObject({
  id,
  label: text.max(70),
  says: text.max(80),
  patterns: names,
  not: names.optional(),
  denied: id.optional(),
});

const fact = z.strictObject({
  id,
  name: text,
  question: text,
  topic: id,
  importance: z.number().min(1).max(5),
  kind: z.enum(['choice', 'number']),
  values: z.array(factValue).min(1),
  /** When one message states several values: the `first`, the `strictest` (latest in the list), a `clash` to ask about, or the value that means "several". */
  several: z.union([z.enum(['first', 'strictest', 'clash']), id]).optional(),
  counts: z.array(z.strictObject({ pattern: text, times: z.number().positive().optional() })).optional(),
  boosts: z.array(z.strictObject({ when: z.record(id, id), by: points })).optional(),
});

const condition = z.union([
  z.string(),
  z.array(z.string()).min(2),
  z
    .strictObject({ below: z.number().optional(), 'at-least': z.number().optional() })
    .refine((range) => Object.keys(range).length > 0, 'must say "below", "at-least" or both'),
]);

export const rule = z.strictObject({
  id,
  code: z.string().regex(/^[HP]\d\d$/),
  when: z.record(id, condition).refine((when) => Object.keys(when).length > 0, 'must name at least one fact'),
  excludes: z.array(id).min(1).optional(),
  favours: z.record(id, points),
  because: text,
  sources: z.array(id).min(1),
});

const product = z.strictObject({
  name: text,
  aliases: names.min(1),
  kind: id,
  implies: z.array(z.strictObject({ fact: id, value: id, strength: z.enum(['strong', 'weak']) })),
  topic: id.optional(),
  option: id.optional(),
});

/** Short things people say while they talk: `whole` ones must be the whole utterance. */
const cue = z.strictObject({ id, whole: z.boolean().optional(), patterns: names.min(1) });

const phrasings = z.strictObject({
  topics: z.record(id, names),
  intents: z.record(id, names),
  situations: names,
  /** How messages of any kind begin, and how a description of a workload ends. */
  openers: names,
  closers: names,
  'out-of-scope': z.record(id, names),
  facts: z.array(z.strictObject({ text, facts: factValues })),
});

/** One schema per file of knowledge/: the file's name without ".yaml". */
export const FILES = {
  sources: z.array(source),
  options: z.array(option),
  features: z.array(feature),
  terms: z.strictObject({ terms: z.array(term), 'deep-dives': z.array(deepDive) }),
  facts: z.array(fact),
  rules: z.array(rule),
  products: z.array(product),
  cues: z.array(cue),
  groups: z.record(id, names),
  lessons: z.strictObject({ tour: z.array(stop), lessons: z.array(lesson) }),
  scenarios: z.array(scenario),
  phrasings,
  words: z.strictObject({ ordinary: z.string().transform((text) => text.split(/\s+/).filter((word) => word !== '')) }),
} as const;

export type Basis = z.infer<typeof basis>;
export type Claim = z.infer<typeof claim>;
export type Source = z.infer<typeof source>;
export type Option = z.infer<typeof option>;
export type Feature = z.infer<typeof feature>;
export type Term = z.infer<typeof term>;
export type DeepDive = z.infer<typeof deepDive>;
export type Fact = z.infer<typeof fact>;
export type Condition = z.infer<typeof condition>;
export type Rule = z.infer<typeof rule>;
export type Cue = z.infer<typeof cue>;
export type Product = z.infer<typeof product>;
export type Stop = z.infer<typeof stop>;
export type Lesson = z.infer<typeof lesson>;
export type Quiz = z.infer<typeof quiz>;
export type Scenario = z.infer<typeof scenario>;
export type Phrasings = z.infer<typeof phrasings>;

/** A fact's value: the id of one of its values, or a number where the fact counts something. */
export type Value = string | number;
/** What is known of one workload: fact id → value. A fact that is missing is unknown, not "no". */
export type Facts = Readonly<Record<string, Value>>;
export type FileName = keyof typeof FILES;
export type Pack = { readonly [Name in FileName]: z.infer<(typeof FILES)[Name]> };
