import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageComponentInteraction,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js';
import { laneFrom } from '../../src/delivery/turn.ts';
import { FOLLOW_UP } from './acts.ts';
import { actId, audienceIn, button, meaningOf } from './controls.ts';
import { creditOf } from './frame.ts';
import type { Hearing } from './hearing.ts';
import { cutAtLine, LIMITS } from './limits.ts';
import { hiddenBecause } from './permissions.ts';
import { notePosted, postedToday } from './posted.ts';
import { type Drawn, drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { sceneOfInteraction, turnAnsweredBy, turnIdOf } from './turn.ts';

export const SHARED = drawWords('Shared ✓');

/** The Share button of a private answer: for whom it is, and how often it was pressed. */
interface Sharing {
  audience: string;
  attempt: number;
}

const sharingIn = (about: string): Sharing => {
  const [audience = '', attempt = ''] = about.split('~');
  return { audience: audienceIn(audience) ?? '', attempt: Number.parseInt(attempt, 10) || 0 };
};

/**
 * Posts the card of a private answer for all to see, in the name of whoever shares it; the private copy shrinks. Once only,
 * however often it is pressed, unless it failed; and of a comparison that is there already it asks first.
 * @param about as its button has it
 */
export async function share(
  interaction: APIMessageComponentInteraction,
  about: string,
  hearing: Pick<Hearing, 'store' | 'clock' | 'delivery' | 'granted'>,
): Promise<Reply> {
  const scene = sceneOfInteraction(interaction);
  const { tenant, speaker } = scene;
  const { id, components = [] } = interaction.message;
  const hidden = hiddenBecause(interaction);
  if (hidden !== '') return privately(drawWords(hidden));
  const sharing = sharingIn(about);
  const turn = turnAnsweredBy(interaction.message, scene);
  const card = await hearing.delivery.recall(tenant, turn, speaker);
  if (!(await hearing.store.once(tenant, `share ${id} ${sharing.attempt}`, hearing.clock.now())))
    return privately(SHARED);
  const before = card && sharing.attempt === 0 ? await postedToday(scene, card, hearing) : undefined;
  if (before !== undefined) {
    const next = { drawn: drawWords(`${before}. It can be shared once more all the same.`), private: true };
    return { kind: 'update', drawn: again(components, sharing, 'Post anyway'), next };
  }
  // What is shared seems to answer the press.
  await hearing.delivery.show(
    { ...scene, lane: laneFrom(tenant, scene.channel) },
    turn,
    turnIdOf(scene, interaction.id),
  );
  const open = hearing.granted().content ? components : inPlaceOfShare(components, FOLLOW_UP);
  const shared = shareOf(open, speaker);
  const calls = sharing.audience === '' ? [] : [sharing.audience];
  const sent = async (message: string): Promise<void> => {
    if (card) await notePosted(scene, card, hearing, message);
  };
  const failed = again(components, sharing, 'Not to be seen? Share again');
  return { kind: 'update', drawn: SHARED, next: { drawn: shared, calls, sent }, failed };
}

/** What a private card becomes for all to see, in somebody's name; in words it says the same. */
export function shareOf(components: readonly APIMessageTopLevelComponent[], speaker: string): Drawn {
  const credit = creditOf(speaker);
  return {
    components: [...withoutPrivateActs(components), ...credit],
    words: cutAtLine([...credit, ...components].flatMap(textsIn).join('\n'), LIMITS.content),
  };
}

function textsIn(component: APIMessageTopLevelComponent | APIComponentInContainer): string[] {
  if (component.type === ComponentType.TextDisplay) return [component.content];
  if (component.type === ComponentType.Section) return component.components.flatMap(textsIn);
  return component.type === ComponentType.Container ? component.components.flatMap(textsIn) : [];
}

/** The private copy with a button that shares it once more. */
function again(components: readonly APIMessageTopLevelComponent[], sharing: Sharing, label: string): Drawn {
  const press = button(label, actId('share', `${sharing.audience}~${sharing.attempt + 1}`));
  return { components: inPlaceOfShare(components, press), words: label };
}

const inPlaceOfShare = (components: readonly APIMessageTopLevelComponent[], press: APIButtonComponentWithCustomId) =>
  components.map((outer) =>
    outer.type === ComponentType.Container
      ? { ...outer, components: outer.components.map((inner) => withButton(inner, press)) }
      : outer,
  );

function withButton(inner: APIComponentInContainer, press: APIButtonComponentWithCustomId): APIComponentInContainer {
  if (inner.type !== ComponentType.ActionRow) return inner;
  return { ...inner, components: inner.components.map((control) => (actOf(control) === 'share' ? press : control)) };
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
  const act = actOf(control);
  return act === 'share' || act === 'discuss';
}

function actOf(control: APIComponentInMessageActionRow): string | undefined {
  const meaning = 'custom_id' in control ? meaningOf(control.custom_id) : undefined;
  return meaning && 'act' in meaning ? meaning.act : undefined;
}
