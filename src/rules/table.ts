import type { Condition, Fact, Facts, Option, Rule, Value } from '../knowledge/schema.ts';

/** What a verdict is made from, and nothing else. */
export interface Decision {
  options: readonly Option[];
  rules: readonly Rule[];
  facts: readonly Fact[];
}

/** The decision table, prepared for reading: what each rule does to the options, and which rules ask for a fact. */
export interface Table extends Decision {
  prepared: readonly Prepared[];
  byFact: ReadonlyMap<string, readonly Prepared[]>;
}

/** A rule made ready to be read many times a turn. */
interface Prepared {
  rule: Rule;
  conditions: readonly (readonly [string, Condition])[];
  /** Positions of options and the points they get. */
  adds: readonly (readonly [number, number])[];
  /** Positions of the options that are excluded. */
  excludes: readonly number[];
}

/** How the options stand once the rules are read against some facts. Lists run parallel to `table.options`. */
export interface Standing {
  /** Points: the option's base and what the rules that hold add. */
  scores: number[];
  excluded: boolean[];
  held: Rule[];
  /** Rules that neither hold nor fail, because a fact they need is unknown. */
  open: ReadonlySet<Rule>;
}

type Truth = 'holds' | 'fails' | 'open';

export function tableFrom({ options, rules, facts }: Decision): Table {
  const position = (id: string): number => options.findIndex((option) => option.id === id);
  const prepared = rules.map((rule): Prepared => {
    const { when, favours, excludes = [] } = rule;
    return {
      rule,
      conditions: Object.entries(when),
      adds: Object.entries(favours).map(([id, points]) => [position(id), points] as const),
      excludes: excludes.map(position),
    };
  });
  const asking = (id: string): Prepared[] => prepared.filter(({ rule: { when } }) => id in when);
  return { options, rules, facts, prepared, byFact: new Map(facts.map(({ id }) => [id, asking(id)])) };
}

/** Reads every rule against the facts. A rule with an unknown fact stays open unless another of its conditions fails. */
export function standingOf(table: Table, facts: Facts): Standing {
  const scores = table.options.map(({ base }) => base);
  const excluded = table.options.map(() => false);
  const held: Rule[] = [];
  const open = new Set<Rule>();
  for (const rule of table.prepared) {
    const truth = truthUnder(rule.conditions, facts);
    if (truth === 'open') open.add(rule.rule);
    if (truth !== 'holds') continue;
    held.push(rule.rule);
    apply(rule, scores, excluded);
  }
  return { scores, excluded, held, open };
}

function apply({ adds, excludes }: Prepared, scores: number[], excluded: boolean[]): void {
  for (const [index, points] of adds) scores[index] = (scores[index] ?? 0) + points;
  for (const index of excludes) excluded[index] = true;
}

/** Whether a rule holds, fails or is open under three-valued logic: one failing condition decides, an unknown fact does not. */
export const truthOf = ({ when }: Pick<Rule, 'when'>, facts: Facts): Truth => truthUnder(Object.entries(when), facts);

function truthUnder(conditions: Prepared['conditions'], facts: Facts): Truth {
  let truth: Truth = 'holds';
  for (const [id, condition] of conditions) {
    const value = facts[id];
    if (value === undefined) truth = 'open';
    else if (!meets(value, condition)) return 'fails';
  }
  return truth;
}

function meets(value: Value, condition: Condition): boolean {
  if (typeof condition === 'string') return value === condition;
  if (Array.isArray(condition)) return condition.includes(String(value));
  const { below = Number.POSITIVE_INFINITY, 'at-least': least = Number.NEGATIVE_INFINITY } = condition;
  return least <= Number(value) && Number(value) < below;
}

/**
 * Positions in `table.options` of those not excluded, best first. Equal points go to the option with the simpler design:
 * a plain option before a specialist (higher base), then in the order of options.yaml, VM before container before hybrid.
 */
export function ranking({ options }: Decision, { scores, excluded }: Pick<Standing, 'scores' | 'excluded'>): number[] {
  return options
    .map((_, index) => index)
    .filter((index) => !excluded[index])
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (options[b]?.base ?? 0) - (options[a]?.base ?? 0) || a - b);
}

/** The id of the best option, or undefined when every option is excluded. */
export function winnerOf(
  { options }: Decision,
  { scores, excluded }: Pick<Standing, 'scores' | 'excluded'>,
): string | undefined {
  let best: Option | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < options.length; index += 1) {
    const option = options[index];
    const score = scores[index] ?? 0;
    if (!option || excluded[index] || score < most || (score === most && best && option.base <= best.base)) continue;
    best = option;
    most = score;
  }
  return best?.id;
}

/** The winner once more facts are known: only open rules that ask for one of the `turned` facts are read again. */
export function winnerWith(
  table: Table,
  { scores, excluded, open }: Standing,
  facts: Facts,
  turned: readonly string[],
): string | undefined {
  // Most values hold no further rule: the copies are made for the first that does.
  let after: Pick<Standing, 'scores' | 'excluded'> | undefined;
  for (const [index, id] of turned.entries()) {
    for (const rule of table.byFact.get(id) ?? []) {
      const done = index > 0 && turned.slice(0, index).some((earlier) => earlier in rule.rule.when);
      if (!open.has(rule.rule) || done || truthUnder(rule.conditions, facts) !== 'holds') continue;
      after ??= { scores: scores.slice(), excluded: excluded.slice() };
      apply(rule, after.scores, after.excluded);
    }
  }
  return winnerOf(table, after ?? { scores, excluded });
}
