import { z } from 'zod';
import type { Conversation } from '../conversation/conversation.ts';
import { conversationSchema } from '../conversation/schema.ts';
import { speakerSchema } from './turn.ts';

/** What we keep of a thread: the conversation, and what good manners need to know of the people in it. Times are the platform's, in ms. */
export const threadSchema = z.strictObject({
  version: z.literal(1),
  conversation: conversationSchema,
  /** Who asked us first here. */
  asker: speakerSchema,
  /** Somebody else than the asker has written since our last reply. */
  othersSince: z.boolean(),
  /** When we replied here within the last minute. */
  replies: z.array(z.number()),
});
export type Thread = Omit<z.infer<typeof threadSchema>, 'conversation'> & { conversation: Conversation };
