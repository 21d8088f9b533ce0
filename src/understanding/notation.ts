import { stem, wordsOf } from './text.ts';

/**
 * A piece of a way of saying something, as knowledge files write it:
 * `word` (plural or not) · `word*` (any ending) · `#` (a number) · `_` (any one word) · `...` (up to three words)
 * · `(a|b c)` (one of) · `$name` (one of a group of groups.yaml) · `?` after any of these (may be missing).
 */
export type Part =
  | { kind: 'words'; stems: ReadonlySet<string>; optional: boolean }
  | { kind: 'prefix'; prefix: string; optional: boolean }
  | { kind: 'number'; optional: boolean }
  | { kind: 'gap'; from: number; to: number; optional: boolean }
  | { kind: 'choice'; alternatives: readonly (readonly Part[])[]; optional: boolean };

/** Named lists of alternatives, so that patterns stay short: the groups of groups.yaml as parts. */
export type Groups = ReadonlyMap<string, Part>;

interface Reading {
  source: string;
  tokens: readonly string[];
  at: number;
  groups: Groups;
}

/** @throws Error naming the pattern when its brackets do not match or a group does not exist. */
export function readParts(source: string, groups: Groups): Part[] {
  const tokens = source.toLowerCase().match(/\.\.\.|[()|?]|[^\s()|?]+/g) ?? [];
  const reading = { source, tokens, at: 0, groups };
  const parts = readSequence(reading);
  if (reading.at < tokens.length) throw new Error(`pattern "${source}": unexpected "${tokens[reading.at]}"`);
  return parts;
}

/** The groups of groups.yaml, ready to be named in patterns. */
export function groupsFrom(lists: Readonly<Record<string, readonly string[]>>): Groups {
  const none: Groups = new Map();
  return new Map(
    Object.entries(lists).map(([name, alternatives]) => [
      name,
      choiceOf(alternatives.map((text) => readParts(text, none))),
    ]),
  );
}

/** Reads parts up to the end of the pattern or of the alternative that they belong to. */
function readSequence(reading: Reading): Part[] {
  const parts: Part[] = [];
  for (;;) {
    const token = reading.tokens[reading.at];
    if (token === undefined || token === ')' || token === '|') return parts;
    reading.at += 1;
    const made = token === '(' ? [readChoice(reading)] : partsFrom(token, reading);
    parts.push(...withMark(made, reading));
  }
}

/** The parts, made optional when a question mark stands behind them, which is then read as well. */
function withMark(parts: Part[], reading: Reading): Part[] {
  if (reading.tokens[reading.at] !== '?') return parts;
  reading.at += 1;
  return parts.map((part) => ({ ...part, optional: true }));
}

function readChoice(reading: Reading): Part {
  const alternatives: Part[][] = [];
  for (;;) {
    alternatives.push(readSequence(reading));
    const token = reading.tokens[reading.at];
    reading.at += 1;
    if (token === ')') return choiceOf(alternatives);
    if (token !== '|') throw new Error(`pattern "${reading.source}": a bracket does not close`);
  }
}

/** Alternatives that are all single words are one part, looked up at once. */
function choiceOf(alternatives: readonly Part[][]): Part {
  const stems: string[] = [];
  for (const alternative of alternatives) {
    const [only] = alternative;
    if (alternative.length !== 1 || only?.kind !== 'words' || only.optional)
      return { kind: 'choice', alternatives, optional: false };
    stems.push(...only.stems);
  }
  return { kind: 'words', stems: new Set(stems), optional: false };
}

function partsFrom(token: string, { source, groups }: Reading): Part[] {
  if (/^[a-z]+$/.test(token)) return [word(token)];
  if (token === '#') return [{ kind: 'number', optional: false }];
  if (token === '_') return [{ kind: 'gap', from: 1, to: 1, optional: false }];
  if (token === '...') return [{ kind: 'gap', from: 0, to: 3, optional: false }];
  if (token.endsWith('*')) return [{ kind: 'prefix', prefix: token.slice(0, -1), optional: false }];
  if (token.startsWith('$')) return [groupNamed(token.slice(1), source, groups)];
  return wordsOf(token).map(({ text }) => word(text));
}

const word = (text: string): Part => ({ kind: 'words', stems: new Set([stem(text)]), optional: false });

function groupNamed(name: string, source: string, groups: Groups): Part {
  const group = groups.get(name);
  if (!group) throw new Error(`pattern "${source}": there is no group "${name}" in groups.yaml`);
  return group;
}
