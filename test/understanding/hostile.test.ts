import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reply } from '../../src/bot.ts';
import { cardText } from '../../src/cards/text.ts';
import { conversationSchema } from '../../src/conversation/schema.ts';
import { realBot, talk } from '../support.ts';

const SEEDED = { seed: 20261124, numRuns: 150 };
const UNSEEN = /[^\n\P{C}]/u;
const MENTION = /@everyone|@here|<[@!#]|<\/?script|\$\(/i;

function everythingIn({ card }: Reply): string {
  const buttons = card.buttons.map(({ label, says }) => `${label} ${says}`);
  const fields = (card.form?.fields ?? []).flatMap(({ question, choices }) => [
    question,
    ...choices.map(({ says }) => says),
  ]);
  return [card.title, card.lead, cardText(card), ...buttons, ...fields].join('\n');
}

function survives(...lines: string[]): Reply[] {
  const replies = talk(...lines);
  for (const reply of replies) {
    const told = everythingIn(reply);
    expect(told, JSON.stringify(lines)).not.toMatch(UNSEEN);
    expect(told, JSON.stringify(lines)).not.toMatch(MENTION);
    expect(reply.card.lead).not.toBe('');
    expect(
      conversationSchema.safeParse(JSON.parse(JSON.stringify({ last: null, ...reply.conversation }))).error,
    ).toBeUndefined();
  }
  return replies;
}

const word = fc.constantFrom(
  'vm',
  'container',
  'why',
  'no',
  'not',
  'windows',
  '40',
  'what if',
  'gpu',
  'untrusted',
  '?',
  ',',
  'compare',
  'lesson',
  'yes',
  'again',
  'actually',
  'more',
);
const odd = fc.constantFrom(
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ud800',
  '\udfff',
  '\u0301\u0302\u0303',
  '@everyone',
  '<!channel>',
  '<@U1>',
  '<@&123>',
  '*_`~|',
  '$(a)',
  '__proto__',
  'constructor',
  '\r\n',
);

describe('whatever is typed, a clean card comes back', () => {
  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void survives(text)),
      SEEDED,
    );
  });

  test('any code units, lone surrogates among them', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 });
    fc.assert(
      fc.property(units, (codes) => void survives(String.fromCharCode(...codes))),
      SEEDED,
    );
  });

  test('our own words in any order, mixed with control, bidi and mentions, for several turns', () => {
    const text = fc
      .array(fc.oneof({ weight: 3, arbitrary: word }, odd), { maxLength: 12 })
      .map((some) => some.join(' '));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (lines) => void survives(...lines)),
      SEEDED,
    );
  });
});

describe('whatever is pasted, too', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \t\r\n \u00a0 '],
    ['emoji', '🐳📦🖥️👍🏽🏳️‍🌈'],
    ['zalgo', 'w̷̢̛h̸̨a̵t̶ ̷i̸s̷ ̵a̴ ̷V̸M̵'],
    ['reversed', '\u202eMV a si tahw\u202c'],
    ['a mention of all', '@everyone <!channel> <@U1> what is a VM'],
    ['a button label', '<https://evil.example|compare> VM and container'],
    [
      'a stack trace',
      'TypeError: x is not a function\n    at Object.<anonymous> (/app/index.js:1:7)\n    at Module._compile (node:internal)',
    ],
    ['YAML', 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: nginx\n'],
    ['JSON', '{"__proto__": {"polluted": true}, "vm": [1, null]}'],
    ['SQL', "'; DROP TABLE turns; --"],
    ['mark-up', '<script>alert(1)</script> **bold** `code` ~~no~~ ||spoiler||'],
    ['binary', Array.from({ length: 512 }, (_, at) => String.fromCharCode(at)).join('')],
    ['a very long word', 'x'.repeat(100_000)],
    ['a very long message', 'is docker faster than a vm? '.repeat(4_000)],
    ['names of objects', 'constructor toString __proto__ hasOwnProperty valueOf'],
  ])('%s', (_, text) => {
    expect(survives(text, 'why?', text)).toHaveLength(3);
  });
});

describe('however it repeats itself', () => {
  test.each([
    ['no', 'no '.repeat(1333)],
    ['brackets', '('.repeat(4000)],
    ['closing brackets', ')]}'.repeat(1333)],
    ['letters', 'a '.repeat(2000)],
    ['one letter', 'a'.repeat(4000)],
    ['accents', `e${'\u0301'.repeat(3999)}`],
    ['dashes', '-'.repeat(4000)],
    ['spaced dashes', ' - '.repeat(1333)],
    ['colons', ':a'.repeat(2000)],
    ['angles', '<@'.repeat(2000)],
    ['half a link', `<a://${'x'.repeat(3990)}`],
    ['slashes', 'a/'.repeat(2000)],
    ['numbers', '9,'.repeat(2000)],
    ['a long number', '9'.repeat(4000)],
    ['apostrophes', "isn't ".repeat(666)],
    ['negations', 'not without a windows server '.repeat(137)],
    ['needs', 'it needs a '.repeat(363)],
    ['nearly words', 'kubernettes contaner '.repeat(190)],
    ['what ifs', 'what if we run our '.repeat(210)],
    ['options', 'vm container lxc wasm '.repeat(181)],
  ])('4,000 characters of %s', (_, text) => {
    expect(text.length).toBeGreaterThan(3900);
    expect(survives(text)).toHaveLength(1);
  });
});

test('the same words in the same conversation get the same reply, whatever was said elsewhere', () => {
  const lines = ['we have 40 microservices', 'why?', '@everyone <@U1> untrusted code', 'what if it needs windows?'];
  const once = JSON.stringify(talk(...lines));
  talk('something else', 'kuberntes', 'our windws app');
  expect(JSON.stringify(talk(...lines))).toBe(once);
});

test('a reply changes nothing of the conversation it was given', () => {
  const [first] = talk('we have 40 microservices and untrusted code');
  const before = JSON.stringify(first?.conversation);
  realBot().respond({ text: 'actually no untrusted code, it needs windows', speaker: 'ben' }, first?.conversation);
  expect(JSON.stringify(first?.conversation)).toBe(before);
});
