import {
  type APIActionRowComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageComponentInteraction,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js';
import { meaningOf } from './controls.ts';
import type { Hearing } from './hearing.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { sceneOfInteraction } from './turn.ts';

const SHARED = drawWords('Shared ✓');

/**
 * Posts the card of a private answer for all to see, in the name of whoever shares it; the private copy shrinks. Once only,
 * however often it is pressed.
 * @param audience the person to be called, or nobody
 */
export async function share(
  interaction: APIMessageComponentInteraction,
  audience: string,
  { store, clock }: Pick<Hearing, 'store' | 'clock'>,
): Promise<Reply> {
  const { tenant, speaker } = sceneOfInteraction(interaction);
  const { id, components = [] } = interaction.message;
  if (!(await store.once(tenant, `share ${id}`, clock.now()))) return privately(SHARED);
  const credit = { type: ComponentType.TextDisplay, content: `-# Shared by <@${speaker}>` } as const;
  const shared = { components: [...withoutPrivateActs(components), credit], words: 'Shared' };
  const calls = /^\d{17,20}$/.test(audience) ? [audience] : [];
  return { kind: 'update', drawn: SHARED, next: { drawn: shared, calls } };
}

/** The card without what only its first reader can do with it. */
function withoutPrivateActs(components: readonly APIMessageTopLevelComponent[]): APIMessageTopLevelComponent[] {
  return components.map((outer) =>
    outer.type === ComponentType.Container ? { ...outer, components: outer.components.flatMap(withoutActs) } : outer,
  );
}

function withoutActs(inner: APIComponentInContainer): APIComponentInContainer[] {
  if (inner.type !== ComponentType.ActionRow) return [inner];
  const kept = inner.components.filter((control) => !isPrivateAct(control));
  const row: APIActionRowComponent<APIComponentInMessageActionRow> = { ...inner, components: kept };
  return kept.length === 0 ? [] : [row];
}

function isPrivateAct(control: APIComponentInMessageActionRow): boolean {
  const meaning = 'custom_id' in control ? meaningOf(control.custom_id) : undefined;
  return meaning !== undefined && 'act' in meaning && (meaning.act === 'share' || meaning.act === 'discuss');
}
