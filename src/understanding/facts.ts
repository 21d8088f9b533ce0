import type { Fact, Value } from '../knowledge/schema.ts';
import type { Meaning, Mention } from './lexicon.ts';
import { isDenied, overlaps } from './scope.ts';
import type { Word } from './text.ts';

/** How a fact was heard: said in so many words, implied by a product's name, or only suggested. */
type Strength = 'said' | 'implied' | 'suggested';

/** Something an utterance tells of a workload. */
export interface FactMention {
  fact: string;
  value: Value;
  strength: Strength;
  /** Words of the clause it was heard in, so that "no dongle on this one" can take it back later. */
  words: string[];
  /** How many places in the utterance say or suggest this very value. */
  hints: number;
}

/** What an utterance tells of a workload and what it denies. */
export interface FactsHeard {
  stated: FactMention[];
  /** Values that were denied without stating another, and nouns that were denied ("no dongle"). */
  denied: { fact: string; value: string }[];
  /** Facts for which the utterance says two things that cannot both be true. */
  contradictory: { fact: string; values: Value[] }[];
}

interface Heard extends FactMention {
  from: number;
}

const RANK: Readonly<Record<Strength, number>> = { said: 3, implied: 2, suggested: 1 };

/** The facts in an utterance, one value each: what was said beats what a name implies, and that beats a hint. */
export function factsIn(words: readonly Word[], mentions: readonly Mention[], facts: readonly Fact[]): FactsHeard {
  const statements = mentions.flatMap((mention) => {
    const denied = isDenied(words, mention);
    return statementsOf(mention, denied ? [] : mentions).map((statement) => ({ ...statement, mention, denied }));
  });
  const counted = new Set(facts.filter(({ kind }) => kind === 'number').map(({ id }) => id));
  const heard = statements
    .flatMap((statement) => heardFrom(statement, words))
    .map((fact) => (counted.has(fact.fact) ? { ...fact, value: Number(fact.value) } : fact));
  const denied = statements.filter((statement) => statement.denied);
  const { stated, contradictory } = settle(heard, facts);
  return { stated, denied: denied.map(({ fact, value }) => ({ fact, value: String(value) })), contradictory };
}

/** What a mention says of a fact; `instead` is what its denial says. */
interface Statement {
  fact: string;
  value: Value;
  strength: Strength;
  instead?: string;
}

/** What a statement leaves to be known of the workload: its value, or when it is denied the opposite, if there is one. */
function heardFrom(
  { fact, value, strength, instead, mention, denied }: Statement & { mention: Mention; denied: boolean },
  words: readonly Word[],
): Heard[] {
  const holds = denied ? instead : value;
  if (holds === undefined) return [];
  return [{ fact, value: holds, strength, words: clauseWords(words, mention), hints: 1, from: mention.from }];
}

/** One value for each fact, in the order of the facts file, and the facts on which no one value stands. */
function settle(heard: readonly Heard[], facts: readonly Fact[]): Pick<FactsHeard, 'stated' | 'contradictory'> {
  const byFact = Map.groupBy(heard, ({ fact }) => fact);
  const stated: FactMention[] = [];
  const contradictory: FactsHeard['contradictory'] = [];
  for (const fact of facts) {
    const candidates = byFact.get(fact.id);
    if (!candidates) continue;
    const { chosen, clash } = reconcile(fact, candidates);
    const { from: _, ...mention } = chosen;
    const hints = new Set(candidates.filter(({ value }) => value === chosen.value).map(({ from }) => from)).size;
    stated.push({ ...mention, hints });
    if (clash) contradictory.push({ fact: fact.id, values: clash });
  }
  return { stated, contradictory };
}

/** @param mentions among which one may cancel this; none when it is denied anyway */
function statementsOf(mention: Mention, mentions: readonly Mention[]): Statement[] {
  const { meaning } = mention;
  if (meaning.kind === 'product')
    return meaning.product.implies.map(({ fact, value, strength }) => ({
      fact,
      value,
      strength: strength === 'strong' ? 'implied' : 'suggested',
    }));
  if ((meaning.kind !== 'count' && meaning.kind !== 'fact') || isCancelled(mention, meaning, mentions)) return [];
  if (meaning.kind === 'count') return countFrom(mention, meaning);
  const { fact, value, denied } = meaning;
  return [{ fact, value, strength: 'said', ...(denied && { instead: denied }) }];
}

function countFrom({ number }: Mention, { fact, times }: Extract<Meaning, { kind: 'count' }>): Statement[] {
  return number === undefined ? [] : [{ fact, value: Math.round(number * times), strength: 'said' }];
}

/** An exclusion of the same value overlaps it; a count is cancelled by any exclusion of its fact. */
function isCancelled(
  mention: Mention,
  meaning: Extract<Meaning, { kind: 'fact' | 'count' }>,
  mentions: readonly Mention[],
): boolean {
  return mentions.some(
    (other) =>
      other.meaning.kind === 'not' &&
      other.meaning.fact === meaning.fact &&
      (meaning.kind === 'count' || other.meaning.value === meaning.value) &&
      overlaps(other, mention),
  );
}

function clauseWords(words: readonly Word[], { from }: Mention): string[] {
  const clause = words[from]?.clause;
  return words
    .filter((word) => word.clause === clause && word.stem.length > 3)
    .map(({ stem }) => stem)
    .slice(0, 12);
}

/** The one value that stands when several were heard, by the fact's own policy. */
function reconcile(
  { kind, values, several = 'first' }: Fact,
  candidates: readonly Heard[],
): { chosen: Heard; clash?: Value[] } {
  const best = Math.max(...candidates.map(({ strength }) => RANK[strength]));
  const top = candidates.filter(({ strength }) => RANK[strength] === best);
  const first = top.reduce((a, b) => (b.from < a.from ? b : a));
  const distinct = [...new Set(top.map(({ value }) => value))];
  if (distinct.length < 2) return { chosen: first };
  if (kind === 'number') return { chosen: top.reduce((a, b) => (Number(b.value) > Number(a.value) ? b : a)) };
  if (several === 'clash' && best === RANK.said && farApart(values, distinct))
    return { chosen: first, clash: distinct };
  if (several === 'strictest') {
    const order = values.map(({ id }) => id);
    return { chosen: top.reduce((a, b) => (order.indexOf(String(b.value)) > order.indexOf(String(a.value)) ? b : a)) };
  }
  return { chosen: several === 'first' || several === 'clash' ? first : { ...first, value: several } };
}

/** Whether two of the values are not neighbours in the list: "stateless" and "external state" go together, "stateless" and "local state" do not. */
function farApart(values: Fact['values'], stated: readonly Value[]): boolean {
  const places = stated.map((value) => values.findIndex(({ id }) => id === value));
  return Math.max(...places) - Math.min(...places) > 1;
}
