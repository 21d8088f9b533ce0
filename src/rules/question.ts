import type { Fact, Facts } from '../knowledge/schema.ts';
import { type Sweep, turning } from './change.ts';

/** Below this many known facts a question's importance counts more than how often it turns the verdict. */
const FEW = 3;

/**
 * The open facts worth asking for, best first: each has a value that alone would change the verdict. Ranked by importance
 * (raised by what is known already) times the share of values that turn it.
 */
export function questionsFor(facts: Facts, { open, winner }: Sweep): Fact[] {
  const few = Object.keys(facts).length < FEW;
  return open
    .map(({ fact, leads }) => {
      const share = turning(leads, winner) / leads.length;
      return { fact, worth: worthOf(importanceOf(fact, facts), share, few) };
    })
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .map(({ fact }) => fact);
}

/** @param share of the fact's values that would turn the verdict */
function worthOf(importance: number, share: number, few: boolean): number {
  if (share === 0) return 0;
  return few ? importance * 10 + share : importance * share;
}

function importanceOf({ importance, boosts = [] }: Fact, facts: Facts): number {
  return boosts
    .filter(({ when }) => Object.entries(when).every(([id, value]) => facts[id] === value))
    .reduce((sum, { by }) => sum + by, importance);
}
