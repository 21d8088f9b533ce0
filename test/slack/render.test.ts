import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerView, formView, resultView } from '../../adapters/slack/form.ts';
import { renderCard } from '../../adapters/slack/render.ts';
import type { Card, Form, Part } from '../../src/cards/card.ts';
import { gallery } from '../cards/gallery.ts';
import { realKnowledge, talk } from '../support.ts';
import { messageProblems, viewProblems } from './block-kit.ts';

const SHOWINGS = [
  { private: true, turn: 'command:1.2.3' },
  { asker: 'U0ANA', turn: 'C0TEAM:1700000000.000100' },
  { credit: { by: 'U0ANA', for: 'U0BEN' } },
  { simple: true, asker: 'U0ANA', turn: 'C0TEAM:1700000000.000100' },
];

describe('what Slack takes', () => {
  test('every card that the knowledge makes, wherever it is shown', () => {
    const wrong = gallery.flatMap(({ said, reply }) =>
      SHOWINGS.flatMap((showing) =>
        messageProblems(renderCard(reply.card, showing)).map((problem) => `«${said}»: ${problem}`),
      ),
    );
    expect(gallery.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  test('every form, and every answer in its place', () => {
    const cards = gallery.map(({ reply }) => reply.card);
    const forms = cards.flatMap(({ form }) => (form ? [form] : []));
    expect(forms.length).toBeGreaterThan(50);
    expect(forms.flatMap((form) => viewProblems('ModalView', formView(form, {})))).toEqual([]);
    expect(cards.flatMap((card) => viewProblems('ModalView', resultView(card, 'view:1')))).toEqual([]);
    expect(cards.flatMap((card) => viewProblems('ModalView', answerView(card)))).toEqual([]);
  });

  test('a form with every fact, none of whose values is left out', () => {
    const fields = realKnowledge().facts.map(({ id, name, question, values }) => ({
      fact: id,
      name,
      question,
      choices: values.map((value) => ({ ...value, value: value.id })),
    }));
    const view = formView({ title: 'Your workload', fields }, { channel: 'C0TEAM' });
    expect(viewProblems('ModalView', view)).toEqual([]);
    const offered = JSON.stringify(view.blocks);
    const missing = fields.flatMap(({ choices }) => choices.filter(({ says }) => !offered.includes(`"v1|${says}"`)));
    expect(missing).toEqual([]);
  });

  test('any content at all, long, hostile or in any script', () => {
    fc.assert(
      fc.property(anyCard(), fc.constantFrom(...SHOWINGS), (card, showing) => {
        expect(messageProblems(renderCard(card, showing))).toEqual([]);
      }),
      { seed: 4, numRuns: 400, endOnFailure: true },
    );
    fc.assert(
      fc.property(anyCard(), anyForm(), (card, form) => {
        expect(viewProblems('ModalView', formView(form, {}))).toEqual([]);
        expect(viewProblems('ModalView', resultView(card, 'view:1'))).toEqual([]);
        expect(viewProblems('ModalView', answerView(card))).toEqual([]);
      }),
      { seed: 4, numRuns: 150, endOnFailure: true },
    );
  });
});

describe('what people read', () => {
  const [verdict] = talk('vendor supports it only in virtual machines');
  if (!verdict) throw new Error('no reply');

  test('the verdict first, then reasons, sources with a date, and buttons', () => {
    const { text, blocks } = renderCard(verdict.card, { private: true, turn: 'command:1' });
    expect(text.startsWith(verdict.card.lead)).toBe(true);
    expect(blocks[0]).toMatchObject({ type: 'header', text: { text: verdict.card.lead } });
    const sources = blocks.findLast(({ type }) => type === 'context');
    for (const { url } of verdict.card.sources) expect(JSON.stringify(sources)).toContain(url);
    expect(JSON.stringify(sources)).toContain(`Reviewed ${verdict.card.reviewed}`);
    expect(blocks.find(({ type }) => type === 'actions')).toMatchObject({
      elements: expect.arrayContaining([
        expect.objectContaining({ action_id: 'v1|why?' }),
        expect.objectContaining({ action_id: 'do|form' }),
        expect.objectContaining({ action_id: 'do|share', value: 'command:1' }),
      ]),
    });
  });

  test('a comparison as a table of eight rows, or as fields where tables are not known', () => {
    const card = talk('compare all')[0]?.card;
    if (!card) throw new Error('no card');
    const table = renderCard(card).blocks.find(({ type }) => type === 'table');
    expect(table).toMatchObject({ rows: { length: 9 } });
    const simple = renderCard(card, { simple: true }).blocks;
    expect(simple.filter(({ type }) => type === 'section')).toHaveLength(8);
    for (const cell of card.parts.flatMap((part) => (part.kind === 'table' ? part.rows.flat() : [])))
      expect(JSON.stringify(simple)).toContain(JSON.stringify(cell).slice(1, -1));
  });

  test('what does not fit is left out visibly, with a button for the rest', () => {
    const long: Part = { kind: 'bullets', heading: 'Many', items: Array(900).fill({ text: 'a reason', sources: [] }) };
    const { blocks } = renderCard({ ...verdict.card, parts: [long, { kind: 'text', text: 'and this' }] });
    const notes = blocks.flatMap((block) => (block.type === 'context' ? block.elements : []));
    expect(notes).toContainEqual(expect.objectContaining({ text: expect.stringMatching(/^… \d+ more$/) }));
    const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(buttons).toContainEqual(expect.objectContaining({ action_id: 'v1|more detail' }));
  });

  test('two people who disagree by name, and nobody else', () => {
    const lines = [{ text: 'U0ANAANA says: Linux.', sources: [] }];
    const card = { ...verdict.card, parts: [{ kind: 'bullets' as const, heading: 'Which?', items: lines }] };
    expect(JSON.stringify(renderCard(card).blocks)).toContain('{"type":"user","user_id":"U0ANAANA"}');
  });
});

test('no words mention anyone, make a link or change the direction of a line', () => {
  fc.assert(
    fc.property(anyCard(), (card) => {
      const { text, blocks } = renderCard(card, { asker: 'U0ANA', turn: 'C1:1' });
      const marked = JSON.stringify(blocks).match(/"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g) ?? [];
      expect(text).not.toMatch(/[<>]|[\u202A-\u202E\u2066-\u2069\0]/u);
      for (const markup of marked.flatMap((one) => one.match(/<[^>]*>/g) ?? [])) expect(markup).toMatch(/^<https:\/\//);
      expect(marked.flatMap((one) => one.match(/</g) ?? []).length).toBeLessThanOrEqual(card.sources.length);
    }),
    { seed: 5, numRuns: 300, endOnFailure: true },
  );
});

/** Words that try to break out, beside ordinary ones. */
function anyText(maxLength = 200): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength }),
    fc.string({
      unit: fc.constantFrom(...'<>&|!@#*_~`[](){}"\\/\n ab', '<!channel>', '<@U0BEN>', '\u202E', '\0'),
      maxLength,
    }),
    fc.constantFrom(
      '',
      ' ',
      '<!here>',
      '<https://evil.example|click>',
      '&lt;!channel&gt;',
      '𝕏'.repeat(3_000),
      'x'.repeat(20_000),
    ),
  );
}

function anyPart(): fc.Arbitrary<Part> {
  const many = <Item>(item: fc.Arbitrary<Item>, maxLength: number) => fc.array(item, { maxLength });
  const bullet = fc.record({ text: anyText(), sources: many(anyText(10), 3) });
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('text' as const, 'note' as const), text: anyText() }),
    fc.record({ kind: fc.constant('bullets' as const), heading: anyText(), items: many(bullet, 40) }),
    fc.record({
      kind: fc.constant('table' as const),
      head: many(anyText(20), 25),
      rows: many(many(anyText(50), 25), 120),
    }),
    fc.record({
      kind: fc.constant('facts' as const),
      heading: anyText(),
      rows: many(fc.record({ name: anyText(), value: anyText() }), 40),
    }),
  );
}

const anyButton = () => fc.record({ label: anyText(), says: anyText(300) });

function anyCard(): fc.Arbitrary<Card> {
  const source = fc.record({
    id: anyText(10),
    title: anyText(),
    url: fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true }),
  });
  return fc.record({
    title: anyText(),
    lead: anyText(),
    parts: fc.array(anyPart(), { maxLength: 40 }),
    buttons: fc.array(anyButton(), { maxLength: 40 }),
    sources: fc.array(source, { maxLength: 40 }),
    reviewed: anyText(20),
  });
}

const anyChoice = () => fc.tuple(anyButton(), anyText(40)).map(([button, value]) => ({ ...button, value }));

function anyForm(): fc.Arbitrary<Form> {
  const field = fc.record({
    fact: anyText(300),
    name: anyText(),
    question: anyText(),
    choices: fc.array(anyChoice(), { maxLength: 120 }),
  });
  return fc.record({
    title: anyText(),
    fields: fc.uniqueArray(field, { maxLength: 5, selector: ({ fact }) => fact.slice(0, 255) }),
  });
}
