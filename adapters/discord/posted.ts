import { type APIInteraction, ComponentType } from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import type { Post } from '../../src/delivery/post.ts';
import { laneFrom } from '../../src/delivery/turn.ts';
import { actId, button } from './controls.ts';
import type { Hearing } from './hearing.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { type Scene, sceneOfInteraction } from './turn.ts';

const SUFFIX = '#card';

/** The id of a post by which a person puts a card into a channel. */
export const cardPostId = (turn: string): string => `${turn}${SUFFIX}`;
export const isCardPost = ({ id }: Pick<Post, 'id'>): boolean => id.endsWith(SUFFIX);

/** By which a card that somebody had put into a channel is kept. */
export const messageName = (channel: string, message: string): string => `${channel} ${message}`;

type Comparing = Pick<Hearing, 'delivery'>;

/** Remembers that somebody put a card into a channel, and as which message where that is known. */
export const notePosted = (
  { tenant, speaker, channel }: Scene,
  card: Card,
  { delivery }: Comparing,
  message?: string,
) => delivery.comparisons.note({ tenant, speaker, lane: laneFrom(tenant, channel) }, card, message);

/** Where the same comparison was put within the last day, in words; undefined when it was not: then nobody else may put it there now. */
export async function postedToday({ tenant, speaker, channel }: Scene, card: Card, { delivery }: Comparing) {
  const posted = await delivery.comparisons.reserve({ tenant, lane: laneFrom(tenant, channel), speaker }, card);
  if (!posted) return undefined;
  const guild = tenant.slice(tenant.indexOf(':') + 1);
  const place = guild.startsWith('@') ? '@me' : guild;
  const link =
    posted.message === undefined ? '' : `: https://discord.com/channels/${place}/${channel}/${posted.message}`;
  return `<@${posted.by}> posted the same card in <#${channel}> today${link}`;
}

/**
 * Says privately that the same comparison is there, with a button that posts it anyway: that whoever asked may, we keep.
 * @param channel where it was to be posted; @param audience whom it is for
 */
export async function askFirst(
  interaction: APIInteraction,
  before: string,
  channel: string,
  { store, clock }: Pick<Hearing, 'store' | 'clock'>,
  audience = '',
): Promise<Reply> {
  const { tenant, speaker: by } = sceneOfInteraction(interaction);
  await store.keep(tenant, 'permit', interaction.id, { by, channel, at: clock.now() });
  const { components, words } = drawWords(before);
  const press = button('Post anyway', actId('post-anyway', audience));
  return privately({ components: [...components, { type: ComponentType.ActionRow, components: [press] }], words });
}
