import type { Part } from './notation.ts';
import { numberFrom } from './number.ts';
import type { Word } from './text.ts';

/** Tries to match from word `at` on within a clause; returns the index after the match, or -1. */
export type Matcher = (words: readonly Word[], at: number, clause: number) => number;

/** One function for a whole pattern: each part knows what comes next, the longest way is tried first. */
export function matcherFrom(parts: readonly Part[]): Matcher {
  return chain(parts, (_, at) => at);
}

function chain(parts: readonly Part[], end: Matcher): Matcher {
  return parts.reduceRight<Matcher>((next, part) => optionally(part.optional, matcherOf(part, next), next), end);
}

function optionally(optional: boolean, present: Matcher, missing: Matcher): Matcher {
  if (!optional) return present;
  return (words, at, clause) => {
    const end = present(words, at, clause);
    return end < 0 ? missing(words, at, clause) : end;
  };
}

function matcherOf(part: Part, next: Matcher): Matcher {
  switch (part.kind) {
    case 'words':
      return one(({ stem, text }) => part.stems.has(stem) || part.stems.has(text), next);
    case 'prefix':
      return one(({ text }) => text.startsWith(part.prefix), next);
    case 'number':
      return one((word) => numberFrom(word) !== undefined, next);
    case 'gap':
      return gap(part.from, part.to, next);
    case 'choice':
      return firstOf(part.alternatives.map((alternative) => chain(alternative, next)));
  }
}

function one(fits: (word: Word) => boolean, next: Matcher): Matcher {
  return (words, at, clause) => {
    const word = words[at];
    return word && word.clause === clause && fits(word) ? next(words, at + 1, clause) : -1;
  };
}

function gap(from: number, to: number, next: Matcher): Matcher {
  return (words, at, clause) => {
    for (let skip = from; skip <= to && within(words, at, skip, clause); skip += 1) {
      const end = next(words, at + skip, clause);
      if (end >= 0) return end;
    }
    return -1;
  };
}

/** Whether the words that a gap would swallow all stand in the clause. */
const within = (words: readonly Word[], at: number, skip: number, clause: number): boolean =>
  skip === 0 || words[at + skip - 1]?.clause === clause;

function firstOf(matchers: readonly Matcher[]): Matcher {
  return (words, at, clause) => {
    for (const matcher of matchers) {
      const end = matcher(words, at, clause);
      if (end >= 0) return end;
    }
    return -1;
  };
}
