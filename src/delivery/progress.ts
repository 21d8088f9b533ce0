import type { Conversation } from '../conversation/conversation.ts';
import type { Store } from './store.ts';
import type { Turn } from './turn.ts';

/** Keeps how far a person has come with the tour and the lessons, wherever they learn; the conversation itself knows where it goes on. */
export async function keepProgress(
  { tenant, speaker }: Pick<Turn, 'tenant' | 'speaker'>,
  place: NonNullable<Conversation['place']>,
  store: Pick<Store, 'keep' | 'kept'>,
): Promise<void> {
  const { step, lessons } = (await store.kept(tenant, 'progress', speaker)) ?? { step: 0, lessons: [] };
  const next =
    place.kind === 'tour'
      ? { step: Math.max(step, place.step), lessons }
      : { step, lessons: [...new Set([...lessons, place.lesson])].sort((a, b) => a - b) };
  await store.keep(tenant, 'progress', speaker, next);
}
