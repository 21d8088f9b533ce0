import type { Fact, Facts, Value } from '../knowledge/schema.ts';
import { type Standing, standingOf, type Table, winnerWith } from './table.ts';

/** One thing that would make the verdict another: facts that would have to be so, and the option they lead to. */
export interface Change {
  facts: Facts;
  /** Undefined when the facts would exclude every option. */
  to: string | undefined;
}

/** How sure the verdict is against what we do not know. */
export interface Robustness {
  /** The open facts that matter: those of which one value alone would change the verdict, most important first. */
  over: string[];
  /** How many of the answers that open facts can still get leave the verdict as it is, each taken alone. */
  same: number;
  of: number;
}

/** The values a fact may take when we try what would follow; counts are tried at the sizes named in facts.yaml. */
export function valuesOf({ kind, values }: Fact): Value[] {
  return values.map(({ id }) => (kind === 'number' ? Number(id) : id));
}

/** Every single fact, known or not, whose other value would change the verdict, the most important first; when there is none, every such pair of open facts. */
export function changesOf(table: Table, facts: Facts, winner: string): Change[] {
  const standing = standingOf(table, facts);
  const byImportance = [...table.facts].sort(
    (a, b) => Number(a.id in facts) - Number(b.id in facts) || b.importance - a.importance,
  );
  const singles = byImportance.flatMap((fact) => singleChanges(table, standing, facts, fact, winner));
  return singles.length > 0 ? singles : pairChanges(table, facts, winner);
}

function singleChanges(table: Table, known: Standing, facts: Facts, fact: Fact, winner: string): Change[] {
  const { [fact.id]: now, ...others } = facts;
  const standing = now === undefined ? known : standingOf(table, others);
  return valuesOf(fact).flatMap((value) => {
    if (value === now) return [];
    const to = winnerWith(table, standing, { ...others, [fact.id]: value }, [fact.id]);
    return to === winner ? [] : [{ facts: { [fact.id]: value }, to }];
  });
}

function pairChanges(table: Table, facts: Facts, winner: string): Change[] {
  const standing = standingOf(table, facts);
  const open = openFacts(table, standing, facts);
  return open.flatMap((first, index) =>
    open.slice(index + 1).flatMap((second) =>
      valuesOf(first).flatMap((one) =>
        valuesOf(second).flatMap((two) => {
          const more = { [first.id]: one, [second.id]: two };
          const to = winnerWith(table, standing, { ...facts, ...more }, [first.id, second.id]);
          return to === winner ? [] : [{ facts: more, to }];
        }),
      ),
    ),
  );
}

/** The unknown facts that some open rule asks for. */
export function openFacts(table: Table, { open }: Standing, facts: Facts): Fact[] {
  return table.facts.filter(({ id }) => !(id in facts) && table.byFact.get(id)?.some((rule) => open.has(rule)));
}

/** How many values of an open fact would alone change the verdict. */
export function turning(
  table: Table,
  standing: Standing,
  facts: Facts,
  fact: Fact,
  winner: string | undefined,
): number {
  return valuesOf(fact).filter(
    (value) => winnerWith(table, standing, { ...facts, [fact.id]: value }, [fact.id]) !== winner,
  ).length;
}

/** Counts, exactly, the answers that open facts can still get, each taken alone, and how many of them leave the verdict. */
export function robustnessOf(table: Table, facts: Facts, winner: string): Robustness {
  const standing = standingOf(table, facts);
  const open = openFacts(table, standing, facts).map((fact) => ({
    fact,
    turns: turning(table, standing, facts, fact, winner),
  }));
  const of = open.reduce((sum, { fact }) => sum + fact.values.length, 0);
  const matter = open.filter(({ turns }) => turns > 0).sort((a, b) => b.fact.importance - a.fact.importance);
  const turned = matter.reduce((sum, { turns }) => sum + turns, 0);
  return { over: matter.map(({ fact }) => fact.id), same: of - turned, of };
}
