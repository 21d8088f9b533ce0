import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import { cardText } from '../../src/cards/text.ts';
import { bodyOf, detailIdsOf, fitting, roomBeside, rowSelects } from './body.ts';
import { actId, button, sayingId } from './controls.ts';
import { formId } from './form.ts';
import { askedOf, creditOf, footOf, headOf, text } from './frame.ts';
import { cut, cutAtLine, LIMITS } from './limits.ts';
import { type Line, linesOf } from './lines.ts';
import { escaped } from './markdown.ts';

/** What a message shows. */
export interface Drawn {
  components: APIMessageTopLevelComponent[];
  /** The same without components, for when Discord refuses them. */
  words: string;
}

/** Where a card is shown, and what can be done with it there beside talking on. */
export interface Showing {
  /** What was said to get the card, where a reader would not know it otherwise. */
  asked?: string;
  /** The person it is for. */
  audience?: string | undefined;
  acts?: readonly APIButtonComponentWithCustomId[];
  /** Who shares it, where Discord does not tell. */
  credit?: string;
  /** The first line to show, when the ones before it were shown already. */
  from?: number;
}

const MOST_BUTTONS = 9;
/** Whoever shares a card is named under it: there has to be room. */
const LONGEST_ID = '0'.repeat(20);

/** A card, and the same in words. */
export const drawCard = (card: Card, showing: Showing = {}): Drawn => ({
  components: renderCard(card, showing),
  words: cutAtLine(escaped(cardText(card)), LIMITS.content),
});

/** A sentence or two of ours that are no card, such as what became of a press. */
export const drawWords = (markdown: string): Drawn => ({
  components: [text(cut(markdown, LIMITS.text))],
  words: cut(markdown, LIMITS.content),
});

/** The card as Components V2: within 40 components and 4,000 characters, and what is left out is said and can be had. */
export function renderCard(card: Card, showing: Showing = {}): APIMessageTopLevelComponent[] {
  const all = linesOf(card);
  const from = Math.min(showing.from ?? 0, all.length);
  const rows = all.flatMap(({ row }) => (row === undefined ? [] : [row]));
  const head = [...askedOf(showing.asked ?? '', showing.audience), headOf(card)];
  const foot = [...footOf(card, sourceRoom(all.slice(from))), ...creditOf(showing.credit)];
  const selects = rowSelects(rows);
  const buttons = buttonsOf(card, rows);
  const acts = showing.acts ?? [];
  const sharing = showing.credit === undefined ? creditOf(LONGEST_ID) : [];
  const room = roomBeside([...head, ...foot, ...sharing], selects.length, [buttons.length + 1, acts.length]);
  const shown = fitting(all.slice(from), room, rows.length);
  const next = from + shown.length;
  const rest = all.length - next;
  const more = rest > 0 ? [button(`… ${rest} more`, actId('rest', `${next}`))] : [];
  const components: APIComponentInContainer[] = [
    ...head,
    ...bodyOf(shown, rows.length),
    ...(rest > 0 ? [text(`-# … ${rest} more`)] : []),
    ...foot,
    ...selects,
    ...actionRows([...buttons, ...more]),
    ...actionRows(acts),
  ];
  return [{ type: ComponentType.Container, components }];
}

/** Sources may have what the lines leave, but a list that is long without need takes no room from them. */
const SOURCE_ROOM = { least: 900, most: 2_400 };
/** Head, date and separators between. */
const BESIDE = 800;

function sourceRoom(lines: readonly Line[]): number {
  const written = lines.reduce((sum, { markdown }) => sum + markdown.length + 1, 0);
  return Math.max(SOURCE_ROOM.least, Math.min(SOURCE_ROOM.most, LIMITS.text - BESIDE - written));
}

/** What can be said next; of buttons that say the same, and of rows that have one of their own, only one. */
function buttonsOf({ buttons, form }: Card, rows: readonly string[]): APIButtonComponentWithCustomId[] {
  const own = new Set(detailIdsOf(rows));
  const saying = new Map(buttons.map(({ label, says }) => [sayingId(says), button(label, sayingId(says))]));
  const filling = form ? [button('Answer in a form', formId(form), true)] : [];
  const said = [...saying.values()].filter(({ custom_id }) => custom_id !== 'v1|' && !own.has(custom_id));
  return [...said.slice(0, MOST_BUTTONS), ...filling];
}

type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;

function actionRows(buttons: readonly APIButtonComponentWithCustomId[]): ActionRow[] {
  const rows = Math.ceil(buttons.length / LIMITS.buttonsInRow);
  return Array.from({ length: rows }, (_, index) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(index * LIMITS.buttonsInRow, (index + 1) * LIMITS.buttonsInRow),
  }));
}
