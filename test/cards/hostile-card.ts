import type { Card } from '../../src/cards/card.ts';

/** A card with these words in every place that takes words and no address; further words are items. */
export function hostileCard([
  title = '',
  lead = '',
  text = '',
  note = '',
  heading = '',
  ...items
]: readonly string[]): Card {
  return {
    title,
    lead,
    parts: [
      { kind: 'text', text },
      { kind: 'note', text: note },
      { kind: 'bullets', heading, items: items.map((item) => ({ text: item, sources: [item] })) },
      { kind: 'facts', heading, rows: items.map((item) => ({ name: item, value: item })) },
    ],
    buttons: [{ label: lead, says: text }],
    sources: [],
    reviewed: note,
  };
}
