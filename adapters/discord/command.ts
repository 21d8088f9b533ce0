import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIChatInputApplicationCommandInteraction,
  ApplicationCommandOptionType,
} from 'discord.js';
import type { Bot } from '../../src/bot.ts';
import { cut, LIMITS } from './limits.ts';
import { plain } from './markdown.ts';

/** A subcommand and what was given to it, by name. */
export interface Command {
  name: string;
  given: Readonly<Record<string, string | number | boolean>>;
  /** The option that is being typed. */
  typing: string | undefined;
}

type Interaction = APIChatInputApplicationCommandInteraction | APIApplicationCommandAutocompleteInteraction;

/** @throws TypeError when there is no subcommand: Discord sends none for a command of ours */
export function commandFrom({ data }: Interaction): Command {
  const [sub] = data.options ?? [];
  if (sub?.type !== ApplicationCommandOptionType.Subcommand) throw new TypeError('a command without subcommand');
  const options: readonly APIApplicationCommandInteractionDataBasicOption[] = sub.options ?? [];
  const typing = options.find((option) => 'focused' in option && option.focused)?.name;
  return { name: sub.name, given: Object.fromEntries(options.map(({ name, value }) => [name, value])), typing };
}

/** What a subcommand says, as if the person had typed it; undefined when a form has to be filled in first. */
export function utteranceOf({ name, given }: Command, bot: Bot): string | undefined {
  switch (name) {
    case 'ask':
      return words(given.question);
    case 'compare':
    case 'card':
      return `compare ${words(given.features) || 'VM and container'}`;
    case 'recommend':
      return words(given.workload) || undefined;
    case 'learn':
      return lessonIn(words(given.lesson), bot);
    default:
      return 'help';
  }
}

/** They go on with learning, wherever they left off. */
export const isOnward = ({ name, given }: Command): boolean => name === 'learn' && words(given.lesson) === '';

const words = (value: string | number | boolean | undefined): string => (value === undefined ? '' : `${value}`.trim());

/** A lesson by what was picked from the list, or by words of one's own. */
function lessonIn(typed: string, bot: Bot): string {
  return /^lesson \d+$/i.test(typed) ? typed : (bot.suggest('lesson', typed)[0]?.says ?? typed);
}

const SUBJECTS = { question: 'topic', features: 'feature', lesson: 'lesson' } as const;

/** What Discord offers while an option is typed. Of several rows with commas between, the last one is completed. */
export function choicesFor({ given, typing }: Command, bot: Bot): { name: string; value: string }[] {
  const option = typing as keyof typeof SUBJECTS;
  const kind = SUBJECTS[option];
  if (kind === undefined) return [];
  const typed = words(given[option]);
  const comma = kind === 'feature' ? typed.lastIndexOf(',') + 1 : 0;
  const before = comma === 0 ? '' : `${typed.slice(0, comma)} `;
  return bot
    .suggest(kind, typed.slice(comma))
    .map(({ name, says }) => ({ name: `${before}${plain(name)}`, value: `${before}${says}` }))
    .filter(({ value }) => value.length <= LIMITS.option)
    .slice(0, LIMITS.choices)
    .map(({ name, value }) => ({ name: cut(name, LIMITS.option), value }));
}
