import { expect, test } from 'vitest';
import type { Reply } from '../../src/bot.ts';
import type { Card } from '../../src/cards/card.ts';
import { bulletText } from '../../src/cards/text.ts';
import { realBot } from '../support.ts';

/** What a person does: says something, or presses the button of the last answer that has this label. */
export type Step = string | { press: string };

/** What a person sees of an answer. */
export interface Shown {
  /** All there is to read on it, links included. */
  words: string;
  /** The labels of what can be said next, in their order. */
  buttons: string[];
}

/** A way to talk to the bot; a new conversation for each call. */
export type Door = (steps: readonly Step[]) => Promise<Shown[]>;

const CONVERSATIONS: Readonly<Record<string, readonly Step[]>> = {
  'a comparison': ['compare all', { press: 'Isolation' }, 'why?', 'more detail'],
  'a recommendation': [
    'we have 8 python services on linux, stateless, released daily. vm or container?',
    { press: 'Why?' },
    'what if users upload scripts that one of them runs?',
    { press: 'Keep this' },
    'why not containers?',
    { press: 'What would change it?' },
    'save this decision',
  ],
  'a correction': ['it needs windows and a desktop with RDP sessions', 'actually no, it needs linux', 'why?'],
  'requirements that collide': ['it must not restart during host maintenance and has 256 MB of RAM', 'start over'],
  'too little to decide on': ['which one should I use', { press: "Don't know" }, { press: 'Compare all' }],
  'the tour and a quiz': [
    'take the tour',
    { press: 'Next step' },
    'lesson 3',
    { press: 'Quiz me' },
    { press: 'Answer 1' },
  ],
  'what is not covered': ['who won the football match?', { press: 'Help' }],
};

/** Every door leads to the same bot: the same conversation shows the same verdicts, reasons, sources and ids. */
export function contract(door: Door): void {
  test.each(Object.entries(CONVERSATIONS))('%s', async (_, steps) => {
    const shown = await door(steps);
    const expected = talk(steps);
    expect(shown).toHaveLength(expected.length);
    for (const [index, { card, summary }] of expected.entries()) {
      const { words, buttons } = shown[index] as Shown;
      const read = flat(words);
      const missing = statementsOf(card).filter((statement) => !read.includes(flat(statement)));
      expect(missing, `«${JSON.stringify(steps[index])}» does not show`).toEqual([]);
      expect(buttons).toEqual(card.buttons.map(({ label }) => label));
      expect(read.indexOf(flat(card.lead)), 'the bottom line comes first').toBeLessThanOrEqual(0);
      for (const id of summary.rules.filter((rule) => flat(statementsOf(card).join(' ')).includes(rule)))
        expect(read).toContain(id);
    }
  });
}

function talk(steps: readonly Step[]): Reply[] {
  const replies: Reply[] = [];
  for (const step of steps) {
    const last = replies.at(-1);
    const text = typeof step === 'string' ? step : last?.card.buttons.find(({ label }) => label === step.press)?.says;
    if (text === undefined) throw new Error(`no button ${JSON.stringify(step)} on "${last?.card.title}"`);
    replies.push(realBot().respond({ text, speaker: 'ana' }, last?.conversation));
  }
  return replies;
}

/** All that a card states, as it must be readable wherever it is shown. */
function statementsOf({ lead, parts, sources, reviewed }: Card): string[] {
  const stated = parts.flatMap((part): string[] => {
    switch (part.kind) {
      case 'text':
      case 'note':
        return [part.text];
      case 'bullets':
        return [part.heading, ...part.items.map(bulletText)];
      case 'facts':
        return [part.heading, ...part.rows.map(({ name, value }) => `${name}: ${value}`)];
      case 'table':
        return [...part.head.slice(1), ...part.rows.flat()];
      default:
        return part satisfies never;
    }
  });
  const standing = sources.flatMap(({ id, title, url }) => [id, title, url]);
  return [lead, ...stated, ...standing, ...(reviewed === '' ? [] : [`Reviewed ${reviewed}`])];
}

/** Words without how they are laid out. */
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
