import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actId, button, meaningOf, sayingId } from '../../adapters/discord/controls.ts';
import { factsIn, formId, renderForm, renderWriting, saidIn } from '../../adapters/discord/form.ts';
import { LIMITS } from '../../adapters/discord/limits.ts';
import { linesOf } from '../../adapters/discord/lines.ts';
import { escaped } from '../../adapters/discord/markdown.ts';
import { bodyOf, plainBodyOf } from '../../adapters/discord/message.ts';
import { drawCard, renderCard } from '../../adapters/discord/render.ts';
import { shareOf } from '../../adapters/discord/share.ts';
import type { Card } from '../../src/cards/card.ts';
import { cardText } from '../../src/cards/text.ts';
import { gallery } from '../cards/gallery.ts';
import { realBot, realKnowledge } from '../support.ts';
import { anyCard, anyForm } from './cards.ts';
import { problemsByModalRule, problemsByRule, problemsBySpec } from './oracle.ts';

const acts = ['share', 'discuss', 'helpful', 'unhelpful', 'wrong'].map((act) => button(act, actId(act as 'share')));

const plainProblemsOf = (card: Card): string[] => {
  const message = plainBodyOf(drawCard(card));
  return [...problemsBySpec('MessageCreateRequest', message), ...problemsByRule(message as never)];
};

const problemsOf = (card: Card, from = 0): string[] => {
  const components = renderCard(card, { acts, from, asked: '*'.repeat(500) });
  const message = { flags: 1 << 15, components, allowed_mentions: { parse: [] } };
  return [...problemsBySpec('MessageCreateRequest', message), ...problemsByRule(message as never)];
};

const privateCard = (card: Card, from = 0) =>
  renderCard(card, { acts, from, asked: '*'.repeat(500), audience: SPEAKER });

/** Of what a private card becomes when it is shared, as a card and in words. */
function problemsOfShare(card: Card, from = 0): string[] {
  const drawn = shareOf(privateCard(card, from), SPEAKER);
  const bodies = [bodyOf(drawn, { calls: [SPEAKER] }), plainBodyOf(drawn, { calls: [SPEAKER] })];
  return [
    ...bodies.flatMap((body) => [
      ...problemsBySpec('IncomingWebhookRequestPartial', body),
      ...problemsByRule(body as never),
    ]),
    ...(drawn.words.length > 2_000 ? [`${drawn.words.length} characters of words`] : []),
  ];
}

/** The longest that an id can be. */
const SPEAKER = '18446744073709551615';

