import {
  type APIChatInputApplicationCommandInteraction,
  type GatewayGuildMemberAddDispatchData,
  type Guild,
  PermissionFlagsBits,
} from 'discord.js';
import { type Post, postIdSchema } from '../../src/delivery/post.ts';
import { laneFrom, threadFrom } from '../../src/delivery/turn.ts';
import { answerTo, cardFor } from './answer.ts';
import type { Hearing } from './hearing.ts';
import { missingIn } from './permissions.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { type Scene, sceneFrom, sceneOfInteraction, turnIdOf } from './turn.ts';

const INVITING = 'newcomers';
const { ManageGuild } = PermissionFlagsBits;

/** An administrator turns the invitation of newcomers on or off; where we are not told who joins, there is a card to post. */
export async function setInvitations(
  interaction: APIChatInputApplicationCommandInteraction,
  on: boolean,
  hearing: Hearing,
): Promise<Reply> {
  const missing = missingIn(interaction.member?.permissions, { 'Manage Server': ManageGuild });
  if (missing !== '') return privately(drawWords(`That is for administrators. You lack: ${missing}.`));
  const { tenant } = sceneOfInteraction(interaction);
  if (on && !hearing.granted().members) return answerTo(interaction, 'hello', {}, hearing);
  if (!on) await hearing.store.drop(tenant, 'setting', INVITING);
  else await hearing.store.keep(tenant, 'setting', INVITING, { value: 'on' });
  return privately(
    drawWords(on ? 'From now on I invite each newcomer once, in private.' : 'I invite nobody any more.'),
  );
}

/** One private invitation for a person who joined, ever, where an administrator wants that. */
export async function inviteNewcomer(member: GatewayGuildMemberAddDispatchData, hearing: Hearing): Promise<void> {
  const { store, delivery } = hearing;
  const { id: user, bot } = member.user;
  if (bot) return;
  const scene = sceneFrom(member.guild_id, `@${user}`, user);
  const invited = `invited ${user}`;
  if (!(await store.kept(scene.tenant, 'setting', INVITING))) return;
  if (await store.kept(scene.tenant, 'setting', invited)) return;
  await delivery.post(greeting(scene, 'invitation', hearing));
  await store.keep(scene.tenant, 'setting', invited, { value: 'yes' });
}

/** Says once what we can do, when we are added to a server that has a channel for such messages. */
export async function welcomeGuild({ id, ownerId, systemChannelId }: Guild, hearing: Hearing): Promise<void> {
  if (systemChannelId === null) return;
  await hearing.delivery.post(greeting(sceneFrom(id, systemChannelId, ownerId), 'welcome', hearing));
}

/** We were removed: nothing of that server is kept. */
export async function leaveGuild({ id, ownerId }: Guild, { store }: Pick<Hearing, 'store'>): Promise<void> {
  await store.forgetTenant(sceneFrom(id, id, ownerId).tenant);
}

function greeting(scene: Scene, name: string, hearing: Hearing): Post {
  const { tenant, speaker, channel } = scene;
  const turn = turnIdOf(scene, name);
  return {
    id: postIdSchema.parse(turn),
    tenant,
    lane: laneFrom(tenant, channel),
    thread: threadFrom(tenant, channel),
    turn,
    speaker,
    shown: 'private',
    kind: 'note',
    card: cardFor(hearing, 'hello'),
    written: hearing.clock.now(),
  };
}
