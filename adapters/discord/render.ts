import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  type APISectionComponent,
  type APITextDisplayComponent,
  ComponentType,
  SeparatorSpacingSize,
} from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import { cardText } from '../../src/cards/text.ts';
import { actId, button, ROWS, sayingId } from './controls.ts';
import { formId } from './form.ts';
import { cut, LIMITS } from './limits.ts';
import { type Line, linesOf } from './lines.ts';
import { escaped, line, link, plain } from './markdown.ts';

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
  /** The first line to show, when the ones before it were shown already. */
  from?: number;
}

/** So few rows have a button each; more share one select. */
const FEW_ROWS = 4;
const MOST_BUTTONS = 9;
/** A long list of sources is told by key alone. */
const LONG_SOURCES = 900;
const MOST_SOURCES = 1_400;
const MOST_LEAD = 200;

/** A card, and the same in words. */
export const drawCard = (card: Card, showing: Showing = {}): Drawn => ({
  components: renderCard(card, showing),
  words: cut(escaped(cardText(card)), LIMITS.content),
});

/** A sentence or two of ours that are no card, such as what became of a press. */
export const drawWords = (markdown: string): Drawn => ({
  components: [text(cut(markdown, LIMITS.content))],
  words: cut(markdown, LIMITS.content),
});

/** The card as Components V2: within 40 components and 4,000 characters, and what is left out is said and can be had. */
export function renderCard(card: Card, showing: Showing = {}): APIMessageTopLevelComponent[] {
  const all = linesOf(card);
  const from = Math.min(showing.from ?? 0, all.length);
  const rows = all.flatMap(({ row }) => (row === undefined ? [] : [row]));
  const frame = {
    head: headOf(card),
    asked: askedOf(showing),
    foot: footOf(card),
    select: rows.length > FEW_ROWS ? [rowSelect(rows)] : [],
  };
  const buttons = buttonsOf(card, rows);
  const shown = fitting(all.slice(from), roomBeside(frame, buttons.length + 1, showing.acts?.length ?? 0), rows.length);
  const next = from + shown.length;
  const rest = all.length - next;
  const more = rest > 0 ? [button(`… ${rest} more`, actId('rest', `${next}`))] : [];
  const components: APIComponentInContainer[] = [
    ...frame.asked,
    ...frame.head.map(text),
    ...bodyOf(shown, rows.length),
    ...(rest > 0 ? [text(`-# … ${rest} more`)] : []),
    ...frame.foot.map(text),
    ...frame.select,
    ...actionRows([...buttons, ...more]),
    ...actionRows(showing.acts ?? []),
  ];
  return [{ type: ComponentType.Container, components }];
}

const text = (content: string): APITextDisplayComponent => ({ type: ComponentType.TextDisplay, content });

function headOf({ title, lead }: Card): string[] {
  const first = line(cut(lead, MOST_LEAD)) || '…';
  const about = plain(title) === '' || title === lead ? '' : `\n-# ${line(cut(title, MOST_LEAD))}`;
  return [`### ${first}${about}`];
}

/** By this number the text that tells what was asked is found again in a message. */
const ASKED_ID = 901;
const MOST_ASKED = 300;

function askedOf({ asked = '', audience }: Showing): APITextDisplayComponent[] {
  const said = line(cut(asked, MOST_ASKED));
  return [
    ...(audience === undefined ? [] : [text(`For <@${audience}>`)]),
    ...(said === '' ? [] : [{ ...text(`-# ${said}`), id: ASKED_ID }]),
  ];
}

/** What was said to get the card that a message shows, in markdown; undefined when the card does not tell. */
export function askedIn(components: readonly APIMessageTopLevelComponent[]): APITextDisplayComponent | undefined {
  return components
    .flatMap((outer) => (outer.type === ComponentType.Container ? outer.components : [outer]))
    .find((inner): inner is APITextDisplayComponent => inner.id === ASKED_ID);
}

/** The sources with their titles, or by key where there are many; and when all was last reviewed. */
function footOf({ sources, reviewed }: Card): string[] {
  const titled = sources.map(({ id, title, url }) => `-# ${line(id)}: ${link(cut(title, LIMITS.option), url)}`);
  const short = titled.join('\n').length <= LONG_SOURCES;
  const list = short ? titled.join('\n') : keysOf(sources);
  const dated = reviewed === '' ? '' : `-# Reviewed ${line(cut(reviewed, LIMITS.option))}`;
  const foot = [list, dated].filter((part) => part !== '').join('\n');
  return foot === '' ? [] : [foot];
}

