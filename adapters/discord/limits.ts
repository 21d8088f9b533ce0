/** What Discord takes at most: characters in UTF-16 units, or a number of things. Its own documentation, components/reference and interactions. */
export const LIMITS = {
  /** All components of a message, nested ones included. */
  components: 40,
  /** All text displays of a message together. */
  text: 4_000,
  /** The content of a message without components. */
  content: 2_000,
  customId: 100,
  buttonLabel: 80,
  buttonsInRow: 5,
  selectOptions: 25,
  radioOptions: 10,
  /** Label, value and description of a choice, and the placeholder of a select, which may have a little more. */
  option: 100,
  modalTitle: 45,
  modalFields: 5,
  modalLabel: 45,
  modalDescription: 100,
  choices: 25,
  threadName: 100,
  nonce: 25,
} as const;

/** The text shortened to so many UTF-16 units, visibly and never within a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const MORE_LINES = 25;

/** The text as far as its lines fit into so many UTF-16 units, and how many are left; of a first line too long, its beginning. */
export function cutAtLine(text: string, most: number): string {
  if (text.length <= most) return text;
  const lines = text.split('\n');
  let room = most - MORE_LINES;
  const fitting = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  const [first = ''] = lines;
  const shown = fitting === 0 ? [cut(first, most - MORE_LINES).replace(/\\…$/, '…')] : lines.slice(0, fitting);
  const left = lines.slice(shown.length).filter((line) => line !== '').length;
  return [...shown, ...(left > 0 ? [`… ${left} more lines`] : [])].join('\n');
}
