import {
  type APIChatInputApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  ComponentType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import { postIdSchema } from '../../src/delivery/post.ts';
import { laneFrom, threadFrom } from '../../src/delivery/turn.ts';
import type { Hearing } from './hearing.ts';
import { SAID } from './message.ts';
import { missingIn } from './permissions.ts';
import { cardPostId, notePosted, POST_ANYWAY, postedToday } from './posted.ts';
import { type Drawn, drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { type Scene, sceneOfInteraction, turnFromInteraction, turnIdOf } from './turn.ts';

const { ViewChannel, SendMessages } = PermissionFlagsBits;

/** Posts a comparison card into a channel where its sender may write. Whether they may, Discord says along with the channel. */
export async function postCard(
  interaction: APIChatInputApplicationCommandInteraction,
  channel: string,
  text: string,
  hearing: Hearing,
): Promise<Reply> {
  const resolved = interaction.data.resolved?.channels?.[channel];
  const missing = missingIn(resolved?.permissions, { 'View Channel': ViewChannel, 'Send Messages': SendMessages });
  if (missing !== '') return privately(drawWords(`You may not post in <#${channel}>. You lack: ${missing}.`));
  const turn = turnFromInteraction(interaction, text, 'private');
  const card = await hearing.delivery.answer(turn);
  if (!card) return privately(SAID.repeated);
  const { tenant, speaker } = turn;
  const before = await postedToday({ tenant, card }, channel, hearing);
  if (before === undefined) return put(card, { tenant, speaker, channel }, interaction.id, hearing);
  await hearing.store.keep(tenant, 'permit', interaction.id, { by: speaker, channel });
  const { components, words } = drawWords(before);
  return privately({
    components: [...components, { type: ComponentType.ActionRow, components: [POST_ANYWAY] }],
    words,
  });
}

/** They want the card in the channel all the same. */
export async function postAnyway(interaction: APIMessageComponentInteraction, hearing: Hearing): Promise<Reply> {
  const scene = sceneOfInteraction(interaction);
  const { tenant, speaker } = scene;
  const { interaction_metadata: command } = interaction.message;
  if (!command) return privately(SAID.old);
  const permit = await hearing.store.kept(tenant, 'permit', command.id);
  const card = await hearing.delivery.recall(tenant, turnIdOf(scene, command.id), speaker);
  if (permit?.by !== speaker || !card) return privately(SAID.old);
  const { channel } = permit;
  await hearing.store.drop(tenant, 'permit', command.id);
  await put(card, { tenant, speaker, channel }, command.id, hearing);
  return { kind: 'update', drawn: underWay(channel) };
}

async function put(card: Card, { tenant, speaker, channel }: Scene, command: string, hearing: Hearing): Promise<Reply> {
  const turn = turnIdOf({ tenant, speaker, channel }, command);
  await notePosted({ tenant, speaker, card }, { channel }, hearing);
  await hearing.delivery.post({
    id: postIdSchema.parse(cardPostId(turn)),
    tenant,
    lane: laneFrom(tenant, channel),
    thread: threadFrom(tenant, channel),
    turn,
    speaker,
    shown: 'thread',
    kind: 'answer',
    card,
    written: hearing.clock.now(),
  });
  return privately(underWay(channel));
}

const underWay = (channel: string): Drawn => drawWords(`It is on its way to <#${channel}>.`);
