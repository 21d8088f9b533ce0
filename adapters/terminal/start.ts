import { parseArgs } from 'node:util';
import type { Bot } from '../../src/bot.ts';
import { chat, type Streams } from './chat.ts';
import { drawCard } from './draw.ts';
import { replyJson } from './reply.ts';

export const USAGE = `vm-or-container: asks, compares and recommends in the terminal

  npm start                                   a conversation
  npm run chat -- --jsonl                     the JSON Lines protocol, for scripts
  npm run --silent chat -- ask "is docker faster to start than a vm?"
  npm run --silent chat -- compare isolation startup
  npm run --silent chat -- recommend "8 linux services, two engineers"
  npm run --silent chat -- recommend --fact os-family=windows --fact gui=desktop
  npm run --silent chat -- lesson 3
  npm run --silent chat -- knowledge check [folder]
  npm run --silent chat -- knowledge build [folder]

  --json    the answer as one JSON object
  Exit codes: 0 answered, 1 not covered or asking back, 2 bad usage
`;

/** What the terminal can do beside talking; given by the composition root. */
export interface Terminal extends Streams {
  /** Called only when a conversation needs it, so that a broken knowledge folder can still be checked. */
  bot: () => Promise<Bot>;
  /** Checks a knowledge folder; returns its mistakes, one a line, or an empty list. */
  check: (folder: string | undefined) => Promise<string[]>;
  /** Builds the weights of a knowledge folder; returns what was written. */
  build: (folder: string | undefined) => Promise<string>;
  complain: (text: string) => void;
}

const FLAGS = {
  json: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  help: { type: 'boolean' },
  fact: { type: 'string', multiple: true },
} as const;

/** Runs one command line and returns the exit code. */
export async function runTerminal(args: readonly string[], terminal: Terminal): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return misuse(terminal, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  const { values, positionals } = parsed;
  const [command = 'chat', ...rest] = positionals;
  if (values.help) return tell(terminal, USAGE);
  if (command === 'knowledge') return knowledge(rest, terminal);
  if (command === 'chat' && rest.length > 0)
    return misuse(terminal, `"chat" takes no words; did you mean: ask "${rest.join(' ')}"?`);
  if (command === 'chat') return talk(values.jsonl === true, terminal);
  return once(command, rest, values, terminal);
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });

function tell({ write }: Terminal, text: string): number {
  write(text);
  return 0;
}

function misuse({ complain }: Terminal, problem: string): number {
  complain(`${problem}\n\n${USAGE}`);
  return 2;
}

async function talk(lines: boolean, terminal: Terminal): Promise<number> {
  const bot = await terminal.bot();
  if (!lines) await chat(bot, terminal);
  else {
    const { speakLines } = await import('./lines.ts');
    await speakLines(bot, terminal.input, (line) => terminal.write(`${line}\n`));
  }
  return 0;
}

async function knowledge([action, folder]: readonly string[], terminal: Terminal): Promise<number> {
  if (action === 'build') return tell(terminal, `${await terminal.build(folder)}\n`);
  if (action !== 'check') return misuse(terminal, `"knowledge" needs "check" or "build", not "${action ?? ''}"`);
  const mistakes = await terminal.check(folder);
  terminal.write(mistakes.length === 0 ? 'The knowledge is sound.\n' : `${mistakes.join('\n')}\n`);
  return mistakes.length === 0 ? 0 : 1;
}

/** One question, one answer. */
async function once(
  command: string,
  words: readonly string[],
  { json, fact = [] }: { json?: boolean | undefined; fact?: string[] | undefined },
  terminal: Terminal,
): Promise<number> {
  // `--fact os-family=windows gui=desktop`: what follows in the same form is meant in the same way.
  const pairs = fact.length > 0 ? words.filter((word) => word.includes('=')) : [];
  const said = words.filter((word) => !pairs.includes(word));
  const text = textOf(command, said, fact.length > 0);
  if (text === undefined) return misuse(terminal, `unknown command "${command}"`);
  if (text === '') return misuse(terminal, `"${command}" needs some words`);
  const facts = factsFrom([...fact, ...pairs]);
  if (typeof facts === 'string') return misuse(terminal, facts);
  const bot = await terminal.bot();
  let conversation: ReturnType<Bot['knowing']>;
  try {
    conversation = bot.knowing(facts);
  } catch (error) {
    return misuse(terminal, error instanceof Error ? error.message : String(error));
  }
  const reply = bot.respond({ text, speaker: 'you' }, conversation);
  terminal.write(json ? `${JSON.stringify(replyJson(reply))}\n` : `${drawCard(reply.card, terminal.person)}\n`);
  const { refused, verdict } = reply.summary;
  return refused || verdict === 'ask' || verdict === 'conflict' ? 1 : 0;
}

function textOf(command: string, words: readonly string[], withFacts: boolean): string | undefined {
  const said = words.join(' ');
  if (command === 'ask') return said;
  if (command === 'recommend') return said === '' && withFacts ? 'which one should I use' : said;
  if (command === 'compare') return words.length === 0 ? 'compare all' : `compare ${words.join(', ')}`;
  return command === 'lesson' ? `lesson ${said || '1'}` : undefined;
}

function factsFrom(pairs: readonly string[]): Record<string, string> | string {
  const entries = pairs.map((pair) => pair.split('='));
  const broken = entries.findIndex(([id, value]) => !id || !value);
  return broken < 0
    ? Object.fromEntries(entries)
    : `--fact ${pairs[broken]}: write it as fact=value, such as os-family=windows`;
}
