import { z } from 'zod';

const value = z.union([z.string(), z.number()]);

export const known = z.strictObject({
  value,
  /** Who said it. */
  speaker: z.string(),
  strength: z.enum(['said', 'implied', 'suggested']),
  /** Longer words of the clause it was heard in, so that "no dongle on this one" can take it back. */
  words: z.array(z.string()),
});

/** Where a learner is: a step of the tour, or a question of a lesson (0 is the lesson's text). Both count from 1. */
export const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tour'), step: z.number() }),
  z.strictObject({ kind: z.literal('lesson'), lesson: z.number(), question: z.number() }),
]);

/** What the talk is about just now, so that "and networking?", "the other one" and "why?" can be understood. */
const focus = z.strictObject({
  topic: z.string().optional(),
  /** The topics before it, the latest last, and the one that was last compared: "so who is right?" comes back to it. */
  trail: z.array(z.string()).default([]),
  compared: z.string().optional(),
  options: z.array(z.string()),
  /** The option last recommended, and its runner-up. */
  verdict: z.string().optional(),
  runnerUp: z.string().optional(),
  /** The fact we asked for last. */
  asked: z.string().optional(),
  /** What was supposed in the last "what if", until it is accepted. */
  supposed: z.record(z.string(), value).optional(),
  /** The utterances offered as buttons of the last "did you mean". */
  offered: z.array(z.string()),
});

/** The dialogue state of one thread: plain data, versioned, parsed with this schema when it is read back. */
export const conversationSchema = z.strictObject({
  version: z.literal(1),
  facts: z.record(z.string(), known),
  /** Facts that hold for a part of the workload only ("one of them needs its own kernel"). */
  part: z.record(z.string(), known),
  /** Facts on which two people contradict each other; none of the values counts until one is chosen. */
  disputed: z.record(z.string(), z.array(z.strictObject({ value, speaker: z.string() }))),
  /** Facts that were asked for or put aside: never asked again. */
  settled: z.array(z.string()),
  /** How many questions we asked one after another. */
  questions: z.number(),
  focus,
  /** What was last requested, for "again", "shorter" and "more". */
  last: z.unknown().optional(),
  place: place.optional(),
  muted: z.boolean(),
});
