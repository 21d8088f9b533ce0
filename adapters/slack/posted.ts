import type { Card } from '../../src/cards/card.ts';
import { laneFrom } from '../../src/delivery/turn.ts';
import type { Desk, Person } from './desk.ts';
import { escaped, link } from './mrkdwn.ts';
import type { Drawn } from './render.ts';
import { callFor } from './tools.ts';

const SECOND = 1_000;

/** The same card in the same channel, not long ago. */
export interface Earlier {
  channel: string;
  /** Ms since the epoch. */
  at: number;
  /** Where it is, if that is known. */
  url: string | undefined;
}

/** By which a message that somebody had posted is kept. */
export const messageName = (channel: string, ts: string): string => `${channel} ${ts}`;

/** Where the same comparison stands already; when it does not, nobody else may post it there now. */
export async function earlierPost(
  desk: Desk,
  { tenant, speaker }: Person,
  channel: string,
  card: Card,
): Promise<Earlier | undefined> {
  const posted = await desk.delivery.comparisons.reserve({ tenant, lane: laneFrom(tenant, channel), speaker }, card);
  if (!posted) return undefined;
  const { at, message } = posted;
  if (message === undefined) return { channel, at, url: undefined };
  const called = await callFor(desk, tenant, 'chat.getPermalink', { channel, message_ts: message });
  // One that was deleted is not there to be found.
  if (called.kind === 'no' && called.error === 'message_not_found') return undefined;
  const url = called.kind === 'ok' ? called.data.permalink : undefined;
  return { channel, at, url: typeof url === 'string' ? url : undefined };
}

/** Keeps who had a card posted, and where it is when Slack told. */
export async function keepPosted(
  { store, clock, delivery }: Desk,
  { tenant, speaker }: Person,
  channel: string,
  card: Card,
  ts: unknown,
): Promise<undefined> {
  const message = typeof ts === 'string' ? ts : undefined;
  await delivery.comparisons.note({ tenant, lane: laneFrom(tenant, channel), speaker }, card, message);
  if (message === undefined) return;
  await store.keep(tenant, 'shared', messageName(channel, message), { by: speaker, at: clock.now() });
}

/** Says when and where it was posted. */
export function earlierWords({ channel, at, url }: Earlier): Drawn {
  const when = `<!date^${Math.floor(at / SECOND)}^{date_short_pretty} at {time}|within the last day>`;
  const where = url === undefined ? '.' : `: ${link(url, 'see it there')}.`;
  const text = `This card was posted in <#${escaped(channel)}> ${when}${where}`;
  return {
    text: 'This card was posted there within the last day.',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }],
  };
}
