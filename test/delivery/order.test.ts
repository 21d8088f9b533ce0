import fc, { type Scheduler } from 'fast-check';
import { expect, test } from 'vitest';
import type { Store } from '../../src/delivery/store.ts';
import { problemsIn } from './model.ts';
import { createStage, turn } from './stage.ts';

const RUNS = 300;
const TEXTS = ['a', 'b', 'c', 'd', 'e'];

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

test('in whatever order turns come in, and however two instances interleave, the conversation ends the same and each is answered once', async () => {
  const shuffled = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), shuffled, shuffled, async (scheduler, one, other) => {
      const stage = createStage();
      const turns = TEXTS.map((text, at) => turn(text, at + 1));
      const instances = [one, other].map((order) => ({
        order,
        delivery: stage.run({
          store: scheduled(stage.store, scheduler),
          platforms: { test: { ...stage.telling, pace: 0 } },
        }),
      }));
      const admissions = instances.flatMap(({ order, delivery }) =>
        order.map((at) => delivery.admit(turn(TEXTS[at] ?? '', at + 1))),
      );
      for (let second = 0; second < 40; second += 1) {
        await scheduler.waitIdle();
        await stage.clock.pass(1_000);
      }
      await Promise.all(admissions);
      expect(
        problemsIn({ acknowledged: turns, visible: stage.visible }).filter(
          (problem) => !problem.startsWith('out of order'),
        ),
      ).toEqual([]);
      expect(await heardIn(stage.store)).toEqual(TEXTS);
    }),
    { seed: 5, numRuns: RUNS },
  );
});

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
