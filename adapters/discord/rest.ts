import type { APIMessageComponentInteraction } from 'discord.js';
import { speakerSchema } from '../../src/delivery/turn.ts';
import { answerTo } from './answer.ts';
import type { Hearing } from './hearing.ts';
import { drawCard } from './render.ts';
import type { Reply } from './reply.ts';
import { sceneOfInteraction, shownTo, turnAnsweredBy } from './turn.ts';

/**
 * The lines that a card had no room for: of that very card, whoever presses; where Discord does not tell for which command
 * it was made, of what whoever presses talks about.
 * @param from the first line to show
 */
export async function restOf(
  interaction: APIMessageComponentInteraction,
  from: number,
  hearing: Hearing,
): Promise<Reply> {
  const { message } = interaction;
  const scene = sceneOfInteraction(interaction);
  const asker = message.interaction_metadata?.user.id ?? scene.speaker;
  const turn = turnAnsweredBy(message, scene);
  const card = await hearing.delivery.recall(scene.tenant, turn, speakerSchema.parse(asker));
  if (!card) return answerTo(interaction, 'more detail', { from }, hearing);
  return { kind: 'message', drawn: drawCard(card, { from }), private: shownTo(interaction) === 'private' };
}
