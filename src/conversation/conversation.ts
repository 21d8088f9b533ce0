import type { z } from 'zod';
import type { conversationSchema, known, place } from './schema.ts';

export type Known = z.infer<typeof known>;
export type Place = z.infer<typeof place>;
export type Conversation = Omit<z.infer<typeof conversationSchema>, 'last'> & { last?: unknown };

export const beginning: Conversation = {
  version: 1,
  facts: {},
  part: {},
  disputed: {},
  settled: [],
  questions: 0,
  focus: { trail: [], options: [], offered: [] },
  muted: false,
};
