import type { Card, Part } from '../../src/cards/card.ts';
import { partText } from '../../src/cards/text.ts';
import { clean, cut } from './limits.ts';

/** Of the 12,000 characters of a message, what is left for the parts beside heading, sources and buttons. */
const ROOM = 7_000;
const MOST_PARTS = 24;
const MOST_BUTTONS = 20;
/** The heading of a list, and of a column. */
const TITLE = 200;
const HEADING = 40;
/** Less than this is not worth beginning. */
const SCRAP = 40;

/** The card as it fits into a message: what is too much is left out visibly, with a button that asks for more. */
export function fitted(card: Card): Card {
  const whole = { ...card, parts: card.parts.map(cleanPart), lead: clean(card.lead), title: clean(card.title) };
  const parts = fittedParts(whole.parts);
  const more = { label: 'More detail', says: 'more detail' };
  const asked = parts === whole.parts ? [] : [more];
  const buttons = distinct([...whole.buttons, ...asked]).slice(0, MOST_BUTTONS);
  return { ...whole, parts, buttons };
}

/** The characters that a card takes beside its sources. */
export const sizeOf = ({ lead, parts, buttons }: Card): number =>
  [lead.length, ...parts.map(sizeOfPart), ...buttons.map(({ label }) => label.length)].reduce(
    (sum, size) => sum + size,
    0,
  );

/** Two buttons that say the same are one button; one that says nothing is none. */
function distinct(buttons: Card['buttons']): Card['buttons'] {
  const bySays = new Map(buttons.map((button) => [button.says, button]));
  bySays.delete('');
  return [...bySays.values()];
}

function fittedParts(parts: Part[]): Part[] {
  let left = ROOM;
  for (const [index, part] of parts.entries()) {
    const size = sizeOfPart(part);
    if (size > left || index === MOST_PARTS)
      return [...parts.slice(0, index), ...beginningOf(part, left), moreNote(parts.length - index - 1)].flat();
    left -= size;
  }
  return parts;
}

const sizeOfPart = (part: Part): number =>
  part.kind === 'table' ? part.rows.reduce((sum, row) => sum + rowSize(part.head, row), 0) : partText(part).length;

/** A row as fields, which takes more than as a table: each cell has its heading, and none is empty. */
const rowSize = (head: readonly string[], row: readonly string[]): number =>
  head.reduce((sum, name, column) => sum + name.length + 3 + (row[column] ?? '').length, 0);

const moreNote = (count: number): Part[] => (count > 0 ? [{ kind: 'note', text: `… ${count} more` }] : []);

/** As much of a part as there is room for. */
function beginningOf(part: Part, room: number): Part[] {
  if (room < SCRAP) return moreNote(1);
  switch (part.kind) {
    case 'text':
    case 'note':
      return [{ ...part, text: cut(part.text, room) }];
    case 'bullets': {
      const items = fitting(
        part.items,
        room - part.heading.length,
        ({ text, sources }) => text.length + sources.join(', ').length + SCRAP,
      );
      return [{ ...part, items }, ...moreNote(part.items.length - items.length)];
    }
    case 'facts': {
      const rows = fitting(
        part.rows,
        room - part.heading.length,
        ({ name, value }) => name.length + value.length + SCRAP,
      );
      return [{ ...part, rows }, ...moreNote(part.rows.length - rows.length)];
    }
    case 'table': {
      const rows = fitting(part.rows, room, (row) => rowSize(part.head, row));
      return [{ ...part, rows }, ...moreNote(part.rows.length - rows.length)];
    }
  }
}

function fitting<Item>(items: Item[], room: number, size: (item: Item) => number): Item[] {
  let left = room;
  const beyond = items.findIndex((item) => {
    left -= size(item);
    return left < 0;
  });
  return beyond < 0 ? items : items.slice(0, beyond);
}

function cleanPart(part: Part): Part {
  switch (part.kind) {
    case 'text':
    case 'note':
      return { ...part, text: clean(part.text) };
    case 'bullets': {
      const items = part.items.map(({ text, sources }) => ({ text: clean(text), sources: sources.map(clean) }));
      return { ...part, heading: cut(clean(part.heading), TITLE), items };
    }
    case 'facts': {
      const rows = part.rows.map(({ name, value }) => ({ name: clean(name), value: clean(value) }));
      return { ...part, heading: cut(clean(part.heading), TITLE), rows };
    }
    case 'table':
      return {
        ...part,
        head: part.head.map((name) => cut(clean(name), HEADING)),
        rows: part.rows.map((row) => row.map(clean)),
      };
  }
}
