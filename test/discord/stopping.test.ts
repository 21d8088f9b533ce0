import { expect, test } from 'vitest';
import { ClosedError } from '../../src/delivery/delivery.ts';
import { heldClock } from '../delivery/clock.ts';
import { openedWorld } from './opened.ts';
import { ID, message, slash } from './stub/payloads.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

test('what is being answered when we stop is answered still', async () => {
  const heard = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<undefined>();
  const answer = () => {
    heard.resolve();
    return gate.promise;
  };
  await world.run({ delivery: { answer } as never });
  const asked = slash('ask', { question: 'networking?' });
  const reply = wire.answered(asked);
  await heard.promise;
  const halted = world.halt();
  await expect.poll(world.stub.gateway.open).toBe(0);
  gate.resolve(undefined);
  await halted;
  expect(world.stub.calls.filter(({ path }) => path.includes(asked.id))).toHaveLength(1);
  expect(textIn(await reply)).toContain('ask again');
  await world.run();
});

test('what takes too long is not waited for when we stop', async () => {
  const clock = heldClock();
  await world.run({ clock, delivery: { answer: () => new Promise(() => {}) } as never });
  const asked = slash('ask', { question: 'networking?' });
  const first = wire.answered(asked);
  while (world.stub.calls.every(({ path }) => !path.includes(asked.id))) await clock.pass(500);
  await first;
  const halted = world.halt();
  await clock.pass(5_000);
  await halted;
  await world.run();
});

test.each([
  ['we are being restarted', new ClosedError('stopping'), 'restarted'],
  ['something breaks', new Error('broken'), 'did not work'],
])('when %s, a command and a mention still get a reply', async (_, error, text) => {
  const broken = { answer: () => Promise.reject(error), admit: () => Promise.reject(error) };
  await world.run({ delivery: broken as never });
  expect(textIn(await wire.answered(slash('ask', { question: 'networking?' })))).toContain(text);
  wire.say(message(`<@${ID.self}> networking?`, { mentions: [ID.self] }));
  expect(textIn((await wire.posted(ID.channel)).body)).toContain(text);
  await world.run();
});
