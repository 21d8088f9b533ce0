import type { Conversation } from '../conversation/conversation.ts';
import { type Change, factsOf } from '../conversation/frame.ts';
import type { Request } from '../conversation/request.ts';
import type { Fact, Facts, Feature, Option, Rule, Value } from '../knowledge/schema.ts';
import { standingOf, type Table, truthOf, winnerOf } from '../rules/table.ts';
import { decide, type Outcome } from '../rules/verdict.ts';

/** What the rules say of the workload, and what was told that led there. */
export interface Decided {
  kind: 'verdict' | 'rationale' | 'sensitivity';
  outcome: Outcome;
  facts: { fact: Fact; value: Value; assumed: boolean }[];
  /** What this turn changed, and the rules that began or ceased to hold with it. */
  changes: { fact: Fact; from?: Value; to?: Value; partly?: boolean }[];
  begun: Rule[];
  ceased: Rule[];
  /** Where a part of the workload goes that needs something else than the rest. */
  split: { option: Option; reasons: Rule[]; facts: { fact: Fact; value: Value }[] } | undefined;
  /** Set when the facts are only supposed ("what if"). */
  supposed: boolean;
  /** The option recommended before this turn, when the turn changed it. */
  before: Option | undefined;
  /** The row of the comparison that the words also asked about. */
  beside: Feature | undefined;
  /** Nothing that was heard changes anything, which is said. */
  unmoved: boolean;
  /** The question to ask now, if one may be asked. */
  ask: Fact | undefined;
  /** All facts and options there are, to name those that would change it. */
  table: Pick<Table, 'facts' | 'options'>;
  /** Questions for a form: the facts that could change the verdict most, at most five. */
  form: Fact[];
}

type Wanted =
  | { kind: 'verdict'; changes: Change[]; supposed?: Record<string, Value> }
  | Pick<Extract<Request, { kind: 'why' | 'what-would-change' }>, 'kind'>;

const SHAPES = { verdict: 'verdict', why: 'rationale', 'what-would-change': 'sensitivity' } as const;
const FORM_LENGTH = 5;

/** @param settled facts never to ask for, or `all` when no question may be asked now */
export function decideFor(
  request: Wanted,
  conversation: Conversation,
  settled: ReadonlySet<string> | 'all',
  table: Table,
): Decided {
  const supposed = request.kind === 'verdict' ? request.supposed : conversation.focus.supposed;
  const asked = settled === 'all' ? new Set<string>() : settled;
  const all = supposed ?? factsOf(conversation);
  const { facts, outcome } = weighed(all, asked, conversation, table);
  const changes =
    request.kind === 'verdict' ? request.changes.filter(({ fact, to }) => to === undefined || fact in facts) : [];
  const earlier = factsBefore(facts, changes);
  const before = changes.length > 0 ? conversation.focus.verdict : undefined;
  return {
    kind: SHAPES[request.kind],
    outcome,
    facts: known(facts, conversation, table),
    changes: changes.flatMap(({ fact: id, ...change }) =>
      table.facts.filter((fact) => fact.id === id).map((fact) => ({ fact, ...change })),
    ),
    ...ruleChanges(table, earlier, facts),
    beside: undefined,
    unmoved: false,
    split: splitOf(outcome, facts, conversation, table),
    supposed: supposed !== undefined,
    before:
      outcome.kind === 'verdict' && before !== outcome.option.id
        ? table.options.find(({ id }) => id === before)
        : undefined,
    ask: settled === 'all' || supposed !== undefined || outcome.kind === 'conflict' ? undefined : outcome.next,
    table,
    form: outcome.questions.slice(0, FORM_LENGTH),
  };
}

/** The facts that count, and what the rules make of them. */
function weighed(
  all: Facts,
  asked: ReadonlySet<string>,
  conversation: Conversation,
  table: Table,
): { facts: Facts; outcome: Outcome } {
  const suspects = Object.keys(all).filter((id) => isSuspicion(id, all, conversation, table));
  const facts = firmEnough(without(all, suspects), conversation, table);
  const open = suspects.filter((id) => !asked.has(id));
  return { facts, outcome: cautious(decide(table, facts, asked), facts, open, all, table) };
}

const without = (facts: Facts, ids: readonly string[]): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([id]) => !ids.includes(id)));

