import type { Fact, Facts, Value } from '../knowledge/schema.ts';
import { type Standing, standingOf, type Table, winnerOf, winnerWith } from './table.ts';

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

/** Where each value of each open fact would lead, alone: what questions, changes and robustness are all read from. */
export interface Sweep {
  standing: Standing;
  winner: string | undefined;
  open: readonly { fact: Fact; leads: readonly Lead[] }[];
}

interface Lead {
  value: Value;
  /** The option it leads to; undefined when every option would be excluded. */
  to: string | undefined;
}

/** Tries every value of every open fact, each alone. */
export function sweepOf(table: Table, facts: Facts): Sweep {
  const standing = standingOf(table, facts);
  const open = openFacts(table, standing, facts).map((fact) => ({
    fact,
    leads: leadsOf(table, standing, facts, fact),
  }));
  return { standing, winner: winnerOf(table, standing), open };
}

/** Where each value of a fact leads. @param standing how the options stand without the fact */
function leadsOf(table: Table, standing: Standing, others: Facts, fact: Fact): Lead[] {
  const facts = { ...others };
  return valuesOf(fact).map((value) => {
    facts[fact.id] = value;
    return { value, to: winnerWith(table, standing, facts, [fact.id]) };
  });
}

/** Every single fact, known or not, whose other value would change the verdict, the most important first; when there is none, every such pair of open facts. */
export function changesOf(table: Table, facts: Facts, sweep: Sweep): Change[] {
  const known = table.facts.flatMap((fact) => {
    const { [fact.id]: now, ...others } = facts;
    if (now === undefined) return [];
    const leads = leadsOf(table, standingOf(table, others), others, fact);
    return { fact, leads: leads.filter(({ value }) => value !== now) };
  });
  const byImportance = [...sweep.open, ...known].sort(
    (a, b) => Number(a.fact.id in facts) - Number(b.fact.id in facts) || b.fact.importance - a.fact.importance,
  );
  const singles = byImportance.flatMap(({ fact, leads }) =>
    leads.flatMap(({ value, to }) => (to === sweep.winner ? [] : [{ facts: { [fact.id]: value }, to }])),
  );
  return singles.length > 0 ? singles : pairChanges(table, facts, sweep);
}

function pairChanges(table: Table, facts: Facts, { standing, winner, open }: Sweep): Change[] {
  return open.flatMap(({ fact: first }, index) =>
    open.slice(index + 1).flatMap(({ fact: second }) =>
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
function openFacts(table: Table, { open }: Standing, facts: Facts): Fact[] {
  return table.facts.filter(({ id }) => !(id in facts) && table.byFact.get(id)?.some(({ rule }) => open.has(rule)));
}

/** How many values of an open fact would alone change the verdict. */
export const turning = (leads: readonly Lead[], winner: string | undefined): number =>
  leads.reduce((sum, { to }) => sum + Number(to !== winner), 0);

/** Counts, exactly, the answers that open facts can still get, each taken alone, and how many of them leave the verdict. */
export function robustnessOf({ open, winner }: Sweep): Robustness {
  const of = open.reduce((sum, { leads }) => sum + leads.length, 0);
  const matter = open
    .map(({ fact, leads }) => ({ fact, turns: turning(leads, winner) }))
    .filter(({ turns }) => turns > 0)
    .sort((a, b) => b.fact.importance - a.fact.importance);
  const turned = matter.reduce((sum, { turns }) => sum + turns, 0);
  return { over: matter.map(({ fact }) => fact.id), same: of - turned, of };
}
