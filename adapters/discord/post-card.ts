import {
  type APIChatInputApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import { postIdSchema } from '../../src/delivery/post.ts';
import { laneFrom, type TurnId, threadFrom } from '../../src/delivery/turn.ts';
import { actsUnder } from './acts.ts';
import type { Hearing } from './hearing.ts';
import { SAID } from './message.ts';
import { missingIn } from './permissions.ts';
import { askFirst, cardPostId, notePosted, postedToday } from './posted.ts';
import { type Drawn, drawCard, drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { SHARED } from './share.ts';
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
  const scene = { ...sceneOfInteraction(interaction), channel };
  const before = await postedToday(scene, card, hearing);
  if (before !== undefined) return askFirst(interaction, before, channel, hearing);
  await put(card, scene, turn.id, hearing);
  return privately(underWay(channel));
}

/** They want the card in the channel all the same: in this one it is answered at once, also where we are no member. @param audience whom it is for */
export async function postAnyway(
  interaction: APIMessageComponentInteraction,
  audience: string,
  hearing: Hearing,
): Promise<Reply> {
  const here = sceneOfInteraction(interaction);
  const { tenant, speaker } = here;
  const { interaction_metadata: command } = interaction.message;
  if (!command) return privately(SAID.old);
  const permit = await hearing.store.kept(tenant, 'permit', command.id);
  const card = await hearing.delivery.recall(tenant, turnIdOf(here, command.id), speaker);
  if (permit?.by !== speaker || !card) return privately(SAID.old);
  const scene = { ...here, channel: permit.channel };
  await hearing.store.drop(tenant, 'permit', command.id);
  if (scene.channel === here.channel) {
    const lane = laneFrom(tenant, scene.channel);
    await hearing.delivery.show({ tenant, lane, speaker }, turnIdOf(here, command.id), turnIdOf(here, interaction.id));
    return shown(card, scene, { audience, command: command.id }, hearing);
  }
  await put(card, scene, turnIdOf(here, command.id), hearing);
  return { kind: 'update', drawn: underWay(scene.channel) };
}

/** In place of the question: the card for all to see, once however often it is pressed. */
async function shown(card: Card, scene: Scene, { audience, command }: Anyway, hearing: Hearing): Promise<Reply> {
  const { tenant, speaker } = scene;
  if (!(await hearing.store.once(tenant, `share ${command}`, hearing.clock.now()))) return privately(SHARED);
  const calls = /^\d{17,20}$/.test(audience) ? [audience] : [];
  const acts = actsUnder(card, 'shared', hearing.granted());
  const drawn = drawCard(card, { acts, audience: calls[0], credit: speaker });
  const sent = (message: string): Promise<void> => notePosted(scene, card, hearing, message);
  return { kind: 'update', drawn: SHARED, next: { drawn, calls, sent } };
}

interface Anyway {
  audience: string;
  /** The command that asked. */
  command: string;
}

/** @param asked the turn that the card answers */
async function put(card: Card, scene: Scene, asked: TurnId, hearing: Hearing): Promise<void> {
  const { tenant, speaker, channel } = scene;
  const lane = laneFrom(tenant, channel);
  const turn = turnIdOf(scene, asked.slice(asked.lastIndexOf(':') + 1));
  await notePosted(scene, card, hearing);
  await hearing.delivery.show({ tenant, lane, speaker }, asked, turn);
  await hearing.delivery.post({
    id: postIdSchema.parse(cardPostId(turn)),
    tenant,
    lane,
    thread: threadFrom(tenant, channel),
    turn,
    speaker,
    shown: 'thread',
    kind: 'answer',
    card,
    written: hearing.clock.now(),
  });
}

const underWay = (channel: string): Drawn => drawWords(`It is on its way to <#${channel}>.`);
