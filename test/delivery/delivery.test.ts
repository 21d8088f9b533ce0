import { expect, test } from 'vitest';
import { problemsIn } from './model.ts';
import { createStage, turn } from './stage.ts';

test('a turn is admitted once and answered once, however often it comes', async () => {
  const stage = createStage();
  const delivery = stage.run();
  const hello = turn('hello', 1);
  expect(await delivery.admit(hello)).toBe('admitted');
  expect(await delivery.admit(hello), 'while the first is under way').toBe('repeated');
  for (const wait of [0, 10_000, 60_000, 300_000, 3_600_000]) {
    await stage.clock.pass(wait);
    expect(await delivery.admit(hello)).toBe('repeated');
  }
  expect(stage.visible.map(({ title }) => title)).toEqual(['hello']);
});

test('five messages within a moment get five answers in order, one a second', async () => {
  const stage = createStage();
  const delivery = stage.run();
  const turns = ['one', 'two', 'three', 'four', 'five'].map((text, index) => turn(text, index + 1));
  const start = stage.clock.now();
  await Promise.all(turns.map((said) => delivery.admit(said)));
  await stage.clock.pass(5_000);
  expect(stage.visible.map(({ lead }) => lead)).toEqual([
    'one',
    'one two',
    'one two three',
    'one two three four',
    'one two three four five',
  ]);
  expect(stage.visible.map(({ at }) => at - start)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  expect(problemsIn({ acknowledged: turns, visible: stage.visible })).toEqual([]);
});

test('the same time in two channels and two workspaces is four turns', async () => {
  const stage = createStage();
  const delivery = stage.run();
  for (const team of ['T1', 'T2'])
    for (const channel of ['C1', 'C2']) await delivery.admit(turn('hello', 1, { team, channel }));
  await stage.clock.pass(0);
  expect(new Set(stage.visible.map(({ thread }) => thread)).size).toBe(4);
});

test('what cannot be written is not acknowledged, and is taken when it comes again', async () => {
  const stage = createStage();
  let full = true;
  const { take } = stage.store;
  stage.store.take = (...given) => (full ? Promise.reject(new Error('disk full')) : take(...given));
  const delivery = stage.run();
  await expect(delivery.admit(turn('hello', 1))).rejects.toThrow('disk full');
  full = false;
  expect(await delivery.admit(turn('hello', 1))).toBe('admitted');
  await stage.clock.pass(0);
  expect(stage.visible).toHaveLength(1);
});

test('a turn that breaks the mind three times is set aside with an apology, and its thread goes on', async () => {
  const stage = createStage();
  const delivery = stage.run();
  for (const [at, text] of ['one', 'poison', 'two'].entries()) await delivery.admit(turn(text, at + 1));
  await stage.clock.pass(20_000);
  expect(stage.visible.map(({ kind, lead }) => (kind === 'answer' ? lead : kind))).toEqual([
    'one',
    'apology',
    'one two',
  ]);
  expect(stage.events.filter(({ kind }) => kind === 'turn-failed')).toHaveLength(3);
});

test('a store that fails for a while uses up no turn', async () => {
  const stage = createStage();
  const { admit, finish } = stage.store;
  stage.store.take = async (said) => ({ kind: (await admit(said)) === 'admitted' ? 'waiting' : 'repeated' });
  stage.store.finish = () => Promise.reject(new Error('out of reach'));
  const delivery = stage.run();
  await delivery.admit(turn('hello', 1));
  await stage.clock.pass(60_000);
  stage.store.finish = finish;
  await stage.clock.pass(2_000);
  expect(stage.visible.map(({ kind }) => kind)).toEqual(['answer']);
});

test('a turn that waited for ten minutes gets no answer but one apology a thread', async () => {
  const stage = createStage();
  for (const at of [1, 2, 3])
    await stage.store.admit({ ...turn('old', at), admitted: stage.clock.now(), revision: 0, excess: false });
  await stage.clock.pass(600_001);
  await stage.store.admit({ ...turn('new', 4), admitted: stage.clock.now(), revision: 0, excess: false });
  stage.run();
  await stage.clock.pass(5_000);
  expect(stage.visible.map(({ kind, lead }) => [kind, lead])).toEqual([
    ['apology', expect.stringContaining('away')],
    ['answer', 'new'],
  ]);
});

test('a question changed within two minutes has its answer changed, in place and in the conversation', async () => {
  const stage = createStage();
  const delivery = stage.run();
  const { tenant, id, speaker } = turn('vm', 1);
  await delivery.admit(turn('vm', 1));
  await delivery.admit(turn('why', 2));
  await stage.clock.pass(5_000);
  await delivery.amend(tenant, id, turn('', 0, { by: 'ben' }).speaker, 'not mine to change');
  await delivery.amend(tenant, id, speaker, 'container');
  await stage.clock.pass(5_000);
  await delivery.admit(turn('and', 3));
  await stage.clock.pass(120_001);
  await delivery.amend(tenant, id, speaker, 'too late');
  await stage.clock.pass(5_000);
  expect(stage.visible.map(({ lead }) => lead)).toEqual(['container', 'vm why', 'container why and']);
});

test('a question changed before it is answered is answered as changed; a deleted one is not', async () => {
  const stage = createStage();
  const delivery = stage.run();
  const [first, second] = [turn('poison', 1), turn('poison', 2)];
  await delivery.admit(first);
  await delivery.admit(second);
  await stage.clock.pass(100);
  await delivery.amend(first.tenant, first.id, first.speaker, 'fine');
  await delivery.withdraw(second.tenant, second.id, second.speaker);
  await stage.clock.pass(20_000);
  expect(stage.visible.map(({ lead }) => lead)).toEqual(['fine']);
});

test('who follows in a thread of ours is answered as good manners want', async () => {
  const stage = createStage();
  const delivery = stage.run();
  const aside = { addressed: false };
  expect(await delivery.admit(turn('overheard', 1, { ...aside, root: '9' }))).toBe('not-ours');
  await delivery.admit(turn('hello', 1));
  expect(await delivery.admit(turn('and then', 2, aside)), 'before the first is answered').toBe('admitted');
  await delivery.admit(turn('hi ana', 3, { ...aside, by: 'ben' }));
  await delivery.admit(turn('she and ben talk', 4, aside));
  await delivery.admit(turn('back to you', 5));
  await delivery.admit(turn('be quiet', 6, aside));
  await delivery.admit(turn('muted', 7, aside));
  await stage.clock.pass(20_000);
  expect(stage.visible.map(({ title }) => title)).toEqual(['hello', 'and then', 'back to you', 'be quiet']);
});

test('a turn in its own response is answered once, in the conversation, and never posted', async () => {
  const stage = createStage();
  const delivery = stage.run();
  expect((await delivery.answer(turn('one', 1)))?.lead).toBe('one');
  expect(await delivery.answer(turn('one', 1))).toBeUndefined();
  expect((await delivery.answer(turn('two', 2)))?.lead).toBe('one two');
  expect((await delivery.answer(turn('poison', 3)))?.title).toBe('Sorry');
  expect((await delivery.answer(turn('four', 4)))?.lead).toBe('one two four');
  await stage.clock.pass(5_000);
  expect(stage.visible).toEqual([]);
});

test('text that no store could keep is made storable', async () => {
  const stage = createStage();
  const delivery = stage.run();
  expect((await delivery.answer(turn(`a\0b\ud800${'c'.repeat(9_000)}`, 1)))?.title).toBe(
    `ab\ufffd${'c'.repeat(4_996)}`,
  );
});
