import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { heldClock } from './clock.ts';
import { problemsIn } from './model.ts';
import { createStage, turn } from './stage.ts';

afterEach(() => void vi.useRealTimers());

test('setting the clock of the machine moves no timer of a process that runs', () => {
  const before = systemClock.now();
  vi.useFakeTimers({ toFake: ['Date'], now: before - 3_600_000 });
  const back = systemClock.now() - before;
  vi.setSystemTime(before + 3_600_000);
  const forth = systemClock.now() - before;
  for (const moved of [back, forth]) expect(Math.abs(moved)).toBeLessThan(1_000);
});

const MINUTE = 60_000;

test.each([
  ['an hour back', -60 * MINUTE],
  ['a minute back', -MINUTE],
  ['five minutes on', 5 * MINUTE],
])(
  'a process that dies amid its work is followed by one whose clock is %s: each turn is answered once',
  async (_, jump) => {
    const stage = createStage();
    const turns = Array.from({ length: 6 }, (__, at) => turn(`w${at}`, at + 1, { channel: `C${at % 2}` }));
    stage.fault(({ post }) => (post.lane.endsWith('C1') ? 'hang' : undefined));
    const dies = stage.run({ platforms: { test: stage.telling } });
    for (const said of turns.slice(0, 4)) await dies.admit(said);
    await stage.clock.pass(500);
    stage.mend();
    const next = createStage({ store: stage.store, clock: heldClock(stage.clock.now() + jump) });
    const lives = next.run({ platforms: { test: stage.telling } });
    for (const said of turns.slice(4)) await lives.admit(said);
    await next.clock.pass(2 * MINUTE);
    expect(problemsIn({ acknowledged: turns, visible: stage.visible })).toEqual([]);
    expect(stage.visible.every(({ kind }) => kind === 'answer')).toBe(true);
  },
);

test('when the clock is an hour on, what waited is stale: one apology a thread, no late answer, and all goes on', async () => {
  const stage = createStage();
  stage.fault(() => 'hang');
  const dies = stage.run({ platforms: { test: stage.telling } });
  for (const at of [1, 2]) await dies.admit(turn(`w${at}`, at));
  await stage.clock.pass(500);
  stage.mend();
  const next = createStage({ store: stage.store, clock: heldClock(stage.clock.now() + 60 * MINUTE) });
  const lives = next.run({ platforms: { test: stage.telling } });
  await next.clock.pass(MINUTE);
  await lives.admit(turn('w3', 3));
  await next.clock.pass(MINUTE);
  expect(stage.visible.map(({ kind, title }) => [kind, kind === 'answer' ? title : ''])).toEqual([
    ['apology', ''],
    ['answer', 'w3'],
  ]);
});
