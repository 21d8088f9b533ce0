import { z } from 'zod';
import { turnInThread } from './aside.ts';
import type { Settle } from './intake.ts';
import { isBot } from './people.ts';
import { callFor } from './tools.ts';

/** What Slack calls 🔇. */
const SPEAKER_OFF = 'mute';

const id = z.string().regex(/^[A-Z0-9]+$/);
const time = z.string().regex(/^\d+\.\d+$/);
const reactionSchema = z.looseObject({
  user: id,
  reaction: z.literal(SPEAKER_OFF),
  item: z.looseObject({ type: z.literal('message'), channel: id, ts: time }),
  event_ts: time,
});

/** 🔇 on a message in a thread of ours says "mute" there. */
export const muted: Settle = async (desk, tenant, event) => {
  const { data } = reactionSchema.safeParse(event);
  if (!data) return;
  const { user, item, event_ts } = data;
  const { channel, ts } = item;
  const aside = { tenant, channel, user, event: `${event_ts}.${user}`, text: SPEAKER_OFF, now: desk.clock.now() };
  if (await isBot(desk, tenant, user)) return;
  const said = (root: string) => desk.delivery.admit({ ...turnInThread(aside, root, event_ts), addressed: false });
  if ((await said(ts)) !== 'not-ours') return;
  // A reaction does not tell the thread of its message.
  const args = { channel, ts, limit: 2 };
  const called = await callFor(desk, tenant, 'conversations.replies', args);
  const root = called.kind === 'ok' ? rootIn(called.data, ts) : undefined;
  if (root !== undefined && root !== ts) await said(root);
};

const repliesSchema = z.looseObject({ messages: z.array(z.looseObject({ ts: time, thread_ts: time.nullish() })) });

const rootIn = (data: unknown, ts: string): string | undefined =>
  repliesSchema.safeParse(data).data?.messages.find((message) => message.ts === ts)?.thread_ts ?? undefined;