function keysOf(sources: Card['sources']): string {
  const keys = sources.map(({ id, url }) => link(cut(id, LIMITS.option), url));
  const shown: string[] = [];
  for (const key of keys) if (`${shown.join(' · ')}${key}`.length < MOST_SOURCES) shown.push(key);
  const hidden = keys.length - shown.length;
  return `-# Sources: ${[...shown, ...(hidden > 0 ? [`… ${hidden} more`] : [])].join(' · ')}`;
}

/** What can be said next; of buttons that say the same, and of rows that have one of their own, only one. */
function buttonsOf({ buttons, form }: Card, rows: readonly string[]): APIButtonComponentWithCustomId[] {
  const own = new Set(rows.length > FEW_ROWS ? [] : rows.map(detailId));
  const saying = new Map(buttons.map(({ label, says }) => [sayingId(says), button(label, sayingId(says))]));
  const filling = form ? [button('Answer in a form', formId(form), true)] : [];
  const said = [...saying.values()].filter(({ custom_id }) => custom_id !== 'v1|' && !own.has(custom_id));
  return [...said.slice(0, MOST_BUTTONS), ...filling];
}

const detailId = (row: string): string => sayingId(`compare ${plain(row)}`);

interface Room {
  characters: number;
  components: number;
}

const MORE_LINE = 40;

/** What the frame leaves for the lines: the container, its frame, a line that says what is left out, and rows of buttons. */
function roomBeside(
  {
    asked,
    head,
    foot,
    select,
  }: { asked: APITextDisplayComponent[]; head: string[]; foot: string[]; select: unknown[] },
  ...buttons: [number, number]
): Room {
  const texts = [...asked.map(({ content }) => content), ...head, ...foot];
  const rows = buttons.map((count) => count + Math.ceil(count / LIMITS.buttonsInRow));
  const used = 2 + texts.length + 2 * select.length + rows.reduce((sum, count) => sum + count, 0);
  return {
    characters: LIMITS.text - MORE_LINE - texts.join('').length,
    components: LIMITS.components - used,
  };
}

/** As many lines as there is room for; never out of order. */
function fitting(lines: readonly Line[], room: Room, rows: number): Line[] {
  let { characters, components } = room;
  const beyond = lines.findIndex((current, index) => {
    characters -= current.markdown.length + 1;
    components -= costOf(current, lines[index - 1], rows);
    return characters < 0 || components < 0;
  });
  return beyond < 0 ? [...lines] : lines.slice(0, beyond);
}

function costOf({ part, row }: Line, before: Line | undefined, rows: number): number {
  if (row !== undefined) return rows > FEW_ROWS ? 2 : 3;
  return before?.part === part ? 0 : 1;
}

function bodyOf(lines: readonly Line[], rows: number): APIComponentInContainer[] {
  const groups = Map.groupBy(lines, ({ part, row }) => (row === undefined ? `${part}` : `${part} ${row}`));
  return [...groups.values()].flatMap((group) => {
    const content = text(group.map(({ markdown }) => markdown).join('\n'));
    const row = group[0]?.row;
    if (row === undefined) return [content];
    return rows > FEW_ROWS ? [SEPARATOR, content] : [sectionOf(row, content)];
  });
}

const SEPARATOR: APIComponentInContainer = {
  type: ComponentType.Separator,
  divider: true,
  spacing: SeparatorSpacingSize.Small,
};

const sectionOf = (row: string, content: APITextDisplayComponent): APISectionComponent => ({
  type: ComponentType.Section,
  components: [content],
  accessory: button('Details', detailId(row)),
});

type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;

function rowSelect(rows: readonly string[]): ActionRow {
  const names = [...new Set(rows.map(plain))].filter((name) => name !== '').slice(0, LIMITS.selectOptions);
  const options = names.map((name) => ({
    label: cut(name, LIMITS.option),
    value: cut(`compare ${name}`, LIMITS.option),
  }));
  return {
    type: ComponentType.ActionRow,
    components: [{ type: ComponentType.StringSelect, custom_id: ROWS, placeholder: 'A row in detail', options }],
  };
}

function actionRows(buttons: readonly APIButtonComponentWithCustomId[]): ActionRow[] {
  const rows = Math.ceil(buttons.length / LIMITS.buttonsInRow);
  return Array.from({ length: rows }, (_, index) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(index * LIMITS.buttonsInRow, (index + 1) * LIMITS.buttonsInRow),
  }));
}
