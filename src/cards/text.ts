import type { Bullet, Card, Part } from './card.ts';

/** Everything a card says, as plain text: for terminals, notifications and screen readers. Buttons are not part of it. */
export function cardText({ title, lead, parts, sources, reviewed }: Card): string {
  const footer = [
    ...(sources.length > 0 ? ['Sources:'] : []),
    ...sources.map(({ id, title: name, url }) => `[${id}] ${name}, ${url}`),
    ...(reviewed === '' ? [] : [`Reviewed ${reviewed}.`]),
  ];
  const heading = title === lead ? lead : `${lead}\n(${title})`;
  return [heading, ...parts.map(partText), ...(footer.length > 0 ? [footer.join('\n')] : [])].join('\n\n');
}

/** One part of a card as plain text. */
export function partText(part: Part): string {
  switch (part.kind) {
    case 'text':
    case 'note':
      return part.text;
    case 'bullets':
      return [
        ...(part.heading === '' ? [] : [part.heading]),
        ...part.items.map((item) => `- ${bulletText(item)}`),
      ].join('\n');
    case 'table':
      return part.rows
        .map((row) => row.map((cell, at) => (at === 0 ? cell : `  ${part.head[at]}: ${cell}`)).join('\n'))
        .join('\n');
    case 'facts':
      return [part.heading, ...part.rows.map(({ name, value }) => `- ${name}: ${value}`)].join('\n');
  }
}

/** A statement with the keys of its sources in brackets. */
export function bulletText({ text, sources }: Bullet): string {
  return sources.length === 0 ? text : `${text} [${sources.join(', ')}]`;
}
