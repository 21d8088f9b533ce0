import type { Card } from './card.ts';
import { plainCard } from './claims.ts';

/** The one message that nobody asked for. Its other two answers, later and never, are the platform's to draw. */
export const invitationCard = (): Card =>
  plainCard(
    'Welcome',
    'New here? Learn VM or container in five minutes.',
    [
      {
        kind: 'text',
        text: 'Five short steps with three cases to decide, only for you, whenever you like. Nobody is told how far you get.',
      },
      { kind: 'note', text: 'I write to you unasked only this once. Any time: /vm-or-container learn' },
    ],
    [{ label: 'Start', says: 'take the tour' }],
  );

/** What an admin hears of a place. */
export const invitingWords = (place: 'channel' | 'server', on: boolean): string =>
  `People who join this ${place} are ${on ? '' : 'not '}invited to learn.`;

/** Before the invitation, as an admin sees it who tries it out. */
export const TRIED_OUT = 'This is what they see, once, for them alone:';

/** What is said in place of an invitation that was put off or turned down. */
export const POSTPONED = 'I will remind you tomorrow, in our direct messages.';
export const DECLINED = 'All right, I will not ask again. Should you change your mind: /vm-or-container learn';
