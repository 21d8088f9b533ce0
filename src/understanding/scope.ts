import type { Word } from './text.ts';

/** The words between two word positions. */
export interface Span {
  from: number;
  to: number;
}

const NEGATORS: ReadonlySet<string> = new Set(
  'no not without never none neither nor zero nothing nobody minus except lack lacks forget scrap drop dropped ignore remove removed cancel isnt dont doesnt'.split(
    ' ',
  ),
);
/** "not only linux", "no matter", "not sure", "not just": the negator denies something else. */
const NOT_DENYING: ReadonlySet<string> = new Set(
  'only just merely solely matter sure necessarily problem worry idea doubt'.split(' '),
);
/** After one of these a new thought begins, which an earlier negator does not reach. */
const BREAKS: ReadonlySet<string> = new Set(
  'but and because so just only instead although however while then though meant'.split(' '),
);
const REACH = 4;
const DISMISSALS: ReadonlySet<string> = new Set(
  'needed need required necessary used wanted relevant involved planned there important anymore'.split(' '),
);

/** Whether what stands at the span is denied: a negator up to four words before it in its clause, or "not needed" after it. */
export function isDenied(words: readonly Word[], { from, to }: Span): boolean {
  return deniedBefore(words, from) || deniedAfter(words, to);
}

function deniedBefore(words: readonly Word[], from: number): boolean {
  const clause = words[from]?.clause;
  for (let at = from - 1; at >= Math.max(0, from - REACH); at -= 1) {
    const word = words[at];
    if (!word || word.clause !== clause) return false;
    const denies = denial(word.text, words[at + 1]?.text ?? '');
    if (denies !== undefined) return denies;
  }
  return false;
}

/** Whether a word denies what follows it; undefined when it neither denies nor begins a new thought. */
function denial(word: string, next: string): boolean | undefined {
  if (word === 'instead') return next === 'of';
  if (BREAKS.has(word)) return false;
  return NEGATORS.has(word) ? !NOT_DENYING.has(next) : undefined;
}

function deniedAfter(words: readonly Word[], to: number): boolean {
  const clause = words[to - 1]?.clause;
  const after = words.slice(to, to + 4).filter((word) => word.clause === clause);
  if (after[0]?.text === 'free' && after.length <= 2) return true;
  const negator = after.findIndex(({ text }) => text === 'not' || text === 'no' || text === 'never');
  return negator >= 0 && DISMISSALS.has(after[negator + 1]?.text ?? (after[negator]?.text === 'no' ? 'anymore' : ''));
}

/** Whether two spans share a word. */
export const overlaps = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;
