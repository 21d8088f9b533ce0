import type { Card } from './card.ts';
import { plainCard } from './claims.ts';

/** The one refusal a window for who asks more than is fair to the others. */
export const busyCard = (): Card => plainCard('One moment', 'That was a lot at once; please ask again in a minute.');

/** The question broke us. The reference finds it in the log. */
export const apologyCard = (reference: string): Card =>
  plainCard('Sorry', 'I could not answer that; please put it another way.', [
    { kind: 'note', text: `If it happens again, tell who runs me this reference: ${reference}` },
  ]);

/** We were away for so long that an answer would come out of the blue. */
export const lateCard = (): Card => plainCard('Sorry', 'I was away and missed this; ask again if it matters.');

/** The answer could not be posted where it was asked. */
export const undeliveredCard = (title: string): Card =>
  plainCard('Not delivered', 'I could not post my answer where you asked.', [
    { kind: 'text', text: `It was about: ${title}. Ask me here, or have me added to that channel.` },
  ]);

/** Says that what was known of the conversation could not be read. */
export function afreshCard(card: Card): Card {
  const text = 'I could not read what we said here before, so this starts afresh.';
  return { ...card, parts: [{ kind: 'note', text }, ...card.parts] };
}
