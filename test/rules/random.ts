import fc from 'fast-check';
import type { Condition, Facts, Rule, Value } from '../../src/knowledge/schema.ts';
import { valuesOf } from '../../src/rules/change.ts';
import { tableFrom } from '../../src/rules/table.ts';
import { realKnowledge } from '../support.ts';

/** What every property test runs with, so that a failure comes back. */
export const seeded = (numRuns: number): { seed: number; numRuns: number } => ({ seed: 20261124, numRuns });

export const table = tableFrom(realKnowledge());

/** Any set of facts of our own knowledge, each of them known or not. */
export const anyFacts: fc.Arbitrary<Facts> = fc
  .record(
    Object.fromEntries(table.facts.map((fact) => [fact.id, fc.option(anyValue(fact.id), { nil: undefined, freq: 1 })])),
  )
  .map(known);

function anyValue(id: string): fc.Arbitrary<Value> {
  const fact = table.facts.find((candidate) => candidate.id === id);
  if (!fact) throw new Error(`there is no fact ${id}`);
  return fact.kind === 'number' ? fc.integer({ min: 1, max: 2000 }) : fc.constantFrom(...valuesOf(fact));
}

function known(facts: Record<string, Value | undefined>): Facts {
  return Object.fromEntries(Object.entries(facts).flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])));
}

/** Every pair of values of every two facts, and every value alone. */
export function everyPair(): Facts[] {
  return table.facts.flatMap((one, index) =>
    valuesOf(one).flatMap((value) => [
      { [one.id]: value },
      ...table.facts
        .slice(index + 1)
        .flatMap((two) => valuesOf(two).map((other) => ({ [one.id]: value, [two.id]: other }))),
    ]),
  );
}

/** Whether a condition is met, written a second time so that the rules are not tested with themselves. */
export function met(value: Value | undefined, condition: Condition): boolean {
  if (value === undefined) return false;
  if (typeof condition === 'string') return String(value) === condition;
  if (Array.isArray(condition)) return condition.some((one) => one === String(value));
  const number = Number(value);
  if (condition.below !== undefined && number >= condition.below) return false;
  return condition['at-least'] === undefined || number >= condition['at-least'];
}

export const holds = ({ when }: Pick<Rule, 'when'>, facts: Facts): boolean =>
  Object.entries(when).every(([id, condition]) => met(facts[id], condition));

interface Contest {
  options: readonly { id: string; base: number }[];
  rules: readonly Pick<Rule, 'when' | 'excludes' | 'favours'>[];
}

/** The winner by the plainest reading of the table. */
export function bruteWinner({ options, rules }: Contest, facts: Facts): string | undefined {
  const held = rules.filter((rule) => holds(rule, facts));
  const scored = options
    .filter(({ id }) => !held.some(({ excludes }) => excludes?.includes(id)))
    .map(({ id, base }) => ({ id, base, score: held.reduce((sum, { favours }) => sum + (favours[id] ?? 0), base) }));
  let best = scored[0];
  for (const option of scored)
    if (best && (option.score > best.score || (option.score === best.score && option.base > best.base))) best = option;
  return best?.id;
}
