import { expect, test } from 'vitest';
import type { Sent } from '../../src/delivery/platform.ts';
import { laneFrom, threadFrom } from '../../src/delivery/turn.ts';
import { createStage, TENANT, turn } from './stage.ts';

const inA = ({ post }: { post: { lane: string } }): boolean => post.lane.endsWith(':A');
const late = 'it came through all the same';

/** Each fault of a call, how often it is tried, and what people see of one answer. */
const FAULTS: readonly [string, Sent & { visible?: boolean }, { tries: number; seen: number; seenIfTold: number }][] = [
  ['no connection', { kind: 'failed', reason: 'ECONNREFUSED' }, { tries: 3, seen: 0, seenIfTold: 0 }],
  ['a server error', { kind: 'unsure', reason: '500' }, { tries: 3, seen: 0, seenIfTold: 0 }],
  [
    'a server error, yet it came through',
    { kind: 'unsure', reason: late, visible: true },
    { tries: 3, seen: 3, seenIfTold: 1 },
  ],
  ['no such channel', { kind: 'refused', reason: 'channel_not_found' }, { tries: 1, seen: 0, seenIfTold: 0 }],
];

test.each(FAULTS)('%s, for good', async (_, fault, { tries, seen, seenIfTold }) => {
  for (const told of [false, true]) {
    const stage = createStage();
    stage.fault(() => fault);
    const delivery = stage.run({ platforms: { test: told ? stage.telling : stage.platform } });
    await delivery.admit(turn('hello', 1));
    await stage.clock.pass(120_000);
    const found = told && seenIfTold > 0;
    expect(stage.calls).toHaveLength(found ? 1 : tries);
    expect(stage.visible).toHaveLength(told ? seenIfTold : seen);
    expect(stage.events.filter(({ kind }) => kind === 'dead')).toHaveLength(found ? 0 : 1);
  }
});

test.each(FAULTS.filter(([, { kind }]) => kind !== 'refused'))(
  '%s, once: the next attempt settles it',
  async (_, fault) => {
    const stage = createStage();
    stage.fault(() => (stage.calls.length === 1 ? fault : undefined));
    const delivery = stage.run({ platforms: { test: stage.telling } });
    await delivery.admit(turn('hello', 1));
    await delivery.admit(turn('again', 2));
    await stage.clock.pass(10_000);
    expect(stage.visible.map(({ title }) => title)).toEqual(['hello', 'again']);
  },
);

test('a call that throws is in doubt, not lost', async () => {
  const stage = createStage();
  let thrown = 0;
  const send: typeof stage.platform.send = (message, signal) => {
    thrown += 1;
    return thrown === 1 ? Promise.reject(new TypeError('bad JSON')) : stage.platform.send(message, signal);
  };
  const delivery = stage.run({ platforms: { test: { ...stage.telling, send } } });
  await delivery.admit(turn('hello', 1));
  await stage.clock.pass(5_000);
  expect(stage.visible).toHaveLength(1);
});

test('120 hung calls in one workspace keep nobody else waiting', async () => {
  const stage = createStage();
  stage.fault(({ post }) => (post.tenant === TENANT ? 'hang' : undefined));
  const delivery = stage.run();
  for (let channel = 0; channel < 120; channel += 1) await delivery.admit(turn('hello', 1, { channel: `H${channel}` }));
  await stage.clock.pass(0);
  expect(stage.calls).toHaveLength(120);
  await delivery.admit(turn('hello', 1, { team: 'T2' }));
  await stage.clock.pass(100);
  expect(stage.visible.map(({ lane }) => lane)).toEqual(['test:T2:C1']);
  stage.mend();
  await stage.clock.pass(60_000);
  expect(stage.visible).toHaveLength(121);
});

test('a lane that is told to wait waits, as long as it was told and alone', async () => {
  const stage = createStage();
  const delivery = stage.run();
  const start = stage.clock.now();
  stage.fault((message) =>
    inA(message) && stage.clock.now() < start + 4_000 ? { kind: 'wait', ms: 4_000 } : undefined,
  );
  await delivery.admit(turn('first', 1, { channel: 'A' }));
  await delivery.admit(turn('other', 1, { channel: 'B' }));
  await stage.clock.pass(20_000);
  expect(stage.visible.map(({ title, at }) => [title, at - start])).toEqual([
    ['other', 0],
    ['first', 4_000],
  ]);
});

