import type { Card } from './card.ts';
import { plainCard } from './claims.ts';

/** The one message that nobody asked for. Its other two answers, later and never, are the platform's to draw. */
export const invitationCard = (): Card =>
  plainCard(
    'Welcome',
    'VM or container? A five-minute tour, if you like.',
    [
      { kind: 'text', text: 'It is private, goes at your pace, and nobody is told how far you came.' },
      { kind: 'note', text: 'I write unasked this once. Any time later, ask me to "take the tour".' },
    ],
    [{ label: 'Start', says: 'take the tour' }],
  );
