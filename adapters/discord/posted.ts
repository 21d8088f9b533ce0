import { createHash } from 'node:crypto';
import type { Card } from '../../src/cards/card.ts';
import { cardText } from '../../src/cards/text.ts';
import type { Post } from '../../src/delivery/post.ts';
import type { Speaker, Tenant } from '../../src/delivery/turn.ts';
import { actId, button } from './controls.ts';
import type { Hearing } from './hearing.ts';

/** A card in a channel, and who put it there. */
interface Posted {
  tenant: Tenant;
  speaker: Speaker;
  card: Card;
}

interface Place {
  channel: string;
  /** The message that shows it; undefined as long as it is on its way. */
  message?: string;
}

const DAY = 24 * 3_600_000;
const SUFFIX = '#card';

/** The id of a post by which a person puts a card into a channel. */
export const cardPostId = (turn: string): string => `${turn}${SUFFIX}`;
export const isCardPost = ({ id }: Pick<Post, 'id'>): boolean => id.endsWith(SUFFIX);

const nameOf = (card: Card, channel: string): string =>
  `${channel} ${createHash('sha256').update(cardText(card)).digest('base64url')}`;

/** A comparison is for everybody to find: the same one twice within a day in a channel is noise. Other cards are nobody's twice. */
const isForAll = ({ parts }: Card): boolean => parts.some(({ kind }) => kind === 'table');

/** Remembers that a card was put into a channel. */
export async function notePosted({ tenant, speaker, card }: Posted, { channel, message }: Place, hearing: Noting) {
  if (!isForAll(card)) return;
  const at = hearing.clock.now();
  await hearing.store.keep(tenant, 'posted', nameOf(card, channel), { by: speaker, at, ...(message && { message }) });
}

type Noting = Pick<Hearing, 'store' | 'clock'>;

/** Where the same card was put within the last day, in words; undefined when it was not. */
export async function postedToday({ tenant, card }: Omit<Posted, 'speaker'>, channel: string, hearing: Noting) {
  const posted = isForAll(card) ? await hearing.store.kept(tenant, 'posted', nameOf(card, channel)) : undefined;
  if (!posted || hearing.clock.now() - posted.at >= DAY) return undefined;
  const guild = tenant.slice(tenant.indexOf(':') + 1);
  const link =
    posted.message === undefined ? '' : `: https://discord.com/channels/${guild}/${channel}/${posted.message}`;
  return `<@${posted.by}> posted the same card in <#${channel}> today${link}`;
}

export const POST_ANYWAY = button('Post anyway', actId('post-anyway'));
