import type { Cue } from '../knowledge/schema.ts';
import type { CompiledPatterns, Ways } from './compiled.ts';
import { createPatternIndex, type Match } from './pattern.ts';
import type { Word } from './text.ts';

/** The cues heard in an utterance: ids of cues.yaml. */
export type Cues = ReadonlySet<string>;
export type HearCues = (words: readonly Word[]) => Cues;

const FILLERS: ReadonlySet<string> = new Set(
  'ok okay k so well hm hmm hmmm please pls plz and but then now also just oh ah um uh uhm hey btw lol haha alright right bot again too though'.split(
    ' ',
  ),
);

/**
 * Hears the short things people say while they talk; a `whole` cue counts only when it and fillers are all that was said.
 * @param built what was compiled from the cues earlier; taken when it fits
 */
export function createCues(cues: readonly Cue[], built?: CompiledPatterns): HearCues {
  const index = createPatternIndex(waysToHear(cues), {}, built);
  return (words) => {
    const matches = index.find(words);
    const anywhere = matches.filter(({ meaning }) => !meaning.whole).map(({ meaning }) => meaning.id);
    const whole = coversAll(
      words,
      matches.filter(({ meaning }) => meaning.whole),
    );
    return new Set([...whole, ...anywhere]);
  };
}

/** The ways of saying each cue. */
export const waysToHear = (cues: readonly Cue[]): Ways<Cue>[] =>
  cues.map((cue) => ({ meaning: cue, patterns: cue.patterns }));

/** The ids of whole cues when together with fillers they leave no word over; the one that covers most comes first. */
function coversAll(words: readonly Word[], matches: readonly Match<Cue>[]): string[] {
  if (words.length > 14) return [];
  const left = new Set(words.flatMap(({ text }, at) => (FILLERS.has(text) ? [] : [at])));
  const spoken = left.size === 0 ? new Set(words.keys()) : left;
  const byLength = [...matches].sort((a, b) => b.to - b.from - (a.to - a.from));
  const used: string[] = [];
  for (const { from, to, meaning } of byLength) {
    const covered = [...spoken].filter((at) => from <= at && at < to);
    if (covered.length === 0) continue;
    for (const at of covered) spoken.delete(at);
    used.push(meaning.id);
  }
  return spoken.size === 0 || (left.size === 0 && used.length > 0) ? tied(byLength, used) : [];
}

/** All cues that cover as much as the longest one: "why" can be two of them at once. */
function tied(matches: readonly Match<Cue>[], used: readonly string[]): string[] {
  const longest = matches[0] ? matches[0].to - matches[0].from : 0;
  const equals = matches.filter(({ from, to }) => to - from === longest).map(({ meaning }) => meaning.id);
  return [...new Set([...used, ...equals])];
}
