import { createInterface } from 'node:readline';
import type { Bot, Reply } from '../../src/bot.ts';
import type { Card, Form } from '../../src/cards/card.ts';
import { drawCard } from './draw.ts';

const LEAVING: ReadonlySet<string> = new Set(['exit', 'quit', 'bye', ':q']);
const SPEAKER = 'you';

export interface Streams {
  input: NodeJS.ReadableStream;
  write: (text: string) => void;
  /** A person sits there: colours, a prompt, and numbers that press buttons. */
  person: boolean;
}

/** A conversation in the terminal: typed with a prompt, or piped line by line. Ends with the input or "exit". */
export async function chat(bot: Bot, { input, write, person }: Streams): Promise<void> {
  const lines = createInterface({ input, ...(person && { output: process.stdout }) });
  const ask = person ? () => write('\n> ') : () => {};
  let last: Reply = bot.respond({ text: 'hello', speaker: SPEAKER });
  write(`${drawCard(last.card, person)}\n`);
  let conversation: Reply['conversation'] | undefined;
  let form: Filling | undefined;
  ask();
  for await (const line of lines) {
    const typed = line.trim();
    if (LEAVING.has(typed.toLowerCase())) break;
    form = continueForm(form, typed, last.card);
    if (form && isOpen(form)) {
      write(drawField(form));
      ask();
      continue;
    }
    last = bot.respond({ text: form ? saidIn(form) : utterance(typed, last.card), speaker: SPEAKER }, conversation);
    form = undefined;
    conversation = last.conversation;
    write(`\n${drawCard(last.card, person)}\n`);
    ask();
  }
  lines.close();
}

interface Filling {
  form: Form;
  said: string[];
}

/** A number presses that button of the last card; anything else is what the person says. */
function utterance(typed: string, { buttons }: Card): string {
  return (/^\d$/.test(typed) ? buttons[Number(typed) - 1]?.says : undefined) ?? typed;
}

/** The form after what was typed: begun by "form", or one field further when one is being filled in. */
function continueForm(filling: Filling | undefined, typed: string, { form }: Card): Filling | undefined {
  if (typed === 'form' && form) return { form, said: [] };
  return filling && fill(filling, typed);
}

const isOpen = ({ form, said }: Filling): boolean => said.length < form.fields.length;

/** A form that is filled in, as one utterance. */
const saidIn = ({ said }: Filling): string => said.join(' ') || 'which one';

function drawField({ form, said }: Filling): string {
  const field = form.fields[said.length];
  if (!field) return '';
  const choices = field.choices.map(({ label }, index) => `  [${index + 1}] ${label}`).join('\n');
  return `\n${said.length + 1}/${form.fields.length} ${field.question}\n${choices}\n  [enter] don't know\n`;
}

/** One field answered: by number, in own words, or left open. */
function fill({ form, said }: Filling, typed: string): Filling {
  const field = form.fields[said.length];
  const chosen = /^\d+$/.test(typed) ? field?.choices[Number(typed) - 1]?.says : undefined;
  return { form, said: [...said, chosen ?? (typed === '' ? '' : `${typed}.`)] };
}
