import type { APIInteraction, APIMessage } from 'discord.js';
import type { Hearing } from './hearing.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { sceneOfInteraction, turnAnsweredBy } from './turn.ts';

type Noting = Pick<Hearing, 'store' | 'clock'>;

/** Writes down that an answer helped. */
export async function thank(interaction: APIInteraction, message: APIMessage, noting: Noting): Promise<Reply> {
  await noteOn(interaction, message, { verdict: 'helpful' }, noting);
  return privately(drawWords('Thank you.'));
}

/** Writes down what is wrong with an answer. */
export async function writeDown(interaction: APIInteraction, comment: string, noting: Noting): Promise<Reply> {
  if (interaction.message) await noteOn(interaction, interaction.message, { verdict: 'wrong', comment }, noting);
  return privately(drawWords('Thank you. Those who look after my knowledge will read it.'));
}

async function noteOn(
  interaction: APIInteraction,
  message: APIMessage,
  feedback: { verdict: 'helpful' } | { verdict: 'wrong'; comment: string },
  { store, clock }: Noting,
): Promise<void> {
  const scene = sceneOfInteraction(interaction);
  const { tenant, speaker } = scene;
  await store.note(tenant, 'feedback', { speaker, at: clock.now(), turn: turnAnsweredBy(message, scene), ...feedback });
}
