import { laneFrom } from '../../src/delivery/turn.ts';
import { soon } from './api.ts';
import { actButton } from './controls.ts';
import type { Desk, Person } from './desk.ts';
import { INVITATION } from './invitation.ts';
import { settingOf } from './inviting.ts';
import { isAdmin, standingOf } from './people.ts';
import type { Press } from './press.ts';
import { type Drawn, renderCard, renderWords } from './render.ts';

const DAY = 86_400_000;

/** What an admin is shown who thinks of inviting the people who join a channel: the invitation itself, and whether it goes out. */
export async function tryOut(desk: Desk, { tenant, user }: Person, channel: string): Promise<Drawn> {
  const standing = await standingOf(desk, tenant, user);
  if ('kind' in standing) return renderWords(UNSEEN);
  if (!standing.admin) return renderWords(ADMINS);
  const on = (await desk.store.kept(tenant, 'setting', settingOf(channel))) !== undefined;
  const { text, blocks } = renderCard(INVITATION, { private: true, own: true, invitation: true });
  const intro = renderWords(`${on ? ON : OFF} This is what they see, once, for them alone:`);
  const button = on
    ? actButton('uninvite', 'Turn it off here')
    : { ...actButton('invite', 'Turn it on here'), style: 'primary' as const };
  const elements = [button];
  return {
    text: `${intro.text}\n${text}`,
    blocks: [...intro.blocks, ...blocks, { type: 'actions', block_id: 'newcomers|', elements }],
  };
}

const OFF = 'People who join this channel are not invited to learn.';
const ON = 'People who join this channel are invited to learn.';
const ADMINS = 'Only an admin of the workspace can decide whether people who join a channel are invited.';
const UNSEEN =
  'I cannot see who is an admin, nor who is a guest, so I invite nobody. Install me with the scope users:read first.';

/** An admin decides about the channel. */
export async function decide(desk: Desk, pressed: Press, on: boolean): Promise<void> {
  const { person, body } = pressed;
  const { tenant, user } = person;
  const channel = body.channel?.id;
  if (!channel) return;
  if (!(await isAdmin(desk, tenant, user))) return told(desk, pressed, ADMINS);
  const setting = settingOf(channel);
  if (on) await desk.store.keep(tenant, 'setting', setting, { value: laneFrom(tenant, channel) });
  else await desk.store.drop(tenant, 'setting', setting);
  await told(desk, pressed, on ? `${ON} I have to be a member of the channel to notice: /invite me.` : OFF);
}

/** Whoever is invited wants to be asked tomorrow, or not at all. */
export async function postpone(desk: Desk, pressed: Press): Promise<void> {
  const { tenant, user, speaker } = pressed.person;
  const invitation = {
    by: speaker,
    channel: pressed.body.channel?.id ?? user,
    due: desk.clock.now() + DAY,
    asked: true,
  };
  await desk.store.keep(tenant, 'invitation', user, invitation);
  await told(desk, pressed, 'I will remind you tomorrow, in our direct messages.');
}

export async function decline(desk: Desk, pressed: Press): Promise<void> {
  const { tenant, user } = pressed.person;
  await desk.store.drop(tenant, 'invitation', user);
  await told(desk, pressed, 'All right, I will not ask again. Should you change your mind: /vm-or-container learn');
}

/** In place of what was pressed, which is of no use any more. */
async function told(desk: Desk, { body }: Press, words: string): Promise<void> {
  if (!body.response_url) return;
  await desk.api.respond(body.response_url, { replace_original: true, ...renderWords(words) }, soon());
}
