import { expect, test } from 'vitest';
import type { Reply } from '../../src/bot.ts';
import type { Card } from '../../src/cards/card.ts';
import { bulletText } from '../../src/cards/text.ts';
import { realBot } from '../support.ts';

/** What a person does: says something, or presses the button of the last answer that has this label. */
type Told = string | { press: string };
/** The same, with what the button says, for doors that have none. */
export type Step = string | { press: string; says: string };

/** What a person sees of an answer. */
export interface Shown {
  /** All there is to read on it, links included. */
  words: string;
  /** What can be said next, in its order: undefined where nothing can be pressed, and what a button says where that is not shown. */
  buttons: { label: string; says: string | undefined }[] | undefined;
}

/** A way to talk to the bot; a new conversation for each call. */
export type Door = (steps: readonly Step[]) => Promise<Shown[]>;

const CONVERSATIONS: Readonly<Record<string, readonly Told[]>> = {
  'a comparison': ['compare all', { press: 'Isolation' }, 'why?', 'more detail'],
  'a comparison that goes on': ['compare VM and container', 'networking?', 'and for containers?', 'more detail'],
  'a recommendation': [
    'we have 8 python services on linux, stateless, released daily. vm or container?',
    { press: 'Why?' },
    'what if users upload scripts that one of them runs?',
    { press: 'Keep this' },
    'why not containers?',
    { press: 'What would change it?' },
    'save this decision',
  ],
  'a recommendation that is doubted': [
    '8 linux services and two engineers, stateless, released daily',
    'why?',
    'what would change it?',
    'what if outsiders upload code?',
    'no',
    'it needs windows',
    'why not containers?',
  ],
  'a correction': ['it needs windows and a desktop with RDP sessions', 'actually no, it needs linux', 'why?'],
  'requirements that collide': [
    'it must not restart during host maintenance and has 256 MB of RAM',
    'why?',
    'start over',
  ],
  'too little to decide on': ['which one should I use', { press: "Don't know" }, { press: 'Compare all' }],
  'too little at first': ['which one should I use', "don't know", 'it is a monolith on linux', 'start over'],
  'the tour and a quiz': [
    'take the tour',
    { press: 'Next step' },
    'lesson 3',
    { press: 'Quiz me' },
    { press: 'Answer 1' },
  ],
  'what is not covered': ['who won the football match?', { press: 'Help' }],
  'words of every kind': ['hello', 'what is a hypervisor', 'who won the match?', 'lesson 2', 'quiz me', 'help'],
};

/** So many sources have room for that everywhere. */
const FEW = 6;

/**
 * Every door leads to the same bot: the same conversation shows the same verdicts, reasons, sources and ids.
 * @param narrow where a long list of sources may have no room for titles and addresses, and shows ids alone
 */
export function contract(door: Door, narrow = false): void {
  test.each(Object.entries(CONVERSATIONS))('%s', async (_, steps) => {
    const { replies: expected, done } = talk(steps);
    const shown = await door(done);
    expect(shown).toHaveLength(expected.length);
    for (const [index, reply] of expected.entries())
      expectSame(reply, shown[index] as Shown, JSON.stringify(steps[index]), narrow);
  });
}

function expectSame({ card, summary }: Reply, { words, buttons }: Shown, step: string, narrow: boolean): void {
  const read = flat(words);
  const statements = statementsOf(card, narrow).map(flat);
  const missing = statements.filter((statement) => !read.includes(statement));
  expect(missing, `«${step}» does not show`).toEqual([]);
  expect(read.indexOf(flat(card.lead)), `the bottom line of «${step}» comes first`).toBeLessThanOrEqual(0);
  const stated = statements.join(' ');
  for (const rule of summary.rules.filter((id) => stated.includes(id))) expect(read, step).toContain(rule);
  if (!buttons) return;
  expect(
    buttons.map(({ label }) => label),
    `the buttons of «${step}»`,
  ).toEqual(card.buttons.map(({ label }) => label));
  for (const [at, { says }] of buttons.entries())
    if (says !== undefined) expect(says, `button ${at + 1} of «${step}»`).toBe(card.buttons[at]?.says);
}

/** The conversation with the bot itself. */
function talk(steps: readonly Told[]): { replies: Reply[]; done: Step[] } {
  const replies: Reply[] = [];
  const done: Step[] = [];
  for (const step of steps) {
    const last = replies.at(-1);
    const text = typeof step === 'string' ? step : last?.card.buttons.find(({ label }) => label === step.press)?.says;
    if (text === undefined) throw new Error(`no button ${JSON.stringify(step)} on "${last?.card.title}"`);
    done.push(typeof step === 'string' ? step : { ...step, says: text });
    replies.push(realBot().respond({ text, speaker: 'ana' }, last?.conversation));
  }
  return { replies, done };
}

/** All that a card states, as it must be readable wherever it is shown. */
function statementsOf({ lead, parts, sources, reviewed }: Card, narrow: boolean): string[] {
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
  const standing = sources.flatMap(({ id, title, url }) => [
    id,
    ...(narrow && sources.length > FEW ? [] : [title, url]),
  ]);
  return [lead, ...stated, ...standing, ...(reviewed === '' ? [] : [`Reviewed ${reviewed}`])];
}

/** Words without how they are laid out. */
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
