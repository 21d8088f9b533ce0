import type { Fact, Value } from './schema.ts';

/** What is wrong with `id: value` as a statement of a fact, and what is allowed; undefined when nothing is. */
export function problemWith(facts: readonly Fact[], id: string, value: Value): string | undefined {
  const fact = facts.find((candidate) => candidate.id === id);
  if (!fact) return `unknown fact "${id}"; allowed: ${facts.map((known) => known.id).join(', ')}`;
  if (fact.kind === 'number') return Number.isFinite(Number(value)) ? undefined : `"${id}" is a number, not "${value}"`;
  const values = fact.values.map((known) => known.id);
  return values.includes(String(value)) ? undefined : `"${id}" has no value "${value}"; allowed: ${values.join(', ')}`;
}
