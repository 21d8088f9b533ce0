import { expect, test } from 'vitest';
import { heldClock } from '../delivery/clock.ts';
import { openedWorld } from './opened.ts';
import { ID, press, slash, submit } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { messageFrom } from './stub/shapes.ts';
import { type Callback, shown } from './wire.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

/** A run in which all that is asked of delivery takes long. */
async function slow(): Promise<{ first(asked: { id: string }): Promise<Callback>; go(): void }> {
  const clock = heldClock();
  const gate = Promise.withResolvers<undefined>();
  const wait = () => gate.promise;
  const show = async () => undefined;
  await world.run({ clock, delivery: { answer: wait, recall: wait, show, invitations: { decline: wait } } as never });
  return {
    async first(asked) {
      const heard = wire.answered(asked);
      while (world.stub.calls.every(({ path }) => !path.includes(asked.id))) await clock.pass(500);
      return heard;
    },
    go: () => gate.resolve(undefined),
  };
}

const under = messageFrom(ID.thread, { flags: 1 << 15 });
const own = messageFrom(ID.channel, { flags: (1 << 15) | 64 });
const thread = { channel: ID.thread, channelType: 11 };

const MESSAGE = 5;
const UPDATE = 6;
const ALONE = 64;

test.each([
  ['words pressed in a thread, for all', press(under, 'v1|why?', thread), MESSAGE, 0],
  [
    'a row chosen in a thread, for one',
    press(under, 'do|rows', { ...thread, values: ['compare GPU'] }),
    MESSAGE,
    ALONE,
  ],
  ['words pressed under a private answer, for one', press(own, 'v1|why?'), MESSAGE, ALONE],
  ['a form sent in a thread, for all', submit('do|follow-up', { words: 'why?' }, { ...thread, under }), MESSAGE, 0],
  ['a command, for one', slash('ask', { question: 'networking?' }), MESSAGE, ALONE],
  ['a command, for all', slash('ask', { question: 'networking?', public: true }), MESSAGE, 0],
  ['an answer to an invitation, in its place', press(own, 'do|not-for-me'), UPDATE, undefined],
])('what takes a while is announced as it will be shown: %s', async (_, asked, type, flags) => {
  const { first, go } = await slow();
  const announced = await first(asked);
  expect([announced.type, announced.data?.flags]).toEqual([type, flags]);
  go();
  await world.stub.next(type === UPDATE ? 'POST' : 'PATCH', new RegExp(`^/webhooks/.*${asked.token}`));
});

test('a share that takes a while still shares, and shrinks the private copy', async () => {
  await world.run();
  const card = shown(await wire.answered(slash('ask', { question: 'networking?' })));
  const { first, go } = await slow();
  const pressed = press(card, 'do|share');
  expect((await first(pressed)).type).toBe(UPDATE);
  go();
  const copy = await world.stub.next('PATCH', new RegExp(`${pressed.token}/messages/@original`));
  expect(textIn(copy.body)).toBe('Shared ✓');
  const shared = await world.stub.next('POST', new RegExp(`^/webhooks/.*${pressed.token}$`));
  expect(textIn(shared.body)).toContain('Shared by');
});

test('a late share that fails can be made once more', async () => {
  await world.run();
  const card = shown(await wire.answered(slash('ask', { question: 'isolation?' })));
  const { first, go } = await slow();
  const pressed = press(card, 'do|share');
  world.stub.fault(({ method, path }) =>
    method === 'POST' && path.endsWith(`/${pressed.token}`) ? refusal(403, 50_013) : undefined,
  );
  await first(pressed);
  go();
  const original = () => world.stub.next('PATCH', new RegExp(`${pressed.token}/messages/@original`));
  expect(textIn((await original()).body)).toBe('Shared ✓');
  expect(JSON.stringify((await original()).body)).toContain('Not to be seen? Share again');
});
