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
/** What is less likely than this is no sign of anything. */
export const WITNESS = 0.35;
/** A suspicion that another fact supports: a hint of foreign code is no coincidence where customers share the machines. */
const SUPPORT: Readonly<Record<string, string>> = { 'trust=untrusted': 'tenancy=external-customers' };

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

/**
 * Two weak witnesses make a strong one: what is suggested twice, or suggested and also heard by the trained finder, counts as implied.
 * @param scored what the finder heard with a score of WITNESS or more
 */
export function confirmed(heard: FactsHeard, scored: readonly Scored[]): FactsHeard {
  const likely = new Set(scored.map(({ id }) => id));
  const said = new Set(heard.stated.map(({ fact, value }) => `${fact}=${value}`));
  const stated = heard.stated.map((mention) => {
    const id = `${mention.fact}=${mention.value}`;
    const again = mention.hints > 1 || likely.has(id) || said.has(SUPPORT[id] ?? '');
    return mention.strength === 'suggested' && again ? { ...mention, strength: 'implied' as const } : mention;
  });
  return { ...heard, stated };
}
