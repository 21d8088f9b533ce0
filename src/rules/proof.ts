import type { Facts, Rule, Scenario } from '../knowledge/schema.ts';
import { valuesOf } from './change.ts';
import { type Decision, standingOf, type Table, tableFrom, winnerOf } from './table.ts';
import { decide } from './verdict.ts';

/**
 * What is unsound about a set of rules, one sentence each; empty when nothing is. Looks for rules that can never change a
 * verdict, options that nothing leads to, facts that no rule asks for, and scenarios that come out otherwise.
 */
export function proofOf(pack: Decision & { scenarios: readonly Scenario[] }): string[] {
  const table = { ...tableFrom(pack), scenarios: pack.scenarios };
  return [...deadRules(table), ...unreachable(table), ...idleFacts(table), ...brokenScenarios(table)];
}

function deadRules(table: Table & { scenarios: readonly Scenario[] }): string[] {
  const grounds: Facts[] = [{}, ...table.scenarios.map(({ facts }) => facts), ...singles(table)];
  return table.rules.flatMap((rule) => {
    const without = tableFrom({ ...table, rules: table.rules.filter((other) => other !== rule) });
    const matters = grounds.some((ground) => {
      const facts = { ...ground, ...factsMeeting(rule) };
      return winnerOf(table, standingOf(table, facts)) !== winnerOf(without, standingOf(without, facts));
    });
    return matters ? [] : [`rules.yaml: ${rule.id} never changes a verdict; remove it or give it weight`];
  });
}

/** The least facts under which a rule holds. */
function factsMeeting({ when }: Pick<Rule, 'when'>): Facts {
  return Object.fromEntries(
    Object.entries(when).map(([id, condition]) => {
      if (typeof condition === 'string') return [id, condition];
      if (Array.isArray(condition)) return [id, condition[0] ?? ''];
      return [id, condition['at-least'] ?? (condition.below ?? 1) - 1];
    }),
  );
}

function singles({ facts }: Table): Facts[] {
  return facts.flatMap((fact) => valuesOf(fact).map((value) => ({ [fact.id]: value })));
}

function unreachable(table: Table & { scenarios: readonly Scenario[] }): string[] {
  const tried = [...table.scenarios.map(({ facts }) => facts), ...table.rules.map(factsMeeting)];
  const reached = new Set(tried.map((facts) => winnerOf(table, standingOf(table, facts))));
  return table.options.flatMap(({ id }) =>
    reached.has(id) ? [] : [`options.yaml: nothing leads to ${id}; give it a rule or remove it`],
  );
}

function idleFacts({ facts, rules }: Table): string[] {
  return facts.flatMap(({ id }) =>
    rules.some(({ when }) => id in when) ? [] : [`facts.yaml: no rule asks for ${id}; give it one or remove it`],
  );
}

function brokenScenarios(table: Table & { scenarios: readonly Scenario[] }): string[] {
  return table.scenarios.flatMap(({ id, facts, expected, changes }) => [
    ...(verdictOn(table, facts) === expected
      ? []
      : [`scenarios.yaml: ${id} gives ${verdictOn(table, facts)}, expected ${expected}`]),
    ...changes.flatMap(({ fact, value, to }) => {
      const got = winnerOf(table, standingOf(table, { ...facts, [fact]: value }));
      return got === to ? [] : [`scenarios.yaml: ${id} with ${fact}=${value} gives ${got}, expected ${to}`];
    }),
  ]);
}

/** The id of the option, `ask` or `conflict`. */
function verdictOn(table: Table, facts: Facts): string {
  const outcome = decide(table, facts);
  return outcome.kind === 'verdict' ? outcome.option.id : outcome.kind;
}
