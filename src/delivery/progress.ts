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

/**
 * The words that go on with learning where a person left off, in whatever talk they are said.
 * @param steps how many the tour has
 */
export async function onwardFor(
  { tenant, speaker }: Pick<Turn, 'tenant' | 'speaker'>,
  steps: number,
  store: Pick<Store, 'kept'>,
): Promise<string> {
  const { step, lessons } = (await store.kept(tenant, 'progress', speaker)) ?? { step: 0, lessons: [] };
  if (step === 0 && lessons.length === 0) return 'take the tour';
  return step < steps && lessons.length === 0 ? `go on with the tour at step ${step + 1}` : `lesson ${nextOf(lessons)}`;
}

/** The lesson after the furthest one that was read; the mind knows which is the last. */
const nextOf = (lessons: readonly number[]): number => Math.max(0, ...lessons) + 1;
