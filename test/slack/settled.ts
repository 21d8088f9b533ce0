import { pause, until } from '../accept/trial.ts';
import type { Site } from './site.ts';

/** Some of it begins only after it was acknowledged, ms. */
export const SETTLED = 200;

/** Nothing waits any more. */
export async function settled({ store }: Site): Promise<void> {
  await pause(SETTLED);
  await until(async () => {
    const { turns, posts } = await store.backlog();
    return turns + posts === 0;
  }, 60_000);
}
