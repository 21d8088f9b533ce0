import { expect, test } from 'vitest';
import type { Delivery } from '../../src/delivery/delivery.ts';
import type { Store } from '../../src/delivery/store.ts';
import type { Turn } from '../../src/delivery/turn.ts';
import { problemsIn } from './model.ts';
import { mortal } from './mortal.ts';
import { createStage, turn } from './stage.ts';

const TURNS: readonly Turn[] = [
  turn('one', 1),
  turn('two', 2),
  turn('and three', 3, { addressed: false }),
  turn('elsewhere', 1, { channel: 'C2' }),
];
/** Within this an instance that died is taken over. */
const TAKEN_OVER = 30_000;

/** Delivers as a platform does: what is not acknowledged by one run goes to the next. */
async function deliver(delivery: Delivery, acknowledged: Set<Turn>): Promise<void> {
  for (const said of TURNS)
    if (!acknowledged.has(said)) {
      await delivery.admit(said);
      acknowledged.add(said);
    }
}

/** Runs a process that dies at a step, then one that lives. */
async function crashAt(step: number, tells: boolean) {
  const stage = createStage();
  const platform = tells ? stage.telling : stage.platform;
  const first = mortal({ store: stage.store, clock: stage.clock, platform }, step);
  const acknowledged = new Set<Turn>();
  const delivery = stage.run({ store: first.store, clock: first.clock, platforms: { test: first.platform } });
  void deliver(delivery, acknowledged);
  await stage.clock.pass(8_000);
  const second = stage.run({ platforms: { test: platform } });
  await deliver(second, acknowledged);
  await stage.clock.pass(TAKEN_OVER);
  return { problems: problemsIn({ acknowledged: TURNS, visible: stage.visible }), survived: !first.dead(), stage };
}

test('a crash before and after every step of every turn loses nothing and says nothing twice', async () => {
  let step = 1;
  for (let survived = false; !survived; step += 1) {
    const run = await crashAt(step, true);
    expect(run.problems, `died at step ${step}`).toEqual([]);
    expect(run.stage.visible.every(({ kind }) => kind === 'answer')).toBe(true);
    survived = run.survived;
  }
  expect(step).toBeGreaterThan(60);
});

test('where the platform cannot tell, only what a lane was just sending is ever said twice', async () => {
  let step = 1;
  let doubled = 0;
  for (let survived = false; !survived; step += 1) {
    const { problems, survived: end } = await crashAt(step, false);
    expect(
      problems.filter((problem) => !problem.startsWith('2 replies')),
      `died at step ${step}`,
    ).toEqual([]);
    expect(problems.length, 'one a lane').toBeLessThanOrEqual(2);
    doubled += problems.length;
    survived = end;
  }
  expect(doubled, 'the trial reaches that window').toBeGreaterThan(0);
});

test('a store that fails once, at whatever call, loses nothing and makes nothing twice', async () => {
  for (let call = 1; call <= 40; call += 1) {
    const stage = createStage();
    const delivery = stage.run({ store: failingAt(stage.store, call), platforms: { test: stage.telling } });
    const acknowledged = new Set<Turn>();
    for (let times = 0; times < 2; times += 1) await deliver(delivery, acknowledged).catch(() => {});
    await stage.clock.pass(TAKEN_OVER + 10_000);
    expect(problemsIn({ acknowledged: TURNS, visible: stage.visible }), `failed at call ${call}`).toEqual([]);
  }
});

/** A store whose call number n rejects, and changed nothing. */
function failingAt(store: Store, n: number): Store {
  let calls = 0;
  return new Proxy(store, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      return (...given: unknown[]) => {
        calls += 1;
        return calls === n ? Promise.reject(new Error('out of reach')) : Reflect.apply(method, target, given);
      };
    },
  });
}