/** What was only suggested helps to a verdict, but a specialist option needs a reason that was said. */
function firmEnough(facts: Facts, { facts: told }: Conversation, table: Table): Facts {
  const winner = table.options.find(({ id }) => id === winnerOf(table, standingOf(table, facts)));
  if (!winner || winner.base >= 0) return facts;
  const guessed = Object.keys(facts).filter((id) => told[id]?.strength === 'suggested' && told[id].value === facts[id]);
  const firm = without(facts, guessed);
  return decide(table, firm).kind === 'verdict' ? firm : facts;
}

/** Only suggested, and yet enough to exclude options: such a fact is asked for, not assumed. */
function isSuspicion(id: string, facts: Facts, { facts: told }: Conversation, { rules }: Table): boolean {
  if (told[id]?.strength !== 'suggested') return false;
  const alone = { [id]: facts[id] ?? '' };
  return rules.some((rule) => rule.excludes?.includes('container') && truthOf(rule, alone) === 'holds');
}

/** The outcome, or the question about a suspicion that would rule it out. */
function cautious(outcome: Outcome, facts: Facts, suspects: readonly string[], all: Facts, table: Table): Outcome {
  const option = optionIn(outcome);
  if (!option || outcome.kind === 'conflict') return outcome;
  const place = table.options.indexOf(option);
  const doubt = suspects.find((id) => standingOf(table, { ...facts, [id]: all[id] ?? '' }).excluded[place]);
  const next = table.facts.find(({ id }) => id === doubt);
  if (!next) return outcome;
  return { kind: 'ask', next, leaning: option, reasons: outcome.reasons, questions: outcome.questions };
}

/** The verdict on the part that was told apart, when it is another option than the rest gets. */
function splitOf(whole: Outcome, facts: Facts, { part }: Conversation, table: Table): Decided['split'] {
  const own = Object.fromEntries(Object.entries(part).map(([id, { value }]) => [id, value]));
  const rest = optionIn(whole);
  if (Object.keys(own).length === 0 || !rest) return undefined;
  const outcome = decide(table, { ...facts, ...own });
  if (outcome.kind !== 'verdict' || outcome.option.id === rest.id) return undefined;
  const told = table.facts.flatMap((fact) => (own[fact.id] === undefined ? [] : [{ fact, value: own[fact.id] ?? '' }]));
  return { option: outcome.option, reasons: outcome.reasons, facts: told };
}

/** The same with the rules on some topics first; undefined when topics are named and no rule that holds is about any. */
export function aboutFirst(decided: Decided, about: readonly string[]): Decided | undefined {
  const { outcome, table } = decided;
  if (about.length === 0 || outcome.kind === 'conflict') return decided;
  const isAbout = ({ when }: Rule): boolean => table.facts.some(({ id, topic }) => id in when && about.includes(topic));
  if (!outcome.reasons.some(isAbout)) return undefined;
  const reasons = [...outcome.reasons.filter(isAbout), ...outcome.reasons.filter((rule) => !isAbout(rule))];
  return { ...decided, outcome: { ...outcome, reasons } };
}

/** The option that an outcome names, be it only as where it leans. */
export function optionIn(outcome: Outcome): Option | undefined {
  if (outcome.kind === 'verdict') return outcome.option;
  return outcome.kind === 'ask' ? outcome.leaning : undefined;
}

function known(facts: Facts, { facts: told }: Conversation, table: Table): Decided['facts'] {
  return table.facts.flatMap((fact) => {
    const value = facts[fact.id];
    if (value === undefined) return [];
    const assumed = told[fact.id]?.value === value && told[fact.id]?.strength === 'suggested';
    return [{ fact, value, assumed }];
  });
}

function factsBefore(facts: Facts, changes: readonly Change[]): Facts {
  const before = { ...facts };
  for (const { fact, from } of changes) {
    if (from === undefined) delete before[fact];
    else before[fact] = from;
  }
  return before;
}

function ruleChanges(table: Table, before: Facts, after: Facts): Pick<Decided, 'begun' | 'ceased'> {
  const had = standingOf(table, before).held;
  const has = standingOf(table, after).held;
  return { begun: has.filter((rule) => !had.includes(rule)), ceased: had.filter((rule) => !has.includes(rule)) };
}
