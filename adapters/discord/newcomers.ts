import {
  type APIInteraction,
  type APIMessageTopLevelComponent,
  ComponentType,
  type GatewayGuildMemberAddDispatchData,
  GuildMemberFlags,
  PermissionFlagsBits,
} from 'discord.js';
import { laneFrom, type Tenant, threadFrom } from '../../src/delivery/turn.ts';
import { INVITED } from './acts.ts';
import { answerTo } from './answer.ts';
import { actId, button } from './controls.ts';
import type { Hearing } from './hearing.ts';
import { missingIn } from './permissions.ts';
import { drawCard, drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { type Scene, sceneFrom, sceneOfInteraction } from './turn.ts';

const { ManageGuild } = PermissionFlagsBits;

/** The newcomers of a server share a lane: when Discord asks us to open direct talks more slowly, all of them wait. */
const laneIn = (tenant: Tenant) => laneFrom(tenant, 'newcomers');
const placeFrom = ({ tenant }: Scene) => ({ tenant, lane: laneIn(tenant), kind: 'server' }) as const;

/** A person is invited in their direct talk, once ever whatever servers they join. */
const inviteeFrom = ({ tenant, speaker }: Scene) => ({
  tenant,
  speaker,
  remembered: sceneFrom(undefined, speaker, speaker).tenant,
  lane: laneIn(tenant),
  thread: threadFrom(tenant, `@${speaker}`),
});

/** What an administrator is shown who thinks of inviting those who join; where we are not told who does, there is a card to post. */
export async function tryOut(interaction: APIInteraction, hearing: Hearing): Promise<Reply> {
  const refused = refusalTo(interaction);
  if (refused) return refused;
  const { on, words, card } = await hearing.delivery.invitations.tryOut(placeFrom(sceneOfInteraction(interaction)));
  if (!on && !hearing.granted().members) return answerTo(interaction, 'hello', {}, hearing);
  const drawn = drawCard(card, { acts: INVITED });
  const press = on
    ? button('Turn it off', actId('inviting', 'off'))
    : button('Turn it on', actId('inviting', 'on'), true);
  const components = [
    ...drawWords(words).components,
    ...drawn.components,
    { type: ComponentType.ActionRow, components: [press] } satisfies APIMessageTopLevelComponent,
  ];
  return privately({ components, words: `${words}\n${drawn.words}` });
}

/** An administrator decides. */
export async function decide(interaction: APIInteraction, on: boolean, { delivery }: Hearing): Promise<Reply> {
  const refused = refusalTo(interaction);
  if (refused) return refused;
  const words = await delivery.invitations.decide(placeFrom(sceneOfInteraction(interaction)), on);
  return { kind: 'update', drawn: drawWords(words) };
}

function refusalTo({ member }: APIInteraction): Reply | undefined {
  const missing = missingIn(member?.permissions, { 'Manage Server': ManageGuild });
  return missing === '' ? undefined : privately(drawWords(`That is for administrators. You lack: ${missing}.`));
}

/** Somebody who joined a server, or accepted its rules since. */
export type Joined = Pick<GatewayGuildMemberAddDispatchData, 'guild_id' | 'user' | 'joined_at' | 'pending' | 'flags'>;

/** Whoever has joined for good and accepted the rules is a newcomer. Members change for many reasons: since when they are here tells. */
export async function joined(member: Joined, { delivery }: Pick<Hearing, 'delivery'>): Promise<void> {
  const { guild_id, user, joined_at, pending = false, flags } = member;
  const guest = joined_at === null || (flags & GuildMemberFlags.IsGuest) !== 0;
  if (user.bot || guest || pending) return;
  await delivery.invitations.joined(inviteeFrom(sceneFrom(guild_id, `@${user.id}`, user.id)), Date.parse(joined_at));
}

/** Whoever is invited wants to be asked tomorrow, or not at all. */
export async function answerInvitation(
  interaction: APIInteraction,
  answer: 'postpone' | 'decline',
  { delivery }: Pick<Hearing, 'delivery'>,
): Promise<Reply> {
  const words = await delivery.invitations[answer](inviteeFrom(sceneOfInteraction(interaction)));
  return { kind: 'update', drawn: drawWords(words) };
}
