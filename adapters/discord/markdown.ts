/** What would vanish, turn the direction of reading or be no character at all. */
const UNSEEN = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
/** Signs that begin mark-up, a mention or a link wherever they stand. */
const ANYWHERE = /[\\*_~`|<>[\]@]/g;
/** A heading, a list, a quotation or small print at the beginning of a line; numbers begin lists too. */
const AT_START = /^(\s*)([#+-]|\d+(?=[.)]))/gm;

/** Words as Discord shows them literally: no mark-up, no mention, no list. Line breaks stay. */
export function escaped(text: string): string {
  return clean(text)
    .replace(ANYWHERE, '\\$&')
    .replace(AT_START, (_, space: string, sign: string) =>
      /\d/.test(sign) ? `${space}${sign}\u200B` : `${space}\\${sign}`,
    );
}

/** The words that were escaped. */
export const unescaped = (markdown: string): string => markdown.replace(/\\([^\w\s])/g, '$1').replaceAll('\u200B', '');

/** Text for places that know no mark-up, such as labels: on one line, without what cannot be seen. */
export const plain = (text: string): string => clean(text).replace(/\s+/g, ' ').trim();

/** The same, escaped for a line of its own. */
export const line = (text: string): string => escaped(plain(text));

/** A link with words of ours; an address that would break out of it is left out. */
export const link = (words: string, url: string): string =>
  /^https?:\/\/[^\s<>()]+$/.test(url) ? `[${line(words)}](<${url}>)` : line(words);

/** A person who spoke, whom cards know by id, is shown by name; nobody is called by it, since no payload of ours allows a mention. */
export const named = (text: string): string => text.replace(/^\\?(\d{17,20})(?= says: )/, '<@$1>');

const clean = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\t', ' ')
    .replace(UNSEEN, (sign) => (sign === '\n' ? sign : ''));
