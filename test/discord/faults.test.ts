import { expect, test } from 'vitest';
import { heldClock } from '../delivery/clock.ts';
import { openedWorld } from './opened.ts';
import type { Call } from './stub/judge.ts';
import { ID, press, slash, snowflake } from './stub/payloads.ts';
import { refusal } from './stub/rest.ts';
import { messageFrom } from './stub/shapes.ts';
import { idOf, isPrivate, limited, once, shown } from './wire.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

const isCallback = ({ path }: Call): boolean => path.endsWith('/callback');

const stillAnswers = async (): Promise<void> => {
  expect(textIn(await wire.answered(slash('help')))).toContain('For example');
};

test.each([
  ['unknown', refusal(404, 10_062, 'Unknown interaction')],
  ['answered already', refusal(400, 40_060)],
  ['with an expired token', refusal(401, 50_027, 'Invalid Webhook Token')],
])('an interaction that is %s is let go', async (_, fault) => {
  world.stub.fault(once(isCallback, fault));
  await wire.answered(slash('ask', { question: 'networking?' }));
  await stillAnswers();
});

test('an interaction that comes twice is answered once', async () => {
  const asked = slash('ask', { question: 'networking?' });
  await wire.answered(asked);
  await wire.answered(asked);
  await stillAnswers();
  expect(world.logged.join('')).toContain('answered already');
});

const UNSURE = [
  ['an error', { status: 502 }],
  ['a reset', 'reset'],
] as const;

const answerTo = ({ id }: { id: string }) => world.stub.next('POST', new RegExp(`^/interactions/${id}/`));

test.each(UNSURE)('%s after the answer was taken gives no second answer', async (_, after) => {
  world.stub.fault(once(isCallback, { after }));
  const asked = slash('ask', { question: 'networking?' });
  await wire.answered(asked);
  await answerTo(asked);
  await stillAnswers();
  expect(world.stub.calls.filter(({ path }) => path.includes(asked.id))).toHaveLength(2);
});

test.each(UNSURE)('%s before the answer was taken loses nothing', async (_, fault) => {
  world.stub.fault(once(isCallback, fault));
  const asked = slash('ask', { question: 'networking?' });
  await wire.answered(asked);
  expect(textIn(await answerTo(asked))).toContain('Networking');
});

test.each(UNSURE)('a share is posted though %s came after the press was taken', async (_, after) => {
  const channel = snowflake();
  const card = shown(await wire.answered(slash('ask', { question: 'networking?' }, { channel })));
  const pressed = press(card, idOf(card, 'do|share'), { channel });
  world.stub.fault(once(isCallback, { after }));
  await wire.answered(pressed);
  const { body } = await world.stub.next('POST', new RegExp(`^/webhooks/.*${pressed.token}$`));
  expect(textIn(body)).toContain('Shared by');
});

test('an answer that hangs keeps nobody else waiting', async () => {
  world.stub.fault(once(isCallback, 'hang' as const));
  const hung = slash('ask', { question: 'networking?' });
  await wire.answered(hung);
  await stillAnswers();
  expect(world.stub.calls.filter(({ path }) => path.includes(hung.id))).toHaveLength(1);
});

test.each(['v0|compare networking', 'do|launch', 'nonsense', '🎲'])(
  'a control that is old or forged (%s) says so',
  async (id) => {
    const reply = await wire.answered(press(messageFrom(ID.channel, {}), id));
    expect(isPrivate(reply)).toBe(true);
    expect(textIn(reply)).toContain('older version');
  },
);

test('a choice that was never in the list is only words', async () => {
  const under = messageFrom(ID.channel, {});
  const reply = await wire.answered(press(under, 'do|rows', { values: ['@everyone <@&1> who won the match?'] }));
  expect(textIn(reply)).toContain('\\@everyone \\<\\@&1\\> who won the match?');
  const facts = await wire.answered(press(under, 'do|form|no-such-fact,trust=no-such-value'));
  expect(facts.type).toBe(9);
});

test('a card that Discord does not take is sent in plain words', async () => {
  world.stub.fault(once(isCallback, refusal(400, 50_035, 'Invalid Form Body')));
  const asked = slash('ask', { question: 'networking?' });
  await wire.answered(asked);
  const { body } = await answerTo(asked);
  expect((body as { data: { content: string } }).data.content).toContain('etwork');
});

test('what takes a while is announced, and then put in its place', async () => {
  const clock = heldClock();
  const gate = Promise.withResolvers<undefined>();
  await world.run({ clock, delivery: { answer: () => gate.promise } as never });
  const asked = slash('ask', { question: 'networking?' });
  const first = wire.answered(asked);
  while (world.stub.calls.every(({ path }) => !path.includes(asked.id))) await clock.pass(500);
  expect(await first).toMatchObject({ type: 5, data: { flags: 64 } });
  gate.resolve(undefined);
  const { body } = await world.stub.next('PATCH', /@original$/);
  expect(textIn(body)).toContain('ask again');
  await world.run();
});

