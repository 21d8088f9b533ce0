import {
  type APIActionRowComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APISectionComponent,
  type APITextDisplayComponent,
  ComponentType,
  SeparatorSpacingSize,
} from 'discord.js';
import { button, ROWS, sayingId } from './controls.ts';
import { text } from './frame.ts';
import { cut, LIMITS } from './limits.ts';
import type { Line } from './lines.ts';
import { plain } from './markdown.ts';

/** So few rows have a button each; more share one select. */
const FEW_ROWS = 4;

/** The ids of the buttons that rows have of their own. */
export const detailIdsOf = (rows: readonly string[]): string[] => (rows.length > FEW_ROWS ? [] : rows.map(detailId));

const detailId = (row: string): string => sayingId(`compare ${plain(row)}`);

interface Room {
  characters: number;
  components: number;
}

const MORE_LINE = 40;

/**
 * What is left for the lines: of the characters and components of a message beside other texts, selects and groups of
 * buttons, the container itself, and a line that says what is left out.
 */
export function roomBeside(
  texts: readonly APITextDisplayComponent[],
  selects: number,
  buttons: readonly number[],
): Room {
  const inRows = buttons.map((count) => count + Math.ceil(count / LIMITS.buttonsInRow));
  const used = 2 + texts.length + 2 * selects + inRows.reduce((sum, count) => sum + count, 0);
  const written = texts.reduce((sum, { content }) => sum + content.length, 0);
  return { characters: LIMITS.text - MORE_LINE - written, components: LIMITS.components - used };
}

/** As many lines as there is room for; never out of order. */
export function fitting(lines: readonly Line[], room: Room, rows: number): Line[] {
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

/** The lines as text displays, a part together; a row is a section with its button, or a text between separators. */
export function bodyOf(lines: readonly Line[], rows: number): APIComponentInContainer[] {
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

/** A list of the rows where there are too many for a button each. */
export function rowSelects(rows: readonly string[]): ActionRow[] {
  if (rows.length <= FEW_ROWS) return [];
  const names = [...new Set(rows.map(plain))].filter((name) => name !== '').slice(0, LIMITS.selectOptions);
  const options = names.map((name) => ({
    label: cut(name, LIMITS.option),
    value: cut(`compare ${name}`, LIMITS.option),
  }));
  const select = {
    type: ComponentType.StringSelect,
    custom_id: ROWS,
    placeholder: 'A row in detail',
    options,
  } as const;
  return [{ type: ComponentType.ActionRow, components: [select] }];
}
