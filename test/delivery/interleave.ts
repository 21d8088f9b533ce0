import type { Scheduler } from 'fast-check';
import type { Store } from '../../src/delivery/store.ts';
import { problemsIn } from './model.ts';
import { createStage, turn } from './stage.ts';

export const TEXTS = ['a', 'b', 'c', 'd', 'e'];

/**
 * Two instances get the turns of one thread, each in an order of its own, while the scheduler decides when each call of the
 * store takes effect. Returns what the thread remembers in the end, and what went wrong.
 */
export async function interleave(scheduler: Scheduler, orders: readonly (readonly number[])[]) {
  const stage = createStage();
  const platforms = { test: { ...stage.telling, pace: 0 } };
  const admissions = orders.flatMap((order) => {
    const delivery = stage.run({ store: scheduled(stage.store, scheduler), platforms });
    return order.map((at) => delivery.admit(turn(TEXTS[at] ?? '', at + 1)));
  });
  for (let second = 0; second < 40; second += 1) {
    await scheduler.waitIdle();
    await stage.clock.pass(1_000);
  }
  await Promise.all(admissions);
  const acknowledged = TEXTS.map((text, at) => turn(text, at + 1));
  // Who comes late is answered late.
  const problems = problemsIn({ acknowledged, visible: stage.visible }).filter(
    (problem) => !problem.startsWith('out of order'),
  );
  return { heard: await heardIn(stage.store), problems };
}

/** Every call of the store takes effect when the scheduler says so. */
function scheduled(store: Store, scheduler: Scheduler): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      return async (...given: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(name));
        return Reflect.apply(method, target, given);
      };
    },
  });
}

/** What the thread remembers: asked for by one more turn. */
async function heardIn(store: Store): Promise<string[]> {
  let heard: string[] = [];
  const said = { ...turn('', 9), admitted: 0, revision: 0, excess: false };
  await store.answer(said, ({ thread }) => {
    heard = thread?.conversation.last as string[];
    return { threads: [], posts: [] };
  });
  return heard;
}
