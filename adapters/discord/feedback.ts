import type { APIInteraction, APIMessageComponentInteraction } from 'discord.js';
import type { Hearing } from './hearing.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { sceneOfInteraction, turnAnsweredBy } from './turn.ts';

type Noting = Pick<Hearing, 'store' | 'clock'>;

/** Writes down whether an answer helped. */
export async function rate(
  interaction: APIMessageComponentInteraction,
  verdict: 'helpful' | 'unhelpful',
  noting: Noting,
): Promise<Reply> {
  await noteOn(interaction, { verdict }, noting);
  return privately(drawWords('Thank you.'));
}

/** Writes down what is wrong with an answer. */
export async function writeDown(interaction: APIInteraction, comment: string, noting: Noting): Promise<Reply> {
  await noteOn(interaction, { verdict: 'wrong', comment }, noting);
  return privately(drawWords('Thank you. Those who look after my knowledge will read it.'));
}

/** Once, however often Discord brings the same press. */
async function noteOn(
  interaction: APIInteraction,
  feedback: { verdict: 'helpful' | 'unhelpful' } | { verdict: 'wrong'; comment: string },
  { store, clock }: Noting,
): Promise<void> {
  const { id, message, channel } = interaction;
  if (!message) return;
  const scene = sceneOfInteraction(interaction);
  const { tenant, speaker } = scene;
  const at = clock.now();
  if (!(await store.once(tenant, `feedback ${id}`, at))) return;
  const above = channel && 'parent_id' in channel ? (channel.parent_id ?? undefined) : undefined;
  await store.note(tenant, 'feedback', { speaker, at, turn: turnAnsweredBy(message, scene, above), ...feedback });
}
