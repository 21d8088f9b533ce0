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
const GRAVE_ENOUGH = 0.5;
const ENOUGH = 0.9;
const WITNESS = 0.35;

/** Facts the lexicon has no words for but the trained finder hears, at most one value a fact, none that was heard or denied. */
export function suspectedFacts(scored: readonly Scored[], settled: ReadonlySet<string>): FactMention[] {
  const found = new Map<string, FactMention>();
  for (const { id, score } of scored) {
    if (score < GRAVE_ENOUGH) break;
    const [fact = '', value = ''] = id.split('=');
    if (settled.has(fact) || found.has(fact) || (score < ENOUGH && !GRAVE.has(id))) continue;
    found.set(fact, { fact, value, strength: 'suggested', words: [], hints: 1 });
  }
  return [...found.values()];
}

/** Two weak witnesses make a strong one: what is suggested twice, or suggested and also heard by the trained finder, counts as implied. */
export function confirmed(heard: FactsHeard, scored: readonly Scored[]): FactsHeard {
  const likely = new Set(scored.filter(({ score }) => score >= WITNESS).map(({ id }) => id));
  const stated = heard.stated.map((mention) => {
    const again = mention.hints > 1 || likely.has(`${mention.fact}=${mention.value}`);
    return mention.strength === 'suggested' && again ? { ...mention, strength: 'implied' as const } : mention;
  });
  return { ...heard, stated };
}
