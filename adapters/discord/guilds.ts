import {
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
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
  else await hearing.store.keep(tenant, 'setting', INVITING, { value: new Date(hearing.clock.now()).toISOString() });
  return privately(drawWords(on ? INVITES : 'I invite nobody any more.'));
}

const INVITES =
  'From now on I invite each newcomer to the tour: once, in private, with *Start*, *Tomorrow* and *Not for me*. To see it yourself, use `/vm-or-container learn`.';

/** Somebody who joined a server, or accepted its rules since. */
export type Joined = Pick<GatewayGuildMemberAddDispatchData, 'guild_id' | 'user' | 'joined_at' | 'pending'>;

/** One private invitation for a person who joined and accepted the rules, once ever, where an administrator wants that. */
export async function inviteNewcomer(member: Joined, hearing: Hearing): Promise<void> {
  const { guild_id, user, joined_at, pending = false } = member;
  if (user.bot || pending) return;
  const { tenant, speaker } = sceneFrom(guild_id, `@${user.id}`, user.id);
  const since = await hearing.store.kept(tenant, 'setting', INVITING);
  // Members change for many reasons; who was here before is no newcomer.
  if (since === undefined || Date.parse(joined_at ?? '') < Date.parse(since.value)) return;
  await hearing.delivery.invite({ tenant, remembered: sceneFrom(undefined, user.id, user.id).tenant, speaker });
}

/** They want to be invited again in a day. */
export async function postpone(interaction: APIInteraction, { delivery }: Pick<Hearing, 'delivery'>): Promise<Reply> {
  await delivery.remind(sceneOfInteraction(interaction));
  return { kind: 'update', drawn: drawWords('Until tomorrow, then.') };
}

/** They are never invited again: nobody is twice unless they ask for it. */
export async function decline(interaction: APIInteraction, { store }: Pick<Hearing, 'store'>): Promise<Reply> {
  const { tenant, speaker } = sceneOfInteraction(interaction);
  await store.drop(tenant, 'reminder', speaker);
  return {
    kind: 'update',
    drawn: drawWords('Fine. I shall not ask again; `/vm-or-container learn` is there any time.'),
  };
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
