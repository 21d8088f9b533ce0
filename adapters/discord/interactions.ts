import {
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmission,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord.js';
import { answerTo, cardFor } from './answer.ts';
import { choicesFor, commandFrom, isOnward, utteranceOf } from './command.ts';
import { REMOVE_ANSWER } from './commands.ts';
import { audienceIn, meaningOf, ROWS } from './controls.ts';
import { discuss } from './discuss.ts';
import { rate, writeDown } from './feedback.ts';
import { askToForget, forget } from './forget.ts';
import { factsIn, renderForm, renderWriting, saidIn } from './form.ts';
import type { Hearing } from './hearing.ts';
import { isOpen, lateOf } from './late.ts';
import { SAID } from './message.ts';
import { answerInvitation, decide, tryOut } from './newcomers.ts';
import { postAnyway, postCard } from './post-card.ts';
import { removeAnswer } from './remove.ts';
import { privately, type Reply, reply } from './reply.ts';
import { restOf } from './rest.ts';
import { share } from './share.ts';
import { sceneOfInteraction } from './turn.ts';

/** Answers a command, a button, a select, a form or a list that is being typed. Never rejects. */
export function hearInteraction(interaction: APIInteraction, hearing: Hearing): Promise<void> {
  return reply(interaction, () => replyTo(interaction, hearing), lateOf(interaction), hearing);
}

async function replyTo(interaction: APIInteraction, hearing: Hearing): Promise<Reply> {
  switch (interaction.type) {
    case InteractionType.ApplicationCommandAutocomplete:
      return { kind: 'choices', choices: choicesFor(commandFrom(interaction), hearing.bot()) };
    case InteractionType.ApplicationCommand:
      if (interaction.data.type === ApplicationCommandType.Message)
        return replyToMessageCommand(interaction as APIMessageApplicationCommandInteraction, hearing);
      return replyToCommand(interaction as APIChatInputApplicationCommandInteraction, hearing);
    case InteractionType.MessageComponent:
      return replyToPress(interaction, hearing);
    case InteractionType.ModalSubmit:
      return replyToForm(interaction, hearing);
    default:
      return privately(SAID.old);
  }
}

async function replyToCommand(
  interaction: APIChatInputApplicationCommandInteraction,
  hearing: Hearing,
): Promise<Reply> {
  const command = commandFrom(interaction);
  if (command.name === 'forget') return askToForget();
  if (command.name === 'newcomers') return tryOut(interaction, hearing);
  const text = isOnward(command)
    ? await hearing.delivery.onward(sceneOfInteraction(interaction), hearing.bot().course.steps)
    : utteranceOf(command, hearing.bot());
  const { channel, for: audience } = command.given;
  const colleague = typeof audience === 'string' ? audience : undefined;
  if (text === undefined)
    return formReply(cardFor(hearing, 'which one should I use').form ?? { title: '', fields: [] }, colleague);
  if (command.name === 'card' && typeof channel === 'string') return postCard(interaction, channel, text, hearing);
  return answerTo(interaction, text, { open: isOpen(interaction), audience: colleague }, hearing);
}

const formReply = (...form: Parameters<typeof renderForm>): Reply => ({ kind: 'form', modal: renderForm(...form) });

async function replyToMessageCommand(
  interaction: APIMessageApplicationCommandInteraction,
  hearing: Hearing,
): Promise<Reply> {
  const { name, target_id: target, resolved } = interaction.data;
  const message = resolved.messages[target];
  if (!message) return privately(SAID.old);
  if (name === REMOVE_ANSWER) return removeAnswer(interaction, message, hearing);
  return answerTo(interaction, message.content, { shown: 'private' }, hearing);
}

async function replyToPress(interaction: APIMessageComponentInteraction, hearing: Hearing): Promise<Reply> {
  const { data } = interaction;
  if (data.component_type === ComponentType.StringSelect)
    return data.custom_id === ROWS
      ? answerTo(interaction, data.values[0] ?? '', { shown: 'private' }, hearing)
      : privately(SAID.old);
  const meaning = meaningOf(data.custom_id);
  if (!meaning) return privately(SAID.old);
  if ('says' in meaning) return answerTo(interaction, meaning.says, {}, hearing);
  switch (meaning.act) {
    case 'form':
      return formReply(hearing.bot().form(factsIn(meaning.about)));
    case 'rest':
      return restOf(interaction, Number.parseInt(meaning.about, 10) || 0, hearing);
    case 'share':
      return share(interaction, meaning.about, hearing);
    case 'discuss':
      return discuss(interaction, hearing);
    case 'follow-up':
    case 'wrong':
      return { kind: 'form', modal: renderWriting(meaning.act, '') };
    case 'helpful':
    case 'unhelpful':
      return rate(interaction, meaning.act, hearing);
    case 'forget':
      return forget(interaction, hearing);
    case 'tomorrow':
      return answerInvitation(interaction, 'postpone', hearing);
    case 'not-for-me':
      return answerInvitation(interaction, 'decline', hearing);
    case 'inviting':
      return decide(interaction, meaning.about === 'on', hearing);
    case 'post-anyway':
      return postAnyway(interaction, meaning.about, hearing);
    default:
      return privately(SAID.old);
  }
}

async function replyToForm(interaction: APIModalSubmitInteraction, hearing: Hearing): Promise<Reply> {
  const meaning = meaningOf(interaction.data.custom_id);
  const said = saidIn(submittedIn(interaction.data));
  if (!meaning || !('act' in meaning)) return privately(SAID.old);
  if (meaning.act === 'wrong') return writeDown(interaction, said, hearing);
  const audience = meaning.act === 'form' ? audienceIn(meaning.about) : undefined;
  return answerTo(interaction, said || 'which one should I use', { audience }, hearing);
}

const submittedIn = ({ components }: APIModalSubmission) =>
  components.flatMap((outer) => (outer.type === ComponentType.Label ? [outer.component] : []));
