import fc from 'fast-check';
import { answerView, formView, resultView } from '../../adapters/slack/form.ts';
import { escaped, typed } from '../../adapters/slack/mrkdwn.ts';
import { renderCard, renderWords } from '../../adapters/slack/render.ts';
import type { Card, Form } from '../../src/cards/card.ts';
import type { Trial } from '../accept/trial.ts';
import { hostileCard } from '../cards/hostile-card.ts';
import { realBot } from '../support.ts';

const STRINGS = 50_000;
const PER_CARD = 10;
/** One of so many strings is said to the real bot. */
const SAID = 25;
const SEED = 4;
const OURS = 'https://kubernetes.io/docs/concepts/';

/** What people type, and what Slack sends for it, that would act if it came through. */
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 4,
    arbitrary: fc
      .array(
        fc.constantFrom(
          ...[
            '<!channel>',
            '<!here|x>',
            '<!subteam^S0TEAM>',
            '<@U0BEN>',
            '<#C0SECRET|x>',
            '&lt;!channel&gt;',
            '&amp;lt;',
          ],
          ...[
            '<https://evil.example|click>',
            'https://evil.example',
            '[x](https://evil.example)',
            '<mailto:a@b.example|c>',
          ],
          ...[
            '<',
            '>',
            '&',
            '|',
            '*',
            '_',
            '~',
            '`',
            '```',
            '\n',
            '\r',
            '\0',
            '\u001b[31m',
            '\u202E',
            '\u2066',
            '\uD800',
          ],
          ...[
            '@channel',
            '@here',
            ':tada:',
            '<!date^1392734382^{date}^https://evil.example|x>',
            'it needs windows',
            ' ',
          ],
        ),
        { minLength: 1, maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  },
);

/** Hostile words in every place of a card, a form and a view, and said to the bot: how many texts let them act. */
export const injectSlack: Trial = async () => {
  const words = fc.sample(hostile, { numRuns: STRINGS, seed: SEED });
  const found = new Map<string, number>();
  for (let at = 0; at < words.length; at += PER_CARD)
    for (const shown of shownOf(words.slice(at, at + PER_CARD))) count(found, actingIn(shown, [OURS]));
  for (let at = 0; at < words.length; at += SAID) {
    const card = answerTo(words[at] ?? '');
    count(
      found,
      actingIn(
        renderCard(card),
        card.sources.map(({ url }) => url),
      ),
    );
  }
  const value = [...found.values()].reduce((sum, times) => sum + times, 0);
  return {
    value,
    goal: '0 that act',
    pass: value === 0,
    detail: { strings: STRINGS, found: Object.fromEntries(found) },
  };
};

function count(found: Map<string, number>, kinds: readonly string[]): void {
  for (const kind of kinds) found.set(kind, (found.get(kind) ?? 0) + 1);
}

const answerTo = (text: string): Card => realBot().respond({ text: typed(text), speaker: 'U0ANAANA' }).card;

/** All that we draw, with these words in every place. */
function shownOf(words: readonly string[]): unknown[] {
  const card = cardOf(words);
  const form = formOf(words);
  return [
    renderCard(card, { asker: 'U0ANA', turn: 'C0TEAM:1.2' }),
    renderCard(card, { private: true, turn: 'aside:1', simple: true }),
    renderWords(words[0] ?? ''),
    formView(form, { message: words[1] ?? '' }, { picked: new Set(), notes: [...words] }),
    resultView(card, 'aside:1'),
    answerView(card),
  ];
}

/** With a table and a source as well, of which Slack draws the address apart. */
function cardOf(words: readonly string[]): Card {
  const card = hostileCard(words);
  const [title = '', , text = '', note = '', heading = '', ...items] = words;
  const table = { kind: 'table' as const, head: [title, heading], rows: items.map((item) => [item, note]) };
  return { ...card, parts: [...card.parts, table], sources: [{ id: heading, title: text, url: OURS }] };
}

function formOf([title = '', question = '', ...labels]: readonly string[]): Form {
  const choices = labels.map((label) => ({ label, says: label, value: label }));
  return { title, fields: [{ fact: 'os-family', name: title, question, choices }] };
}

/** Elements of rich text that act. */
const ACTIVE: ReadonlySet<unknown> = new Set([
  'user',
  'usergroup',
  'broadcast',
  'channel',
  'team',
  'link',
  'emoji',
  'date',
]);
const INVISIBLE: ReadonlySet<string> = new Set(['action_id', 'block_id', 'callback_id', 'private_metadata', 'value']);
const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069\p{Cs}]/u;

/** What acts in something shown: a mention, a link to none of these addresses, a sign of control. */
function actingIn(shown: unknown, urls: readonly string[]): string[] {
  const { text = '', blocks } = shown as { text?: string; blocks: unknown[] };
  const markup = (marked: string): string[] =>
    (marked.match(/<[^>]*>?/g) ?? []).filter((mark) => !urls.some((url) => mark.startsWith(`<${escaped(url)}|`)));
  return [...markup(text), ...controls(text), ...blocks.flatMap((block) => actingBelow(block, markup))];
}

function actingBelow(value: unknown, markup: (text: string) => string[]): string[] {
  if (typeof value === 'string') return controls(value);
  if (Array.isArray(value)) return value.flatMap((one) => actingBelow(one, markup));
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, verbatim, emoji } = value as Record<string, unknown>;
  const visible = Object.entries(value).filter(([key]) => !INVISIBLE.has(key));
  const below = visible.flatMap(([, inner]) => actingBelow(inner, markup));
  if (type === 'mrkdwn') return [...below, ...markup(String(text)), ...(verbatim === true ? [] : ['linked words'])];
  if (type === 'plain_text' && emoji !== false) return [...below, 'emoji'];
  return ACTIVE.has(type) ? [...below, String(type)] : below;
}

const controls = (text: string): string[] => (CONTROL.test(text.replaceAll('\n', '')) ? ['control sign'] : []);
