import { z } from 'zod';
import type { Card } from '../cards/card.ts';
import { laneSchema, speakerSchema, tenantSchema, threadKeySchema, turnIdSchema } from './turn.ts';

const button = z.strictObject({ label: z.string(), says: z.string() });

const field = z.strictObject({
  fact: z.string(),
  name: z.string(),
  question: z.string(),
  choices: z.array(button.extend({ value: z.string() })),
  chosen: z.string().exactOptional(),
});

/** A card as it is kept until it is sent. */
const cardSchema = z.strictObject({
  title: z.string(),
  lead: z.string(),
  parts: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text'), text: z.string() }),
      z.strictObject({ kind: z.literal('note'), text: z.string() }),
      z.strictObject({
        kind: z.literal('bullets'),
        heading: z.string(),
        items: z.array(z.strictObject({ text: z.string(), sources: z.array(z.string()) })),
      }),
      z.strictObject({ kind: z.literal('table'), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
      z.strictObject({
        kind: z.literal('facts'),
        heading: z.string(),
        rows: z.array(z.strictObject({ name: z.string(), value: z.string() })),
      }),
    ]),
  ),
  buttons: z.array(button),
  form: z
    .strictObject({
      title: z.string(),
      fields: z.array(field),
    })
    .exactOptional(),
  sources: z.array(z.strictObject({ id: z.string(), title: z.string(), url: z.string() })),
  reviewed: z.string(),
}) satisfies z.ZodType<Card>;

export const postIdSchema = z.string().min(5).brand('post');
/** Also the idempotency key of sending it: the same for every attempt. */
export type PostId = z.infer<typeof postIdSchema>;

/** One card on its way to a channel. */
export const postSchema = z.strictObject({
  id: postIdSchema,
  tenant: tenantSchema,
  lane: laneSchema,
  thread: threadKeySchema,
  /** The turn it replies to, and who said that. */
  turn: turnIdSchema,
  speaker: speakerSchema,
  shown: z.enum(['thread', 'private']),
  kind: z.enum(['answer', 'refusal', 'apology', 'note', 'invitation']),
  card: cardSchema,
  /** The post whose message it takes the place of, because the question was changed. */
  replaces: postIdSchema.exactOptional(),
  /** When it was written, ms since the epoch. */
  written: z.int(),
});
export type Post = z.infer<typeof postSchema>;