test.each([
  ['the token has expired meanwhile', refusal(401, 50_027, 'Invalid Webhook Token')],
  ['the announcement is gone', refusal(404, 10_008, 'Unknown Message')],
  ['Discord breaks', { status: 502 }],
])('when %s, an answer that took a while is let go', async (_, fault) => {
  const clock = heldClock();
  const gate = Promise.withResolvers<undefined>();
  await world.run({ clock, delivery: { answer: () => gate.promise } as never });
  world.stub.fault(({ method }) => (method === 'PATCH' ? fault : undefined));
  const asked = slash('ask', { question: 'networking?' });
  const first = wire.answered(asked);
  while (world.stub.calls.every(({ path }) => !path.includes(asked.id))) await clock.pass(500);
  await first;
  gate.resolve(undefined);
  await world.stub.next('PATCH', new RegExp(asked.token));
  await world.run();
  await stillAnswers();
  expect(world.logged.join('')).toContain('did not come through');
});

test('a share of which nobody knows whether it came through is not made twice', async () => {
  const channel = '1100000000000000062';
  const card = shown(await wire.answered(slash('ask', { question: 'networking?' }, { channel })));
  const pressed = press(card, idOf(card, 'do|share'), { channel });
  world.stub.fault(once(({ path }) => path.endsWith(pressed.token), { after: { status: 502 } }));
  await wire.answered(pressed);
  const { body } = await world.stub.next('PATCH', new RegExp(pressed.token));
  expect(JSON.stringify(body)).toContain('Not to be seen? Share again');
  expect(world.stub.calls.filter(({ path }) => path.endsWith(pressed.token))).toHaveLength(1);
});

test('what could not be shared can be shared again', async () => {
  const asked = slash('ask', { question: 'networking?' });
  const card = shown(await wire.answered(asked), asked);
  const pressed = press(card, idOf(card, 'do|share'));
  const failing = once(
    ({ path }) => path.startsWith('/webhooks/') && path.endsWith(pressed.token),
    refusal(403, 50_013),
  );
  world.stub.fault(failing);
  await wire.answered(pressed);
  const { body } = await world.stub.next('PATCH', new RegExp(pressed.token));
  expect(JSON.stringify(body)).toContain('Not to be seen? Share again');
  const back = { ...messageFrom(ID.channel, body as object), id: card.id };
  const again = press(back, idOf(back, 'do|share'));
  await wire.answered(again);
  const shared = await world.stub.next('POST', new RegExp(`^/webhooks/.*${again.token}`));
  expect(textIn(shared.body)).toContain('Shared by');
  expect(textIn(await wire.answered(press(back, idOf(back, 'do|share'))))).toBe('Shared ✓');
});

test('a share that Discord does not take as a card is posted in words, for whom it is and in whose name', async () => {
  const channel = snowflake();
  const asked = slash('ask', { question: 'networking?', for: ID.ben }, { channel });
  const card = shown(await wire.answered(asked), asked);
  const pressed = press(card, idOf(card, 'do|share'), { channel });
  const posted = new RegExp(`^/webhooks/.*${pressed.token}$`);
  world.stub.fault(once(({ path }) => posted.test(path), refusal(400, 50_035, 'Invalid Form Body')));
  await wire.answered(pressed);
  await world.stub.next('POST', posted);
  const { content } = (await world.stub.next('POST', posted)).body as { content: string };
  for (const part of [`Shared by <@${ID.ana}>`, `For <@${ID.ben}>`, 'Networking']) expect(content).toContain(part);
});

test('an update that Discord does not take is said beside it: a card never becomes plain again', async () => {
  const channel = snowflake();
  const card = shown(await wire.answered(slash('ask', { question: 'networking?' }, { channel })));
  const pressed = press(card, idOf(card, 'do|share'), { channel });
  world.stub.fault(once(isCallback, refusal(400, 50_035, 'Invalid Form Body')));
  await wire.answered(pressed);
  const { body } = await answerTo(pressed);
  expect(body).toMatchObject({ type: 4, data: { content: 'Shared ✓', flags: 64 | 4 } });
});

test('an answer that has to wait keeps nobody else waiting, and comes', async () => {
  world.stub.fault(once(isCallback, limited(0.2)));
  const [first, second] = [0, 1].map(() => slash('ask', { question: 'networking?' }));
  if (!first || !second) throw new Error('two commands');
  await wire.answered(first);
  await wire.answered(second);
  expect(world.stub.calls.filter(({ path }) => path.includes(first.id))).toHaveLength(1);
  expect(textIn((await answerTo(first)).body)).toContain('Networking');
});
