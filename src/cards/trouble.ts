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

const noting = (text: string, card: Card): Card => ({ ...card, parts: [{ kind: 'note', text }, ...card.parts] });

/** Says that the answer goes by no more than a card shows that somebody shared. */
export const seenCard = (card: Card): Card =>
  noting('This goes by what that card shows; what else was told me in private stays there.', card);

/** Says that the talk is gone in which another card was the answer. */
export const goneCard = (card: Card): Card =>
  noting('I no longer know the talk that this card is from, so I answer this by itself.', card);

/** Says that what was known of the conversation could not be read. */
export const afreshCard = (card: Card): Card =>
  noting('I could not read what we said here before, so this starts afresh.', card);
