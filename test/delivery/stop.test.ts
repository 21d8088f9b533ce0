import { expect, test } from 'vitest';
import { ClosedError } from '../../src/delivery/delivery.ts';
import { heldClock } from './clock.ts';
import { problemsIn } from './model.ts';
import { createStage, turn } from './stage.ts';

test('stopping takes nothing more in, sends what is there, and is done within eight seconds', async () => {
  const stage = createStage();
  const delivery = stage.run();
  const turns = ['one', 'two', 'three'].map((text, at) => turn(text, at + 1));
  for (const said of turns) await delivery.admit(said);
  const stopping = delivery.stop();
  const late = turn('late', 4);
  await expect(delivery.admit(late)).rejects.toThrow(ClosedError);
  await expect(delivery.answer(late)).rejects.toThrow(ClosedError);
  await expect(delivery.amend(late.tenant, late.id, late.speaker, 'x')).rejects.toThrow(ClosedError);
  await expect(delivery.withdraw(late.tenant, late.id, late.speaker)).rejects.toThrow(ClosedError);
  await stage.clock.pass(3_000);
  await stopping;
  expect(problemsIn({ acknowledged: turns, visible: stage.visible })).toEqual([]);
});

test('a hung call and a long queue hold up stopping for eight seconds at most; the next run sends the rest', async () => {
  const stage = createStage();
  stage.fault(({ post }) => (post.lane.endsWith('H') ? 'hang' : undefined));
  const delivery = stage.run({ platforms: { test: stage.telling } });
  const turns = [
    turn('hung', 1, { channel: 'H' }),
    ...Array.from({ length: 20 }, (_, at) => turn(`queued ${at}`, at + 1, { channel: 'Q', root: String(at) })),
  ];
  for (const said of turns) await delivery.admit(said);
  let stopped = false;
  void delivery.stop().then(() => {
    stopped = true;
  });
  await stage.clock.pass(8_000);
  expect(stopped).toBe(true);
  const calls = stage.calls.length;
  stage.mend();
  await stage.clock.pass(60_000);
  expect(stage.calls, 'the stopped run is still').toHaveLength(calls);
  stage.run({ platforms: { test: stage.telling } });
  await stage.clock.pass(30_000);
  expect(problemsIn({ acknowledged: turns, visible: stage.visible })).toEqual([]);
});

test('a store out of reach holds up stopping no longer than what is in hand', async () => {
  const stage = createStage();
  stage.store.backlog = () => Promise.reject(new Error('out of reach'));
  const delivery = stage.run();
  const stopping = delivery.stop();
  await stage.clock.pass(100);
  await stopping;
});

test('what is old is removed every hour', async () => {
  const stage = createStage();
  const asked: number[] = [];
  stage.store.prune = async ({ threads, done }) => {
    asked.push(stage.clock.now() - done, stage.clock.now() - threads);
    if (asked.length === 2) throw new Error('out of reach');
  };
  stage.run();
  await stage.clock.pass(3_600_000);
  const days = (count: number): number => count * 24 * 3_600_000;
  expect(asked).toEqual([days(1), days(90), days(1), days(90)]);
});

test('a question that is not covered is noted, and trouble in noting it is no trouble for the answer', async () => {
  const stage = createStage();
  const noted: unknown[] = [];
  stage.store.note = async (_, kind, entry) => {
    noted.push([kind, entry]);
    throw new Error('out of reach');
  };
  const delivery = stage.run();
  await delivery.admit(turn('what about cheese', 1));
  await delivery.admit(turn('fine', 2));
  await stage.clock.pass(2_000);
  expect(noted).toEqual([['unanswered', expect.objectContaining({ text: 'what about cheese', speaker: 'ana' })]]);
  expect(stage.visible).toHaveLength(2);
});

test('a clock that was set back between two runs holds nothing up', async () => {
  const stage = createStage();
  const delivery = stage.run();
  await delivery.admit(turn('one', 1));
  await stage.clock.pass(0);
  const earlier = createStage({ store: stage.store, clock: heldClock(stage.clock.now() - 3_600_000) });
  await earlier.run().admit(turn('two', 2));
  await earlier.clock.pass(1_000);
  expect(earlier.visible.map(({ lead }) => lead)).toEqual(['one two']);
});
