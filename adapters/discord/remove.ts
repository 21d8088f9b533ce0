import {
  type APIMessage,
  type APIMessageApplicationCommandInteraction,
  type APIThreadChannel,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import { laneFrom, type Tenant, threadFrom } from '../../src/delivery/turn.ts';
import type { Hearing } from './hearing.ts';
import { missingIn } from './permissions.ts';
import { messageName } from './posted.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { sceneOfInteraction } from './turn.ts';

const { ManageMessages } = PermissionFlagsBits;

/** Takes an answer of ours away for the one who asked, or for who may remove any message here. */
export async function removeAnswer(
  interaction: APIMessageApplicationCommandInteraction,
  message: APIMessage,
  hearing: Pick<Hearing, 'rest' | 'self' | 'store'>,
): Promise<Reply> {
  const { rest, self } = hearing;
  if (message.author.id !== self) return privately(drawWords('That is no answer of mine.'));
  const { tenant, speaker } = sceneOfInteraction(interaction);
  const moderates = missingIn(interaction.member?.permissions, { 'Manage Messages': ManageMessages }) === '';
  if (!moderates && (await askerOf(message, tenant, hearing)) !== speaker)
    return privately(drawWords('Only who asked, or a moderator, can remove it.'));
  await rest.delete(Routes.channelMessage(message.channel_id, message.id));
  return privately(drawWords('Removed.'));
}

/** Who asked for an answer: by a command, as Discord has it, by having it put there, or by a message. */
async function askerOf(
  message: APIMessage,
  tenant: Tenant,
  { rest, self, store }: Pick<Hearing, 'rest' | 'self' | 'store'>,
): Promise<string | undefined> {
  const { id, channel_id: channel, interaction_metadata: command } = message;
  if (command) return command.user.id;
  const shared = await store.kept(tenant, 'shared', messageName(channel, id));
  if (shared) return shared.by;
  const author = await questionerOf(message, rest);
  // We open threads ourselves, and a question may be gone: then we know for whom we have posted.
  if (author !== undefined && author !== self) return author;
  return store.askerOf({
    tenant,
    lane: laneFrom(tenant, channel),
    thread: threadFrom(tenant, channel),
    sentAs: id,
  });
}

/** Who wrote the message that an answer replies to, or that its thread began with; undefined when there is none any more. */
async function questionerOf(
  { channel_id: channel, message_reference }: APIMessage,
  rest: Hearing['rest'],
): Promise<string | undefined> {
  try {
    const asked = message_reference?.message_id;
    const route = asked === undefined ? await starterOf(channel, rest) : Routes.channelMessage(channel, asked);
    return ((await rest.get(route)) as APIMessage).author.id;
  } catch {
    return undefined;
  }
}

/** A thread has the id of the message it was started on, which lies in the channel above. */
async function starterOf(thread: string, rest: Hearing['rest']): Promise<ReturnType<typeof Routes.channelMessage>> {
  const { parent_id: parent } = (await rest.get(Routes.channel(thread))) as APIThreadChannel;
  return Routes.channelMessage(parent ?? thread, thread);
}
