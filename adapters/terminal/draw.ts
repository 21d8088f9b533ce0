import { styleText } from 'node:util';
import type { Card } from '../../src/cards/card.ts';
import { cardText } from '../../src/cards/text.ts';

const WIDTH = 100;

/** The card with its numbered buttons, for a person at a terminal; without colours it is plain lines. */
export function drawCard(card: Card, colours: boolean): string {
  const [lead = '', ...rest] = cardText(card).split('\n');
  const buttons = card.buttons.map(({ label }, index) => `[${index + 1}] ${label}`).join('  ');
  const form = card.form ? '[form] answer up to five questions at once' : '';
  const body = rest.map((line) => (isFooter(line) ? dim(wrap(line), colours) : wrap(line)));
  return [
    colours ? styleText('bold', wrap(lead)) : wrap(lead),
    ...body,
    ...(buttons === '' ? [] : ['', colours ? styleText('cyan', wrap(buttons)) : wrap(buttons)]),
    ...(form === '' ? [] : [dim(form, colours)]),
  ].join('\n');
}

const isFooter = (line: string): boolean =>
  /^\[[a-z0-9-]+\] /.test(line) || line === 'Sources:' || line.startsWith('Reviewed ') || /^\(.*\)$/.test(line);
const dim = (text: string, colours: boolean): string => (colours ? styleText('dim', text) : text);

/** Breaks a line between words so that it fits the width; continuation lines of a bullet are indented. */
function wrap(line: string): string {
  const indent = line.startsWith('- ') ? '  ' : '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current === '') current = word;
    else if (current.length + 1 + word.length <= WIDTH) current = `${current} ${word}`;
    else {
      lines.push(current);
      current = `${indent}${word}`;
    }
  }
  return [...lines, current].join('\n');
}
