/** The hash of an empty text. */
export const EMPTY = 0x811c9dc5;

/** FNV-1a, 32 bits without a sign. */
export const hash = (text: string): number => hashOn(EMPTY, text) >>> 0;

/** The hash of a text that goes on with these letters; `before` is the hash of its beginning, and both have a sign. */
export function hashOn(before: number, text: string): number {
  let value = before;
  for (let at = 0; at < text.length; at += 1) value = hashLetter(value, text.charCodeAt(at));
  return value;
}

/** The hash of a text that goes on with this letter. */
export const hashLetter = (before: number, letter: number): number => Math.imul(before ^ letter, 0x01000193);
