import {
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageComponentInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import { postIdSchema } from '../../src/delivery/post.ts';
import { laneFrom, type TurnId, threadFrom } from '../../src/delivery/turn.ts';
import { actsUnder } from './acts.ts';
import { audienceIn } from './controls.ts';
import type { Hearing } from './hearing.ts';
import { SAID } from './message.ts';
import { hiddenBecause, isMember, missingIn } from './permissions.ts';
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
  const refused = refusalIn(channel, resolved?.permissions, interaction, hearing);
  if (refused !== undefined) return privately(drawWords(refused));
  const turn = turnFromInteraction(interaction, text, 'private');
  const card = await hearing.delivery.answer(turn);
  if (!card) return privately(SAID.repeated);
  const scene = { ...sceneOfInteraction(interaction), channel };
  const before = await postedToday(scene, card, hearing);
  if (before !== undefined) return askFirst(interaction, before, channel, hearing);
  await put(card, scene, turn.id, hearing);
  return privately(underWay(channel));
}

const POSTING = { 'View Channel': ViewChannel, 'Send Messages': SendMessages };

/** Why a card cannot be posted into a channel; undefined when nothing is known that forbids it. */
function refusalIn(
  channel: string,
  theirs: string | undefined,
  interaction: APIInteraction,
  hearing: Hearing,
): string | undefined {
  const missing = missingIn(theirs, POSTING);
  if (missing !== '') return `You may not post in <#${channel}>. You lack: ${missing}.`;
  if (!isMember(interaction))
    return 'I am no member of this server, so I cannot post in its channels. An administrator can add me; or share the card from where you are.';
  const ours = hearing.permissionsIn(channel);
  const lacking = ours === undefined ? '' : missingIn(ours, POSTING);
  return lacking === '' ? undefined : `I may not post in <#${channel}>. I lack: ${lacking}.`;
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
  const hidden = hiddenBecause(interaction);
  if (hidden !== '') return privately(drawWords(hidden));
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
  const colleague = audienceIn(audience);
  const calls = colleague === undefined ? [] : [colleague];
  const acts = actsUnder(card, 'shared', hearing.granted());
  const drawn = drawCard(card, { acts, audience: colleague, credit: speaker });
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
