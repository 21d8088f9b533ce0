import fc from 'fast-check';
import type { Card, Form } from '../../src/cards/card.ts';

/** Text as people and team packs may bring it: long, hostile, in any script. */
export const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '@everyone @here <@123456789012345678> <@&1> <#2> </a:3>',
    '# big\n- list\n> quote\n```js\ncode\n``` ||spoiler|| [a](https://evil.example)',
    '*'.repeat(3_000),
    'x'.repeat(9_000),
    '👩‍👩‍👧‍👦'.repeat(400),
    '\u202Eabc\u0000\u200B',
    '-# small\n1. one\n+ two',
    '123456789012345678 says: **hi** @everyone',
  ),
);

const button = fc.record({ label: hostile, says: hostile });
const bullet = fc.record({ text: hostile, sources: fc.array(hostile, { maxLength: 3 }) });
const part = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'note' as const), text: hostile }),
  fc.record({ kind: fc.constant('bullets' as const), heading: hostile, items: fc.array(bullet, { maxLength: 30 }) }),
  fc.record({
    kind: fc.constant('table' as const),
    head: fc.array(hostile, { maxLength: 5 }),
    rows: fc.array(fc.array(hostile, { maxLength: 5 }), { maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constant('facts' as const),
    heading: hostile,
    rows: fc.array(fc.record({ name: hostile, value: hostile }), { maxLength: 10 }),
  }),
);

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,24}$/);

export const anyForm: fc.Arbitrary<Form> = fc.record({
  title: hostile,
  fields: fc.uniqueArray(
    fc.record(
      {
        fact: id,
        name: hostile,
        question: hostile,
        choices: fc.uniqueArray(
          fc.record({ value: id, label: hostile, says: fc.string({ minLength: 1, maxLength: 80 }) }),
          { minLength: 1, maxLength: 30, selector: ({ says }) => says },
        ),
        chosen: id,
      },
      { requiredKeys: ['fact', 'name', 'question', 'choices'] },
    ),
    { minLength: 1, maxLength: 8, selector: ({ fact }) => fact },
  ),
});

export const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    title: hostile,
    lead: hostile,
    parts: fc.array(part, { maxLength: 8 }),
    buttons: fc.array(button, { maxLength: 30 }),
    form: anyForm,
    sources: fc.array(fc.record({ id: hostile, title: hostile, url: fc.oneof(fc.webUrl(), hostile) }), {
      maxLength: 40,
    }),
    reviewed: hostile,
  },
  { requiredKeys: ['title', 'lead', 'parts', 'buttons', 'sources', 'reviewed'] },
);
