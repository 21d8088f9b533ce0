import {
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord.js';
import { commandFrom } from './command.ts';
import { meaningOf } from './controls.ts';
import { shownTo } from './turn.ts';

/** How an answer is announced that takes a while: as a message for all or for one, or as a change of the message pressed. */
export type Late = 'open' | 'private' | 'update';

/** The options by which a command is answered for all to see. */
export function isOpen(interaction: APIInteraction): boolean {
  if (interaction.type !== InteractionType.ApplicationCommand) return false;
  if (interaction.data.type !== ApplicationCommandType.ChatInput) return false;
  const { given } = commandFrom(interaction as APIChatInputApplicationCommandInteraction);
  return given.public === true || given.post === true;
}

/** What changes the message that was pressed, instead of adding one. */
const UPDATING: ReadonlySet<string> = new Set(['share', 'forget', 'tomorrow', 'not-for-me', 'inviting', 'post-anyway']);

/** What goes on with the talk of all who are there. */
const TALKING: ReadonlySet<string> = new Set(['form', 'follow-up', 'rest']);

/** How an answer that takes a while is announced: as it will be shown. */
export function lateOf(interaction: APIInteraction): Late {
  const talk = shownTo(interaction) === 'thread' ? 'open' : 'private';
  switch (interaction.type) {
    case InteractionType.MessageComponent:
      return interaction.data.component_type === ComponentType.Button
        ? lateAct(interaction.data.custom_id, talk)
        : 'private';
    case InteractionType.ModalSubmit:
      return lateAct(interaction.data.custom_id, talk);
    default:
      return isOpen(interaction) ? 'open' : talk;
  }
}

function lateAct(customId: string, talk: Late): Late {
  const meaning = meaningOf(customId);
  if (!meaning) return 'private';
  if ('says' in meaning || TALKING.has(meaning.act)) return talk;
  return UPDATING.has(meaning.act) ? 'update' : 'private';
}
