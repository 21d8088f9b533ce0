import {
  type APIMessage,
  type APIMessageApplicationCommandInteraction,
  type APIThreadChannel,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import type { Hearing } from './hearing.ts';
import { missingIn } from './permissions.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { sceneOfInteraction } from './turn.ts';

const { ManageMessages } = PermissionFlagsBits;

/** Takes an answer of ours away for the one who asked, or for who may remove any message here. */
export async function removeAnswer(
  interaction: APIMessageApplicationCommandInteraction,
  message: APIMessage,
  { rest, self }: Pick<Hearing, 'rest' | 'self'>,
): Promise<Reply> {
  if (message.author.id !== self) return privately(drawWords('That is no answer of mine.'));
  const { speaker } = sceneOfInteraction(interaction);
  const moderates = missingIn(interaction.member?.permissions, { 'Manage Messages': ManageMessages }) === '';
  if (!moderates && (await askerOf(message, rest)) !== speaker)
    return privately(drawWords('Only who asked, or a moderator, can remove it.'));
  await rest.delete(Routes.channelMessage(message.channel_id, message.id));
  return privately(drawWords('Removed.'));
}

/** Who asked for an answer, as Discord has it: by a command, by a message, or by the one that its thread began with. */
async function askerOf(
  { channel_id: channel, interaction_metadata, message_reference }: APIMessage,
  rest: Hearing['rest'],
): Promise<string | undefined> {
  if (interaction_metadata) return interaction_metadata.user.id;
  try {
    const asked = message_reference?.message_id;
    const route = asked === undefined ? await starterOf(channel, rest) : Routes.channelMessage(channel, asked);
    return ((await rest.get(route)) as APIMessage).author.id;
  } catch {
    // The question is gone, or it was asked in no thread.
    return undefined;
  }
}

/** A thread has the id of the message it was started on, which lies in the channel above. */
async function starterOf(thread: string, rest: Hearing['rest']): Promise<ReturnType<typeof Routes.channelMessage>> {
  const { parent_id: parent } = (await rest.get(Routes.channel(thread))) as APIThreadChannel;
  return Routes.channelMessage(parent ?? thread, thread);
}
