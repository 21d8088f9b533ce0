import { expect, test } from 'vitest';
import { messageProblems, viewProblems } from './block-kit.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value), value });
const button = (action_id: string) => ({ type: 'button', action_id, text: plain('x') });
const select = (chosen: string) => ({
  type: 'input',
  label: plain('x'),
  element: { type: 'static_select', action_id: 'a', options: [option('a')], initial_option: option(chosen) },
});
const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };

test.each<[string, object[]]>([
  ['a header of 151 characters', [{ type: 'header', text: plain('x'.repeat(151)) }]],
  ['a field of 2,001 characters', [{ type: 'section', fields: [plain('x'.repeat(2_001))] }]],
  ['a block of no kind', [{ type: 'no-such-block' }]],
  ['a key that none has', [{ type: 'divider', colour: 'red' }]],
  ['a button without text', [{ type: 'actions', elements: [{ type: 'button', action_id: 'a' }] }]],
  ['the same button twice', [{ type: 'actions', elements: [button('a'), button('a')] }]],
  ['two tables', [table, table]],
  ['a ragged table', [{ ...table, rows: [...table.rows, []] }]],
  ['an input in a message', [select('a')]],
  ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
])('a message with %s is refused', (_, blocks) => {
  expect(messageProblems({ text: 'x', blocks: [{ type: 'divider' }] })).toEqual([]);
  expect(messageProblems({ text: 'x', blocks })).not.toEqual([]);
});

test('a view is refused that chooses what is no option, asks without a submit button, or holds a table', () => {
  const view = (...blocks: object[]) => ({ type: 'modal', title: plain('x'), submit: plain('x'), blocks });
  expect(viewProblems('ModalView', view(select('a')))).toEqual([]);
  expect(viewProblems('ModalView', view(select('b')))).toEqual(['initial_option is no option']);
  const { submit: _, ...mute } = view(select('a'));
  expect(viewProblems('ModalView', mute)).toEqual(['input without submit']);
  expect(viewProblems('ModalView', view(table))).toEqual(['table does not go here']);
});
