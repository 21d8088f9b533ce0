import type { APIButtonComponentWithCustomId } from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import { actId, button } from './controls.ts';

/** What Discord has granted us. */
export interface Granted {
  /** We may read what is said in threads without our name in it. */
  content: boolean;
  /** We are told who joins. */
  members: boolean;
}

/** Where a card stands: seen by one person, where all could be told or not, or by all in a talk. */
export type Standing = 'private' | 'private-in-channel' | 'thread' | 'shared';

/** What else can be said to an invitation. */
export const INVITED: readonly APIButtonComponentWithCustomId[] = [
  button('Tomorrow', actId('tomorrow')),
  button('Not for me', actId('not-for-me')),
];

/** A way to talk on where we may not read along. */
export const FOLLOW_UP: APIButtonComponentWithCustomId = button('Ask a follow-up', actId('follow-up'));

const RATINGS: readonly APIButtonComponentWithCustomId[] = [
  button('Helpful', actId('helpful')),
  button('Not helpful', actId('unhelpful')),
  button('Something wrong?', actId('wrong')),
];

/** What can be done with a card beside talking on. Whether somebody may is decided when they press. */
export function actsUnder(
  { reviewed }: Pick<Card, 'reviewed'>,
  standing: Standing,
  { content }: Granted,
  audience = '',
): APIButtonComponentWithCustomId[] {
  const alone = standing === 'private' || standing === 'private-in-channel';
  return [
    ...(alone ? [button('Share', actId('share', audience))] : []),
    ...(standing === 'private-in-channel' ? [button('Discuss in a thread', actId('discuss'))] : []),
    ...(!alone && !content ? [FOLLOW_UP] : []),
    ...(reviewed === '' ? [] : RATINGS),
  ];
}
