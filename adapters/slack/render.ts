import type { types } from '@slack/bolt';
import type { Bullet, Card, Part } from '../../src/cards/card.ts';
import { bulletText, cardText } from '../../src/cards/text.ts';
import { actButton, actId, blockIdFor, buttonRow, plain } from './controls.ts';
import { fitted } from './fit.ts';
import { clean, cut, LIMITS } from './limits.ts';
import { escaped } from './mrkdwn.ts';
import { sourceBlocks } from './sources.ts';

/** Where a card is shown and to whom. */
export interface Showing {
  /** Who asked, where others read along: their presses go on with the thread, others get an answer of their own. */
  asker?: string;
  /** The turn it answers, within its tenant; its author may share or remove the answer and say what it is worth. */
  turn?: string;
  /** The turn with whose talk its buttons go on, where that is all that may be done with it. */
  talk?: string;
  /** Seen by one person only. */
  private?: boolean;
  /** A talk of their own, bound to no channel. */
  own?: boolean;
  /** Whom it is for, when they share it. */
  audience?: string;
  /** Under whose name it stands, when somebody posted it, and whom it is for. */
  credit?: { by: string; for?: string };
  /** It invites to learn, and may be put off. */
  invitation?: boolean;
  /** Without the blocks that some clients do not know yet. */
  simple?: boolean;
}

export interface Drawn {
  /** What notifications and screen readers say: the whole card in words. */
  text: string;
  blocks: types.KnownBlock[];
}

/** The card as Block Kit. Words of people and of the knowledge stand only in places where Slack reads no mark-up. */
export function renderCard(card: Card, showing: Showing = {}): Drawn {
  const shown = fitted(card);
  return {
    text: cut(escaped(clean(cardText(shown)).trim()) || 'VM or container?', LIMITS.text),
    blocks: [
      ...headBlocks(shown.lead),
      ...partBlocks(shown.parts, showing.simple ?? false),
      ...sourceBlocks(shown),
      ...creditBlocks(showing),
      ...buttonRow(shown, showing, [
        ...shareButton(shown, showing),
        ...wrongButton(shown, showing),
        ...invitationButtons(showing),
      ]),
      ...feedbackBlocks(shown, showing),
    ],
  };
}

/** Something short that is no card, such as what became of a press. */
export const renderWords = (words: string): Drawn => ({
  text: escaped(clean(words)),
  blocks: [{ type: 'section', text: plain(words, LIMITS.section) }],
});

function headBlocks(lead: string): types.KnownBlock[] {
  if (lead.length <= LIMITS.header) return [{ type: 'header', text: plain(lead, LIMITS.header) }];
  return [richText([section(lead, true)])];
}

function partBlocks(parts: readonly Part[], simple: boolean): types.KnownBlock[] {
  const first = parts.findIndex(({ kind }) => kind === 'table');
  return parts.flatMap((part, index) => partBlock(part, simple || index !== first));
}

/** @param simple draw a table as fields; Slack takes one table a message */
function partBlock(part: Part, simple: boolean): types.KnownBlock[] {
  switch (part.kind) {
    case 'text':
      return part.text === '' ? [] : [richText([section(part.text)])];
    case 'note':
      return [{ type: 'context', elements: [plain(part.text, LIMITS.context)] }];
    case 'bullets':
      return listBlocks(part.heading, part.items.map(spoken));
    case 'facts':
      return listBlocks(
        part.heading,
        part.rows.map(({ name, value }) => section(`${name}: ${value}`)),
      );
    case 'table':
      return simple ? fieldBlocks(part) : tableBlocks(part);
  }
}

const richText = (elements: types.RichTextBlockElement[]): types.RichTextBlock => ({ type: 'rich_text', elements });

const section = (text: string, bold = false): types.RichTextSection => ({
  type: 'rich_text_section',
  elements: [{ type: 'text', text: cut(text, LIMITS.section) || '–', ...(bold && { style: { bold } }) }],
});

