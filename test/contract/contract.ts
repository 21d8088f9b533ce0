import { expect, test } from 'vitest';
import type { Reply } from '../../src/bot.ts';
import { talk } from '../support.ts';

/** A conversation through a platform: what a person says there, and what they see of the answer. */
export interface Door {
  say(text: string): Promise<Seen>;
  close(): Promise<void>;
}

export interface Seen {
  /** Everything that can be read, as a reader sees it. */
  text: string;
  /** What pressing each button says; undefined where the platform has none. */
  says: string[] | undefined;
}

const CONVERSATIONS: Readonly<Record<string, readonly string[]>> = {
  'a comparison': ['compare VM and container', 'networking?', 'and for containers?', 'more detail'],
  'a recommendation': [
    '8 linux services and two engineers, stateless, released daily',
    'why?',
    'what would change it?',
    'what if outsiders upload code?',
    'no',
    'it needs windows',
    'why not containers?',
  ],
  'too little': ['which one should I use', "don't know", 'it is a monolith on linux', 'start over'],
  'requirements that collide': ['it must not restart during host maintenance and has 256 MB of RAM', 'why?'],
  'words of every kind': ['hello', 'what is a hypervisor', 'who won the match?', 'lesson 2', 'quiz me', 'help'],
};

/** The same conversation gives the same verdicts, reasons, sources and ids as the bot itself, through whatever door. */
export function keepsTheContract(open: () => Promise<Door>): void {
  test.each(Object.entries(CONVERSATIONS))('%s is the same here', async (_, lines) => {
    const door = await open();
    try {
      const replies = talk(...lines);
      for (const [index, line] of lines.entries()) expectSame(replies[index], await door.say(line), line);
    } finally {
      await door.close();
    }
  });
}

/** A platform sets text in its own way: what counts is the words. */
const words = (text: string): string => text.replace(/\s+/g, ' ');

/** What must be read of a reply: its bottom line, every statement, the rules and the sources they stand on, and the date. */
function statementsIn({ card, summary }: Reply): string[] {
  const parts = JSON.stringify(card.parts);
  return [
    card.lead,
    ...card.parts.flatMap((part) => (part.kind === 'bullets' ? part.items.map(({ text }) => text) : [])),
    ...summary.rules.filter((rule) => parts.includes(rule)),
    ...card.sources.map(({ id }) => id),
    ...(card.reviewed === '' ? [] : [`Reviewed ${card.reviewed}`]),
  ];
}

function expectSame(reply: Reply | undefined, { text, says }: Seen, line: string): void {
  if (!reply) throw new Error(`no reply to "${line}"`);
  for (const statement of statementsIn(reply)) expect(words(text), line).toContain(words(statement));
  if (says) expect(says, line).toEqual(expect.arrayContaining(reply.card.buttons.map((button) => button.says)));
}
