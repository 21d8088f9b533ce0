import { expect, test } from 'vitest';
import { createFairUse, FAIR } from '../../src/delivery/fair-use.ts';
import { createStage, turn } from './stage.ts';

const LIMITS = { speaker: 3, lane: 5, tenant: 8 };

test('who floods is answered as far as is fair and refused once a minute; nobody else notices', async () => {
  const stage = createStage();
  const delivery = stage.run({ limits: { speaker: 10, lane: 1e6, tenant: 1e6 } });
  for (let at = 1; at <= 1_000; at += 1) await delivery.admit(turn('flood', at, { channel: `C${at % 100}` }));
  const before = stage.clock.now();
  await delivery.admit(turn('one question', 1, { by: 'ben', channel: 'B' }));
  await stage.clock.pass(30_000);
  const of = (kind: string) =>
    stage.visible.filter((message) => message.kind === kind && message.title !== 'one question');
  expect([of('answer').length, of('refusal').length]).toEqual([10, 1]);
  expect(stage.visible.find(({ title }) => title === 'one question')?.at).toBe(before);
});

test('a redelivery costs no share', async () => {
  const stage = createStage();
  const delivery = stage.run({ limits: { speaker: 2, lane: 2, tenant: 2 } });
  for (let times = 0; times < 20; times += 1) await delivery.admit(turn('one', 1));
  expect(await delivery.admit(turn('two', 2))).toBe('admitted');
  expect(await delivery.answer(turn('three', 3))).toMatchObject({ title: 'One moment' });
  expect(await delivery.answer(turn('four', 4)), 'whoever waits for it is told each time').toMatchObject({
    title: 'One moment',
  });
  await stage.clock.pass(5_000);
  expect(stage.visible.map(({ kind }) => kind)).toEqual(['answer', 'answer']);
});

test('the buttons of one card answer five hundred people within fifty seconds', async () => {
  const stage = createStage();
  const delivery = stage.run({ limits: FAIR });
  const titles: (string | undefined)[] = [];
  for (let at = 0; at < 500; at += 1) {
    const pressed = turn('why?', at, { by: `p${at}`, root: `@p${at}`, shown: 'private' });
    titles.push((await delivery.answer(pressed))?.title);
    await stage.clock.pass(100);
  }
  expect(titles.filter((title) => title !== 'why?')).toEqual([]);
});

test('what was not heard uses up neither a share nor the refusal', async () => {
  const stage = createStage();
  const { take } = stage.store;
  stage.store.take = () => Promise.reject(new Error('disk full'));
  const delivery = stage.run({ limits: { speaker: 1, lane: 9, tenant: 9 } });
  for (let times = 0; times < 5; times += 1) await expect(delivery.admit(turn('one', 1))).rejects.toThrow('disk full');
  stage.store.take = take;
  await delivery.admit(turn('one', 1));
  for (let times = 0; times < 5; times += 1) await delivery.admit(turn('one', 1));
  for (const at of [2, 3, 4]) await delivery.admit(turn('more', at));
  await stage.clock.pass(5_000);
  expect(stage.visible.map(({ kind }) => kind)).toEqual(['answer', 'refusal']);
});

test('more commands at once than can be answered in time are told so at once', async () => {
  const stage = createStage();
  const answer = stage.store.answer;
  const free = Promise.withResolvers<void>();
  stage.store.answer = async (...given) => {
    await free.promise;
    return answer(...given);
  };
  const delivery = stage.run();
  const cards = Array.from({ length: 300 }, (_, at) => delivery.answer(turn('hello', at, { root: `${at}` })));
  expect(await cards[299]).toMatchObject({ title: 'One moment' });
  free.resolve();
  const titles = (await Promise.all(cards)).map((card) => card?.title);
  expect([
    titles.filter((title) => title === 'hello').length,
    titles.filter((title) => title === 'One moment').length,
  ]).toEqual([200, 100]);
  expect(await delivery.answer(turn('hello', 999))).toMatchObject({ title: 'hello' });
});

test.each([
  ['a person', { by: 'ana' }, { by: 'ben' }, LIMITS.speaker],
  ['a channel', { by: 'n' }, { channel: 'C2', by: 'ben' }, LIMITS.lane],
  ['a workspace', { by: 'n', channel: 'n' }, { team: 'T2', by: 'ben' }, LIMITS.tenant],
])('%s has its share, and it fills again', (_, who, other, size) => {
  const fair = createFairUse(LIMITS);
  const said = (at: number) =>
    turn('x', at, { ...who, ...('channel' in who && { channel: `C${at}` }), ...(who.by === 'n' && { by: `p${at}` }) });
  const taken = Array.from({ length: 20 }, (_unused, at) => fair.take(said(at), 0));
  expect(taken.filter((share) => share === 'answer')).toHaveLength(size);
  expect(fair.take(turn('x', 1, other), 0)).toBe('answer');
  expect(fair.take(said(0), 60_000)).toBe('answer');
});

test('what was not said to us is never refused, only left alone', () => {
  const fair = createFairUse({ ...LIMITS, speaker: 0 });
  expect(fair.take(turn('x', 1, { addressed: false }), 0)).toBe('ignore');
  expect([fair.take(turn('x', 1), 0), fair.take(turn('x', 1), 0), fair.take(turn('x', 1), 60_000)]).toEqual([
    'refuse',
    'ignore',
    'refuse',
  ]);
});

test('only the last ten thousand are kept in mind: memory is bounded', () => {
  const fair = createFairUse({ ...LIMITS, speaker: 1, tenant: 1e6 });
  const ana = turn('x', 1, { channel: 'A' });
  expect([fair.take(ana, 0), fair.take(ana, 0)]).toEqual(['answer', 'refuse']);
  for (let at = 0; at < 3_000; at += 1) fair.take(turn('x', at, { by: `p${at}`, channel: `C${at}` }), 0);
  expect(fair.take(ana, 0)).toBe('ignore');
  for (let at = 0; at < 6_000; at += 1) fair.take(turn('x', at, { by: `q${at}`, channel: `D${at}` }), 0);
  expect(fair.take(ana, 0)).toBe('answer');
});
