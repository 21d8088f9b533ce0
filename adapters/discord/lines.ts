import type { Card, Part } from '../../src/cards/card.ts';
import { bulletText } from '../../src/cards/text.ts';
import { cut } from './limits.ts';
import { escaped, line, named } from './markdown.ts';

/** The least that is shown or left out: one statement, or one row of a table. */
export interface Line {
  /** The place of its part within the card: lines of one part stand together. */
  part: number;
  markdown: string;
  /** What the row of a table is about. */
  row?: string;
}

/** Even when every character has to be escaped, one such statement fits into a message. */
const MOST = 1_500;

/** Everything that the parts of a card say, a line a statement. */
export function linesOf({ parts }: Pick<Card, 'parts'>): Line[] {
  return parts.flatMap((part, index) =>
    contentOf(part)
      .filter(({ markdown }) => markdown.trim() !== '')
      .map((content) => ({ ...content, part: index })),
  );
}

type Content = Omit<Line, 'part'>;

function contentOf(part: Part): Content[] {
  switch (part.kind) {
    case 'text':
      return [{ markdown: escaped(cut(part.text, MOST)) }];
    case 'note':
      return [{ markdown: small(part.text) }];
    case 'bullets':
      return [...heading(part.heading), ...part.items.map((item) => bullet(bulletText(item)))];
    case 'facts':
      return [...heading(part.heading), ...part.rows.map(({ name, value }) => bullet(`${name}: ${value}`))];
    case 'table':
      return part.rows.map((row) => rowOf(row, part.head));
  }
}

const small = (text: string): string => (text.trim() === '' ? '' : `-# ${line(cut(text, MOST))}`);
const bold = (text: string): string => (text.trim() === '' ? '' : `**${line(cut(text, MOST))}**`);
const heading = (text: string): Content[] => [{ markdown: bold(text) }];
const bullet = (text: string): Content => ({ markdown: text.trim() === '' ? '' : `- ${named(line(cut(text, MOST)))}` });

/** Discord has no tables: a row is its name and a line for each column, which a phone shows without scrolling. */
function rowOf([name = '', ...cells]: readonly string[], head: readonly string[]): Content {
  const most = Math.floor(MOST / (cells.length + 1));
  const columns = cells.map((cell, index) => line(cut(`${head[index + 1] ?? ''}: ${cell}`, most)));
  return { markdown: [bold(cut(name, most)), ...columns].join('\n'), row: name };
}