describe('a card is a message that Discord takes', () => {
  test('every card the knowledge can make', () => {
    const wrong = gallery.flatMap(({ said, reply: { card } }) =>
      [...problemsOf(card), ...problemsOfShare(card), ...plainProblemsOf(card)].map((problem) => `${said}: ${problem}`),
    );
    expect(wrong).toEqual([]);
    expect(gallery.length).toBeGreaterThan(700);
  });

  test('any hostile card, from any line on', () => {
    fc.assert(
      fc.property(anyCard, fc.nat(60), (card, from) => {
        expect([...problemsOf(card, from), ...problemsOfShare(card, from), ...plainProblemsOf(card)]).toEqual([]);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

test('a card that fills its message has room for who shares it', () => {
  const longest = Array.from({ length: 120 }, (_, more) => {
    const items = Array.from({ length: 30 }, (_, index) => ({
      text: 'x'.repeat(index < 29 ? 120 : more),
      sources: [],
    }));
    const card: Card = { ...EMPTY, parts: [{ kind: 'bullets', heading: '', items }] };
    expect(problemsOfShare(card)).toEqual([]);
    return textsIn(privateCard(card)).join('').length;
  });
  expect(Math.max(...longest)).toBeGreaterThan(3_800);
});

const EMPTY: Card = { title: 'Long', lead: 'Long', parts: [], buttons: [], sources: [], reviewed: '' };

test('in plain words a card is cut at a line, and says how much is left', () => {
  const long = gallery.filter(({ reply }) => escaped(cardText(reply.card)).length > LIMITS.content);
  expect(long.length).toBeGreaterThan(20);
  for (const { reply } of long) {
    const { words } = drawCard(reply.card);
    const [, shown = '', left] = /^(.*)\n… (\d+) more lines$/s.exec(words) ?? [];
    const all = escaped(cardText(reply.card)).split('\n');
    const lines = shown.split('\n');
    expect(lines).toEqual(all.slice(0, lines.length));
    expect(Number(left)).toBe(all.slice(lines.length).filter((one) => one !== '').length);
  }
});

const textsIn = (given: unknown): string[] => {
  if (typeof given !== 'object' || given === null) return [];
  const own = 'content' in given ? [String(given.content)] : [];
  return [...own, ...Object.values(given).flatMap(textsIn)];
};

test('what does not fit is told, and the rest can be had: nothing is lost', () => {
  const items = Array.from({ length: 60 }, (_, index) => ({
    text: `statement ${index} ${'word '.repeat(40)}`,
    sources: [],
  }));
  const card: Card = { ...EMPTY, parts: [{ kind: 'bullets', heading: 'All', items }] };
  const seen: string[] = [];
  let from: number | undefined = 0;
  while (from !== undefined) {
    const components = renderCard(card, { from });
    const texts = textsIn(components).join('\n');
    seen.push(...(texts.match(/statement \d+/g) ?? []));
    const next: string | undefined = /"do\|rest\|(\d+)"/.exec(JSON.stringify(components))?.[1];
    if (next !== undefined) expect(texts).toContain('more');
    from = next === undefined ? undefined : Number(next);
  }
  expect(seen).toEqual(items.map((_, index) => `statement ${index}`));
  expect(linesOf(card)).toHaveLength(61);
});

test.each([
  ['@everyone', '\\@everyone'],
  ['<@123>', '\\<\\@123\\>'],
  ['# big', '\\# big'],
  ['a **b** `c` ||d|| ~~e~~', 'a \\*\\*b\\*\\* \\`c\\` \\|\\|d\\|\\| \\~\\~e\\~\\~'],
  ['- one\n+ two\n> three', '\\- one\n\\+ two\n\\> three'],
  ['1. first', '1\u200B. first'],
  ['[a](https://evil.example)', '\\[a\\](https://evil.example)'],
  ['\u202Eabc\u0000', 'abc'],
  ['\uD800', '\uFFFD'],
])('%j is shown literally', (text, expected) => {
  expect(escaped(text)).toBe(expected);
});

test('who said something is shown by name', () => {
  const items = [{ text: '123456789012345678 says: *Linux*', sources: [] }];
  expect(linesOf({ parts: [{ kind: 'bullets', heading: '', items }] })[0]?.markdown).toBe(
    '- <@123456789012345678> says: \\*Linux\\*',
  );
});

test('a pressed button says exactly what its card says; ids of other versions mean nothing', () => {
  for (const { reply } of gallery)
    for (const { says } of reply.card.buttons) expect(meaningOf(sayingId(says))).toEqual({ says });
  expect(meaningOf(actId('rest', '12'))).toEqual({ act: 'rest', about: '12' });
  for (const forged of ['', 'v0|compare', 'v2|x', 'v1', 'v1|', 'do|', 'help', '|'.repeat(99)])
    expect(meaningOf(forged)).toBeUndefined();
});

test('every row of the comparison can be chosen, and means that row', () => {
  const { card } = realBot().respond({ text: 'compare all', speaker: 'ana' });
  const values = [...JSON.stringify(renderCard(card)).matchAll(/"value":"(compare [^"]+)"/g)].map(([, value]) => value);
  expect(values.length).toBeGreaterThanOrEqual(8);
  const features = realKnowledge().features.filter(({ name }) => values.includes(`compare ${name}`));
  expect(features).toHaveLength(values.length);
  for (const { name, topic } of realKnowledge().features)
    expect(realBot().respond({ text: `compare ${name}`, speaker: 'ana' }).summary.topics, name).toContain(topic);
});

describe('a form', () => {
  const problemsOfForm = (modal: ReturnType<typeof renderForm>): string[] => [
    ...problemsBySpec('ModalInteractionCallbackRequest', { type: 9, data: modal }),
    ...problemsByModalRule(modal as never),
  ];

  test('every form the knowledge can make, and each fact alone', () => {
    const forms = gallery.flatMap(({ reply }) => reply.card.form ?? []);
    const each = realKnowledge().facts.map(({ id }) => realBot().form([{ fact: id }]));
    expect([...forms, ...each].flatMap((form) => problemsOfForm(renderForm(form)))).toEqual([]);
    expect(forms.length).toBeGreaterThan(50);
  });

  test('any hostile form, and the ways to write', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        expect(problemsOfForm(renderForm(form))).toEqual([]);
        expect(formId(form).length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 200, seed: 5 },
    );
    for (const kind of ['follow-up', 'wrong'] as const)
      expect(problemsOfForm(renderWriting(kind, 'x'.repeat(90)))).toEqual([]);
  });

  test('its button brings the same facts back, with the values filled in', () => {
    const { card } = realBot().respond({
      text: 'we have 12 linux microservices for outside customers',
      speaker: 'ana',
    });
    const form = card.form ?? { title: '', fields: [] };
    const meaning = meaningOf(formId(form));
    const again = realBot().form(factsIn(meaning && 'about' in meaning ? meaning.about : ''));
    expect(again).toEqual(form);
    expect(JSON.stringify(renderForm(again))).toContain('"default":true');
  });

  test('says what was chosen; "don\'t know" states nothing', () => {
    const submitted = [
      { value: 'It needs Windows.' },
      { values: ['All the code is ours.'] },
      { value: 'unknown' },
      { value: null },
      {},
    ];
    expect(saidIn(submitted)).toBe('It needs Windows. All the code is ours.');
    expect(saidIn([{ value: 'unknown' }])).toBe('');
  });
});
