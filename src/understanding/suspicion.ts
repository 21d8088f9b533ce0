import type { FactMention, FactsHeard } from './facts.ts';
import type { Scored } from './model.ts';

/** Facts that must never be missed for want of a word: missing one would make the advice unsafe. */
export const GRAVE: ReadonlySet<string> = new Set([
  'trust=untrusted',
  'kernel-needs=own-kernel',
  'os-family=windows',
  'os-family=macos',
  'os-family=other-unix',
  'compliance=hw-isolation',
  'live-migration=yes',
  'gui=desktop',
  'legacy-os=yes',
]);
/** The trained finder's score from which a fact is taken as told; of those on unseen messages about three in four were right, of grave ones nine in ten. */
const LIKELY = 0.2;
/** From here a grave fact is suspected, so that it can be asked for. */
const POSSIBLE = 0.1;
/** What the lexicon reads in words to which the finder gives less than this was mostly not meant. */
const DOUBTFUL = 0.02;
/** An utterance this short is hardly more than the words of the lexicon themselves. */
const BARE = 4;

/** From here on two systems that are both heard are meant both. */
const CLEAR = 0.4;

/** Facts the lexicon has no words for but the trained finder hears, at most one value a fact, none that was heard or denied. */
export function suspectedFacts(scored: readonly Scored[], settled: ReadonlySet<string>): FactMention[] {
  const found = new Map<string, FactMention>();
  if (!settled.has('os-family') && hearsSeveralSystems(scored))
    found.set('os-family', { fact: 'os-family', value: 'mixed', strength: 'implied', words: [], hints: 1 });
  for (const { id, score } of scored) {
    if (score < POSSIBLE) break;
    const [fact = '', value = ''] = id.split('=');
    if (settled.has(fact) || found.has(fact) || (score < LIKELY && !GRAVE.has(id))) continue;
    found.set(fact, { fact, value, strength: score < LIKELY ? 'suggested' : 'implied', words: [], hints: 1 });
  }
  return [...found.values()];
}

function hearsSeveralSystems(scored: readonly Scored[]): boolean {
  return (
    scored.filter(({ id, score }) => score >= CLEAR && id.startsWith('os-family=') && id !== 'os-family=mixed').length >
    1
  );
}

/** Two witnesses, the lexicon and the trained finder: what the lexicon reads stays unless the finder doubts it, and its mere hints need the finder. */
export function confirmed(heard: FactsHeard, scored: readonly Scored[], words: number): FactsHeard {
  if (words <= BARE) return heard;
  const scores = new Map(scored.map(({ id, score }) => [id, score]));
  const stated = heard.stated.flatMap((mention): FactMention[] => {
    const score = scores.get(`${mention.fact}=${mention.value}`);
    if (score === undefined) return [mention];
    if (mention.strength !== 'suggested') return score < DOUBTFUL ? [] : [mention];
    return [score < LIKELY ? mention : { ...mention, strength: 'implied' }];
  });
  return { ...heard, stated };
}
