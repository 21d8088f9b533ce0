import { z } from 'zod';
import { laneSchema, speakerSchema, tenantSchema, threadKeySchema, turnIdSchema } from './turn.ts';

/** What is kept under a name until it is replaced or dropped. */
export const keptSchemas = {
  /** A setting of the workspace, by its name; whoever owns the setting reads the value. */
  setting: z.strictObject({ value: z.string() }),
  /** A channel, by its lane, in which we speak only when called by name. */
  mute: z.strictObject({ by: speakerSchema }),
  /** How far a person has come, by speaker. */
  progress: z.strictObject({ step: z.int().min(0), lessons: z.array(z.int().min(1)) }),
  /** Somebody, by speaker, who is to be invited to learn: for having joined, or because they asked to be reminded. Times are ms since the epoch. */
  invitee: z.strictObject({
    by: speakerSchema,
    remembered: tenantSchema,
    lane: laneSchema,
    thread: threadKeySchema,
    due: z.int(),
    asked: z.boolean(),
  }),
  /** That a person, by a fingerprint, was invited: it outlives being forgotten, since nobody is invited twice. */
  invited: z.strictObject({ at: z.int() }),
  /** A comparison that somebody put into a channel, by where and what it is; its message, where the platform told. */
  posted: z.strictObject({ by: speakerSchema, at: z.int(), message: z.string().exactOptional() }),
  /** Who had a message of ours posted, by its channel and id: they may have it removed. */
  shared: z.strictObject({ by: speakerSchema, at: z.int() }),
  /** The thread in which an answer that was for one person is talked over, by the message of that answer. */
  discussed: z.strictObject({ by: speakerSchema, thread: z.string(), at: z.int() }),
  /** That a person let everybody in a channel see their answer to a turn, by the channel and what the message there seems to answer. */
  shown: z.strictObject({ by: speakerSchema, at: z.int(), turn: turnIdSchema }),
  /** A server that has us as a member, by who of us that is: once it has not, it is to be forgotten, even if nobody tells us. */
  membership: z.strictObject({ at: z.int() }),
  /** That a person may put the card they asked for into a channel, by the command that asked: no button could prove it. */
  permit: z.strictObject({ by: speakerSchema, channel: z.string(), at: z.int() }),
};
export type KeptKind = keyof typeof keptSchemas;
export type Kept = { [Kind in KeptKind]: z.infer<(typeof keptSchemas)[Kind]> };

/** What is written down one after another and only read in bulk. Times are ms since the epoch. */
export const notedSchemas = {
  feedback: z.strictObject({
    speaker: speakerSchema,
    at: z.int(),
    turn: turnIdSchema,
    verdict: z.enum(['helpful', 'unhelpful', 'wrong']),
    comment: z.string().exactOptional(),
  }),
  /** A question that our knowledge does not cover. */
  unanswered: z.strictObject({ speaker: speakerSchema, at: z.int(), text: z.string() }),
  /** A decision record that somebody saved. */
  decision: z.strictObject({
    speaker: speakerSchema,
    at: z.int(),
    thread: threadKeySchema,
    title: z.string(),
    text: z.string(),
  }),
};
export type NotedKind = keyof typeof notedSchemas;
export type Noted = { [Kind in NotedKind]: z.infer<(typeof notedSchemas)[Kind]> };
