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
const LIKELY = 0.25;
/** From here it is as good as said. */
const CERTAIN = 0.5;
/** From here a grave fact is suspected, so that it can be asked for. */
const POSSIBLE = 0.15;
/** What the lexicon reads in words to which the finder gives less than this was mostly not meant. */
export const DOUBTFUL = 0.02;
/** What a denial leaves: such values rule nothing out and need no second witness. */
const OPPOSITES: ReadonlySet<string> = new Set(['none', 'no', 'own']);
/** An utterance this short is hardly more than the words of the lexicon themselves. */
const BARE = 4;

/** From here on a value is clearly heard: two systems that are both heard are meant both. */
const CLEAR = 0.4;

/** Facts the lexicon has no words for but the trained finder hears, at most one value a fact, none that was heard or denied. */
export function suspectedFacts(scored: readonly Scored[], settled: ReadonlySet<string>): FactMention[] {
  const several = hearsSeveralSystems(scored) ? [{ id: 'os-family=mixed', score: CLEAR }] : [];
  const found = new Map<string, FactMention>();
  for (const { id, score } of [...several, ...scored]) {
    const [fact = '', value = ''] = id.split('=');
    if (score < (GRAVE.has(id) ? POSSIBLE : LIKELY) || settled.has(fact) || found.has(fact)) continue;
    found.set(fact, { fact, value, strength: strengthOf(score), words: [], hints: 1 });
  }
  return [...found.values()];
}

function strengthOf(score: number): FactMention['strength'] {
  if (score >= CERTAIN) return 'said';
  return score < LIKELY ? 'suggested' : 'implied';
}

function hearsSeveralSystems(scored: readonly Scored[]): boolean {
  return (
    scored.filter(({ id, score }) => score >= CLEAR && id.startsWith('os-family=') && id !== 'os-family=mixed').length >
    1
  );
}

/**
 * Two witnesses, the lexicon and the trained finder: what the lexicon reads stays unless the finder doubts it or clearly
 * hears another value of the fact.
 * @param scored what the finder heard with a score of DOUBTFUL or more, best first
 * @param words the length of the utterance
 */
export function confirmed(heard: FactsHeard, scored: readonly Scored[], words: number): FactsHeard {
  if (words <= BARE) return heard;
  const denied = new Set(heard.denied.map(({ fact, value }) => `${fact}=${value}`));
  const undenied = scored.filter(({ id }) => !denied.has(id));
  return { ...heard, stated: heard.stated.flatMap((mention) => witnessed(mention, undenied)) };
}

function witnessed(mention: FactMention, scored: readonly Scored[]): FactMention[] {
  if (typeof mention.value === 'number') return [mention];
  const { own, best } = scoresOf(mention, scored);
  if (best >= CLEAR && own < best / 2 && !OPPOSITES.has(mention.value)) return [];
  if (mention.strength !== 'suggested') return own < DOUBTFUL && !OPPOSITES.has(mention.value) ? [] : [mention];
  return [own < LIKELY ? mention : { ...mention, strength: 'implied' }];
}

/** What the finder gives to this value and to the likeliest value of its fact. */
function scoresOf({ fact, value }: FactMention, scored: readonly Scored[]): { own: number; best: number } {
  const values = scored.filter(({ id }) => id.startsWith(`${fact}=`));
  return { own: values.find(({ id }) => id === `${fact}=${value}`)?.score ?? 0, best: values[0]?.score ?? 0 };
}
