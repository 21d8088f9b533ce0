import type { Reply } from '../../src/bot.ts';
import { cardText } from '../../src/cards/text.ts';

/** A reply as the protocol writes it. */
export function replyJson({ card, summary }: Reply): Record<string, unknown> {
  return { ...summary, sources: card.sources.map(({ id }) => id), text: cardText(card) };
}
