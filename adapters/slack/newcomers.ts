import { z } from 'zod';
import { laneFrom, speakerSchema, type Tenant, threadFrom } from '../../src/delivery/turn.ts';
import { type Called, soon } from './api.ts';
import { actButton } from './controls.ts';
import { type Desk, type Person, tell } from './desk.ts';
import type { Settle } from './intake.ts';
import { standingOf } from './people.ts';
import type { Press } from './press.ts';
import { type Drawn, renderCard, renderWords } from './render.ts';

const joinSchema = z.looseObject({
  user: z.string().regex(/^[UW][A-Z0-9]+$/),
  channel: z.string().regex(/^[A-Z0-9]+$/),
});

/** Somebody joined a channel. Looking who they are takes a call, which is made later. */
export const joined: Settle = async ({ delivery }, tenant, event) => {
  const { user, channel } = joinSchema.safeParse(event).data ?? {};
  if (user && channel) await delivery.invitations.joined(inviteeIn(tenant, channel, user));
};

/** Somebody who is invited in a channel, seen by them alone, or in their talk with us. */
const inviteeIn = (tenant: Tenant, channel: string, user: string) => ({
  tenant,
  speaker: speakerSchema.parse(user),
  remembered: tenant,
  lane: laneFrom(tenant, channel),
  thread: threadFrom(tenant, channel, `@${user}`),
});

const placeFrom = (tenant: Tenant, channel: string) =>
  ({ tenant, lane: laneFrom(tenant, channel), kind: 'channel' }) as const;

/** What an admin is shown who thinks of inviting the people who join a channel: the invitation itself, and whether it goes out. */
export async function tryOut(desk: Desk, { tenant, user }: Person, channel: string): Promise<Drawn> {
  const standing = await standingOf(desk, tenant, user);
  if ('kind' in standing) return renderWords(unseen(standing));
  if (!standing.admin) return renderWords(ADMINS);
  const { on, words, card } = await desk.delivery.invitations.tryOut(placeFrom(tenant, channel));
  const { text, blocks } = renderCard(card, { private: true, own: true, invitation: true });
  const intro = renderWords(words);
  const button = on
    ? actButton('uninvite', 'Turn it off here')
    : { ...actButton('invite', 'Turn it on here'), style: 'primary' as const };
  const elements = [button];
  return {
    text: `${intro.text}\n${text}`,
    blocks: [...intro.blocks, ...blocks, { type: 'actions', block_id: 'newcomers|', elements }],
  };
}

const ADMINS = 'Only an admin of the workspace can decide whether people who join a channel are invited.';
const unseen = ({ kind }: Called): string =>
  kind === 'no'
    ? 'I cannot see who is an admin, nor who is a guest, so I invite nobody. Install me with the scope users:read first.'
    : 'Slack does not tell me just now who is an admin. Please try again.';

/** An admin decides about the channel. */
export async function decide(desk: Desk, pressed: Press, on: boolean): Promise<void> {
  const { person, body } = pressed;
  const { tenant, user } = person;
  const channel = body.channel?.id;
  if (!channel) return;
  const standing = await standingOf(desk, tenant, user);
  if ('kind' in standing) {
    if (body.response_url) await tell(desk, body.response_url, unseen(standing));
    return;
  }
  if (!standing.admin) return told(desk, pressed, ADMINS);
  const words = await desk.delivery.invitations.decide(placeFrom(tenant, channel), on);
  await told(desk, pressed, on ? `${words} I have to be a member of the channel to notice: /invite me.` : words);
}

/** Whoever is invited wants to be asked tomorrow, in their talk with us, or not at all. */
export async function answerInvitation(desk: Desk, pressed: Press, answer: 'postpone' | 'decline'): Promise<void> {
  const { tenant, user } = pressed.person;
  await told(desk, pressed, await desk.delivery.invitations[answer](inviteeIn(tenant, user, user)));
}

/** In place of what was pressed, which is of no use any more. */
async function told(desk: Desk, { body }: Press, words: string): Promise<void> {
  if (!body.response_url) return;
  await desk.api.respond(body.response_url, { replace_original: true, ...renderWords(words) }, soon());
}
