import { expect, test } from 'vitest';
import { problemsByModalRule, problemsByRule, problemsBySpec } from './oracle.ts';
import { judgedAnswer } from './stub/calls.ts';
import { judgedEvent } from './stub/events.ts';
import { judged } from './stub/judge.ts';
import { ID, press, message as said, slash } from './stub/payloads.ts';
import { messageFrom } from './stub/shapes.ts';

const text = (content: string) => ({ type: 10, content });
const button = (custom_id: string, style = 2) => ({ type: 2, style, label: 'Press', custom_id });
const row = (...components: object[]) => ({ type: 1, components });
const select = { type: 3, custom_id: 'rows', options: [{ label: 'a', value: 'a' }] };
const message = (...components: object[]) => ({ flags: 1 << 15, components, allowed_mentions: { parse: [] } });

test('a good message passes both judges', () => {
  const good = message({ type: 17, components: [text('hello'), row(button('a', 1), button('b')), row(select)] });
  expect(problemsBySpec('MessageCreateRequest', good)).toEqual([]);
  expect(problemsByRule(good as never)).toEqual([]);
});

test.each([
  ['an id too long', message(row(button('x'.repeat(101))))],
  ['six buttons in a row', message(row(...'abcdef'.split('').map((id) => button(id))))],
  ['a misspelt key', message({ ...text('hello'), contents: 'x' })],
  ['a container in a container', message({ type: 17, components: [{ type: 17, components: [text('a')] }] })],
  ['a section without accessory', message({ type: 9, components: [text('a')] })],
  ['a nonce too long', { ...message(text('a')), nonce: 'x'.repeat(26) }],
])("Discord's description refuses %s", (_, bad) => {
  expect(problemsBySpec('MessageCreateRequest', bad)).not.toEqual([]);
});

test.each([
  [
    '41 components',
    message(
      ...Array.from({ length: 4 }, () => ({ type: 17, components: Array.from({ length: 10 }, () => text('a')) })),
    ),
  ],
  ['4,001 characters', message(text('x'.repeat(2_001)), text('x'.repeat(2_000)))],
  ['an id twice', message(row(button('a')), row(button('a')))],
  ['a select beside a button', message(row(select, button('a')))],
  ['two primary buttons', message(row(button('a', 1), button('b', 1)))],
  ['an empty text', message(text(' '))],
  ['content beside components', { ...message(text('a')), content: 'x' }],
  ['components without the flag', { ...message(text('a')), flags: 64 }],
  ['2,001 characters of content', { content: 'x'.repeat(2_001), allowed_mentions: { parse: [] } }],
  ['an empty message', { content: ' ', allowed_mentions: { parse: [] } }],
  ['mentions of everyone', { ...message(text('a')), allowed_mentions: { parse: ['everyone'] } }],
  ['mentions left open', { flags: 1 << 15, components: [text('a')] }],
])('our rules refuse %s', (_, bad) => {
  expect(problemsByRule(bad as never)).not.toEqual([]);
});

const named = slash('ask', { question: 'x', for: ID.ben });

test.each([
  ['a mention', 'MESSAGE_CREATE', said('hi'), { ...said('hi'), author: { id: ID.ana } }],
  [
    'a press',
    'INTERACTION_CREATE',
    press(messageFrom(ID.channel, {}), 'do|helpful'),
    press({ ...messageFrom(ID.channel, {}), interaction_metadata: { id: '1' } }, 'do|helpful'),
  ],
  ['a colleague', 'INTERACTION_CREATE', named, { ...named, data: { ...named.data, resolved: {} } }],
])('an event is held against the description, such as %s', (_, type, good, bad) => {
  expect(judgedEvent(type, good)).toEqual([]);
  expect(judgedEvent(type, bad)).not.toEqual([]);
});

test('a call of a route that nobody described, and a fault that Discord could not answer with, are found', () => {
  const call = { method: 'GET', path: '/channels/1', body: undefined, authorized: true };
  expect(judged(call)).toEqual([]);
  expect(judged({ ...call, path: '/channels/1/tea' })).not.toEqual([]);
  expect(judgedAnswer(call, { status: 502 })).toEqual([]);
  expect(judgedAnswer(call, { status: 404, body: { message: 'no code' } })).not.toEqual([]);
});

test('six fields in a form are refused', () => {
  expect(problemsByModalRule({ components: Array.from({ length: 6 }, () => text('a')) })).not.toEqual([]);
});
