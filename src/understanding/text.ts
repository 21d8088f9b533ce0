/** One word of an utterance, cleaned: lower case, no accents, typo repaired where that was possible. */
export interface Word {
  /** What the person wrote, cleaned. */
  raw: string;
  /** What we read it as. */
  text: string;
  /** `text` without a plural s: "customers" and "customer" are one word to a pattern. */
  stem: string;
  /** Words between two of these are one clause; negation does not reach beyond. */
  clause: number;
  /** Words between two of these are one sentence. */
  sentence: number;
}

/** The most that is read of one message; the rest is cut, and the answer says so. */
export const LONGEST = 4000;

/** Printable ASCII without the back quote: nothing to clean. */
const PLAIN = /^[ -_a-~]*$/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu;
const MARKS = /\p{M}+/gu;

/** The text without control, bidi, zero-width and stray surrogate characters, accents and marks; quotes made plain. */
export function clean(text: string): string {
  const read = text.slice(0, LONGEST);
  if (PLAIN.test(read)) return read;
  return read
    .replace(/[\r\n\t\u2028\u2029]+/g, ' \n ')
    .replace(/[^\n\P{Cc}]/gu, ' ')
    .replace(/[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u00ad]/g, '')
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(/[‘’‛′`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replace(INVISIBLE, (character) => (character === '\n' ? '\n' : ' '));
}

/** Takes platform mark-up out: mentions and links vanish, their labels stay, code fences become plain text. */
export function withoutMarkup(text: string): string {
  if (!/[<:]/.test(text)) return text;
  return text
    .replace(/<[@#!][^<>\s]{1,80}>/g, ' ')
    .replace(/<[a-z]{1,8}:\/\/[^<>|\s]{0,500}\|([^<>]{0,200})>/gi, ' $1 ')
    .replace(/<?\b[a-z]{2,8}:\/\/[^\s<>]{0,500}>?/gi, ' ')
    .replace(/<a?:\w{1,40}:\d{1,25}>/g, ' ')
    .replace(/(^|\s):[a-z0-9_+-]{2,40}:(?=\s|$)/gi, '$1 ');
}

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(can)'?t\b/g, '$1 not'],
  [/\bcannot\b/g, 'can not'],
  [/\bwon'?t\b/g, 'will not'],
  [/\b(do|does|did|is|are|was|were|has|have|had|should|would|could|need|must)n'?t\b/g, '$1 not'],
  [/\b(what|who|where|when|how|why|that|it|there|he|she|here)'s\b/g, '$1 is'],
  [/\b(what|who|where|how)s\b/g, '$1 is'],
  [/\bi'?m\b/g, 'i am'],
  [/\b(we|you|they)'re\b/g, '$1 are'],
  [/\b(we|you|they|i)'ve\b/g, '$1 have'],
  [/\b(we|you|they|i|it|that)'(d|ll)\b/g, '$1 would'],
  [/'s\b/g, ''],
];

/** What every contraction has: an apostrophe, or one of these words or endings. */
const CONTRACTED = /'|no?t\b|\bim\b|\b(?:what|who|where|how)s\b/;

const TOKENS = /[.!?;\n]+(?=\s|$)|[,:()[\]{}"–|]|\s-+\s|->|=>|[a-z0-9](?:[a-z0-9.+#'/_&-]*[a-z0-9+#])?|\p{L}+/gu;
const ENDS_SENTENCE = /^[.!?;\n]/;
const ENDS_CLAUSE = /^(=>$|[.!?;\n,:()[\]{}"–|\s-])/;

/** Splits a cleaned text into words with their clause and sentence; numbers part from their units ("512mb" → 512, mb). */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let clause = 0;
  let sentence = 0;
  for (const [token] of withoutContractions(withoutMarkup(text).toLowerCase()).matchAll(TOKENS)) {
    if (ENDS_SENTENCE.test(token)) sentence += 1;
    if (ENDS_CLAUSE.test(token)) clause += 1;
    else for (const piece of pieces(token)) words.push(wordFrom(piece, clause, sentence));
  }
  return words;
}

/** Contractions written out, and numbers without their thousands commas. */
function withoutContractions(text: string): string {
  const plain = text.replace(/(\d),(?=\d{3}\b)/g, '$1');
  if (!CONTRACTED.test(plain)) return plain;
  return CONTRACTIONS.reduce((before, [pattern, replacement]) => before.replace(pattern, replacement), plain);
}

/** A word as read: the same in all fields until typo repair changes `text`. */
export function wordFrom(text: string, clause: number, sentence: number, raw = text): Word {
  return { raw, text, stem: stem(text), clause, sentence };
}

/** "customers" → "customer", "services" → "service", "processes" → "process", "vms" → "vm"; other short words and "-ss" stay. */
export function stem(word: string): string {
  if (/^[^aeiouy\d]{2,3}s$/.test(word) && !word.endsWith('ss')) return word.slice(0, -1);
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us') || word.endsWith('is'))
    return word;
  if (/(sh|ch|x|ss)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

function pieces(token: string): string[] {
  const trimmed = token.replace(/[.'/_&+-]+$/, '');
  if (trimmed === '') return [];
  const number = /^(\d[\d,.]*)(mb|gb|tb|kb|gib|mib|tib|ms|us|min|mins|hrs|gbit|mhz|ghz|vcpus?|cores?)$/.exec(trimmed);
  if (number?.[1] && number[2]) return [number[1], number[2]];
  const thousands = /^(\d{1,4})k$/.exec(trimmed);
  if (thousands?.[1]) return [`${thousands[1]}000`];
  const range = /^(\d+)-(\d+)$/.exec(trimmed);
  if (range?.[1] && range[2]) return [range[1]];
  if (/^[a-z]+([/&][a-z]+)+$/.test(trimmed) && !KEPT.has(trimmed)) return trimmed.split(/[/&]/);
  if (/^[a-z]+(-[a-z0-9]+)+$/.test(trimmed)) return trimmed.split('-');
  return [trimmed];
}

const KEPT: ReadonlySet<string> = new Set(['ci/cd', 'i/o', 'tcp/ip', 'n/a', 'a/b', 'client/server']);