/** A statement; a person in it, whom cards know by id, is shown by name. */
function spoken(bullet: Bullet): types.RichTextSection {
  const text = cut(bulletText(bullet), LIMITS.section);
  const [, user_id, rest] = /^([UW][A-Z0-9]{5,20})( says: .*)$/s.exec(text) ?? [];
  if (!user_id || !rest) return section(text);
  return {
    type: 'rich_text_section',
    elements: [
      { type: 'user', user_id },
      { type: 'text', text: rest },
    ],
  };
}

function listBlocks(heading: string, elements: types.RichTextSection[]): types.KnownBlock[] {
  const list: types.RichTextBlockElement[] = [
    ...(heading === '' ? [] : [section(heading, true)]),
    ...(elements.length === 0 ? [] : [{ type: 'rich_text_list' as const, style: 'bullet' as const, elements }]),
  ];
  return list.length === 0 ? [] : [richText(list)];
}

type Table = Extract<Part, { kind: 'table' }>;

function tableBlocks({ head, rows }: Table): types.KnownBlock[] {
  const columns = Math.min(head.length, LIMITS.tableColumns);
  const shown = [head, ...rows].slice(0, LIMITS.tableRows);
  const cell = (text = ''): types.RawTextElement => ({ type: 'raw_text', text: text.trim() || '–' });
  if (columns === 0) return [];
  return [
    {
      type: 'table',
      column_settings: Array.from({ length: columns }, () => ({ is_wrapped: true })),
      rows: shown.map((row) => Array.from({ length: columns }, (_, column) => cell(row[column]))),
    },
  ];
}

const MOST_ROWS = 20;

/** A row as a section: its name, then what each column says of it. */
function fieldBlocks({ head: [, ...columns], rows }: Table): types.KnownBlock[] {
  const heads = columns.slice(0, LIMITS.fields);
  return rows.slice(0, MOST_ROWS).map(([name = '', ...cells]) => ({
    type: 'section',
    text: plain(name, LIMITS.section),
    ...(heads.length > 0 && {
      fields: heads.map((head, column) => plain(`${head}: ${cells[column] ?? ''}`, LIMITS.field)),
    }),
  }));
}

function creditBlocks({ credit }: Showing): types.KnownBlock[] {
  if (!credit) return [];
  const audience = credit.for === undefined ? '' : ` for <@${credit.for}>`;
  const text = `Shared by <@${credit.by}>${audience}`;
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] }];
}

/** Help and what could not be answered are for nobody else. */
const shareButton = ({ reviewed }: Card, { private: alone, own, turn, audience }: Showing): types.Button[] =>
  alone && !own && turn !== undefined && reviewed !== ''
    ? [actButton('share', 'Share', audience === undefined ? turn : `${turn}|${audience}`)]
    : [];

/** Under what claims something: somebody may know better. */
const wrongButton = ({ reviewed }: Card, { turn, asker, credit }: Showing): types.Button[] =>
  turn === undefined || reviewed === ''
    ? []
    : [actButton('wrong', 'Something wrong?', `${turn}|${asker ?? credit?.by ?? ''}`)];

const invitationButtons = ({ invitation }: Showing): types.Button[] =>
  invitation ? [actButton('tomorrow', 'Tomorrow'), actButton('decline', 'Not for me')] : [];

/** Whether it helped, and for the asker a way to take it away; only under answers that stand in a thread. */
function feedbackBlocks(
  { reviewed }: Card,
  { private: alone, turn, simple, asker, credit }: Showing,
): types.KnownBlock[] {
  if (alone || turn === undefined || simple) return [];
  const helpful = { text: plain('Helpful', LIMITS.button), value: `helpful|${turn}` };
  const unhelpful = { text: plain('Not helpful', LIMITS.button), value: `unhelpful|${turn}` };
  const rating: types.FeedbackButtons = {
    type: 'feedback_buttons',
    action_id: actId('feedback'),
    positive_button: helpful,
    negative_button: unhelpful,
  };
  const bin: types.IconButton = {
    type: 'icon_button',
    icon: 'trash',
    action_id: actId('remove'),
    text: plain('Remove', LIMITS.button),
    value: turn,
  };
  return [
    {
      type: 'context_actions',
      block_id: blockIdFor('worth', asker ?? credit?.by),
      elements: [...(reviewed === '' ? [] : [rating]), bin],
    },
  ];
}
