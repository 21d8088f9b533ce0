/** What Slack takes, from the comments of `@slack/types` and https://docs.slack.dev/reference/block-kit; all lengths in UTF-16 units. */
export const LIMITS = {
  /** Blocks in a message, and in a modal or Home tab. */
  blocks: 50,
  viewBlocks: 100,
  /** The `text` of a message that may be updated later. */
  text: 4_000,
  /** All text of a message together: beyond about 13,200 Slack answers `msg_blocks_too_long` (bolt-js#2509). */
  message: 12_000,
  header: 150,
  section: 3_000,
  context: 3_000,
  field: 2_000,
  fields: 10,
  tableRows: 100,
  tableColumns: 20,
  /** All cells of the tables of a message together. */
  table: 10_000,
  actions: 25,
  /** Types and pages differ between 75 and 150; the smaller one holds for both. */
  option: 75,
  options: 100,
  button: 75,
  value: 2_000,
  actionId: 255,
  viewTitle: 24,
  inputLabel: 2_000,
  inputHint: 2_000,
} as const;

/** The text, or its beginning with an ellipsis that shows the cut. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const CONTROLS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** Text without characters that are no text: controls but line breaks, marks that turn the direction of a line, half characters. */
export function clean(text: string): string {
  return text.toWellFormed().replace(CONTROLS, (sign) => (sign === '\n' ? sign : ' '));
}