test('being told to wait uses up no attempt, but an answer goes stale, and an apology takes its place', async () => {
  const stage = createStage();
  stage.fault(() => ({ kind: 'wait', ms: 35_000 }));
  const delivery = stage.run();
  await delivery.admit(turn('hello', 1));
  await stage.clock.pass(599_000);
  expect(stage.calls.length).toBeGreaterThan(15);
  stage.mend();
  await stage.clock.pass(60_000);
  expect(stage.visible).toMatchObject([{ kind: 'apology', turn: turn('hello', 1).id }]);
  expect(stage.events.at(-2)).toMatchObject({ kind: 'dead', reason: 'too late to be of use' });
});

test('an answer in doubt that goes stale is left alone, and so is an apology', async () => {
  const stage = createStage();
  stage.fault(() => 'hang');
  const delivery = stage.run();
  await delivery.admit(turn('hello', 1));
  await delivery.admit(turn('poison', 1, { channel: 'C2' }));
  await stage.clock.pass(5_000);
  void delivery.stop();
  await stage.clock.pass(8_000);
  await stage.clock.pass(600_000);
  stage.mend();
  stage.run();
  await stage.clock.pass(60_000);
  expect(stage.visible).toEqual([]);
});

test('after it was told to wait a post may still fail twice', async () => {
  const stage = createStage();
  const outcomes: Sent[] = [
    ...Array(5).fill({ kind: 'wait', ms: 1_000 }),
    ...Array(2).fill({ kind: 'failed', reason: 'reset' }),
  ];
  stage.fault(() => outcomes.shift());
  const delivery = stage.run();
  await delivery.admit(turn('hello', 1));
  await stage.clock.pass(60_000);
  expect([stage.calls.length, stage.visible.length]).toEqual([8, 1]);
});

test('a call is told when its time is over, and given up whether it hears that or not', async () => {
  const stage = createStage();
  const signals: AbortSignal[] = [];
  const send: typeof stage.platform.send = (_, signal) => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const delivery = stage.run({ platforms: { test: { ...stage.platform, send } } });
  await delivery.admit(turn('hello', 1));
  await stage.clock.pass(9_999);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await stage.clock.pass(1);
  expect(signals[0]?.aborted).toBe(true);
  await stage.clock.pass(2_000);
  expect(signals, 'and is made again').toHaveLength(2);
});

test('who cannot be answered where they asked is told so once, elsewhere', async () => {
  const stage = createStage();
  stage.fault(({ post }) => (post.kind === 'answer' ? { kind: 'refused', reason: 'not_in_channel' } : undefined));
  const place = { lane: laneFrom(TENANT, 'D1'), thread: threadFrom(TENANT, 'D1', '@ana') };
  const delivery = stage.run({ platforms: { test: { ...stage.platform, elsewhere: () => place } } });
  await delivery.admit(turn('hello', 1));
  await stage.clock.pass(5_000);
  expect(stage.visible).toMatchObject([{ kind: 'note', ...place }]);
  stage.fault(({ post }) => (post.kind === 'note' ? { kind: 'refused', reason: 'cannot_dm_user' } : undefined));
  await delivery.admit(turn('hello', 2));
  await stage.clock.pass(60_000);
  expect(stage.visible).toHaveLength(1);
});

test('a post of a platform that is no longer run is given up', async () => {
  const stage = createStage();
  const delivery = stage.run({ platforms: {} });
  await delivery.admit(turn('hello', 1));
  await stage.clock.pass(1_000);
  expect(stage.events.at(-1)).toMatchObject({ kind: 'dead', reason: 'the platform of this post is not running' });
});

test('a card of its own goes out once, even when it is asked for twice', async () => {
  const stage = createStage();
  const delivery = stage.run();
  await delivery.admit(turn('hello', 1));
  await stage.clock.pass(2_000);
  const shared = { ...stage.calls[0]?.post, id: 'test:T1:share#1' } as Parameters<typeof delivery.post>[0];
  expect(await Promise.all([delivery.post(shared), delivery.post(shared)])).toEqual([true, false]);
  await stage.clock.pass(5_000);
  expect(stage.visible).toHaveLength(2);
});
