import { type APIChatInputApplicationCommandInteraction, PermissionFlagsBits } from 'discord.js';
import { postIdSchema } from '../../src/delivery/post.ts';
import { laneFrom, threadFrom } from '../../src/delivery/turn.ts';
import type { Hearing } from './hearing.ts';
import { SAID } from './message.ts';
import { missingIn } from './permissions.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { turnFromInteraction, turnIdOf } from './turn.ts';

const { ViewChannel, SendMessages } = PermissionFlagsBits;

/** Posts a comparison card into a channel where its sender may write. Whether they may, Discord says along with the channel. */
export async function postCard(
  interaction: APIChatInputApplicationCommandInteraction,
  channel: string,
  text: string,
  { delivery, clock }: Hearing,
): Promise<Reply> {
  const resolved = interaction.data.resolved?.channels?.[channel];
  const missing = missingIn(resolved?.permissions, { 'View Channel': ViewChannel, 'Send Messages': SendMessages });
  if (missing !== '') return privately(drawWords(`You may not post in <#${channel}>. You lack: ${missing}.`));
  const turn = turnFromInteraction(interaction, text, 'private');
  const card = await delivery.answer(turn);
  if (!card) return privately(SAID.repeated);
  const { tenant, speaker } = turn;
  const id = turnIdOf({ tenant, speaker, channel }, interaction.id);
  await delivery.post({
    id: postIdSchema.parse(`${id}#card`),
    tenant,
    lane: laneFrom(tenant, channel),
    thread: threadFrom(tenant, channel),
    turn: id,
    speaker,
    shown: 'thread',
    kind: 'answer',
    card,
    written: clock.now(),
  });
  return privately(drawWords(`It is on its way to <#${channel}>.`));
}
