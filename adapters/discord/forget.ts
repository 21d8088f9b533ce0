import { type APIInteraction, ButtonStyle, ComponentType } from 'discord.js';
import { tenantFrom } from '../../src/delivery/turn.ts';
import { actId, button } from './controls.ts';
import type { Hearing } from './hearing.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { sceneOfInteraction } from './turn.ts';

const WARNING =
  'I keep the facts of your talks with me, the words they came from, and what you reported. Deleted, they are gone for good. Messages in Discord stay, and a note that I invited you once, so that I never do again.';

/** Asks before everything is deleted. */
export function askToForget(): Reply {
  const { components, words } = drawWords(WARNING);
  const press = { ...button('Delete what you keep of me', actId('forget')), style: ButtonStyle.Danger } as const;
  return privately({ components: [...components, { type: ComponentType.ActionRow, components: [press] }], words });
}

/** Deletes what is kept of a person, here and in their direct talks. Whose it is, Discord says, not the button. */
export async function forget(interaction: APIInteraction, { store }: Pick<Hearing, 'store'>): Promise<Reply> {
  const { tenant, speaker } = sceneOfInteraction(interaction);
  await store.forgetSpeaker(tenant, speaker);
  await store.forgetSpeaker(tenantFrom('discord', `@${speaker}`), speaker);
  return { kind: 'update', drawn: drawWords('Deleted: I keep nothing of what you said here any more.') };
}
