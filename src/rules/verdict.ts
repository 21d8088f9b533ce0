import type { Fact, Facts, Option, Rule } from '../knowledge/schema.ts';
import { type Change, changesOf, type Robustness, robustnessOf, sweepOf } from './change.ts';
import { questionsFor } from './question.ts';
import { ranking, type Standing, standingOf, type Table } from './table.ts';

/** What the decision table says about a workload, and all that is worth asking, best first. */
export type Outcome = (Verdict | Ask | Conflict) & { questions: Fact[] };

export interface Verdict {
  kind: 'verdict';
  option: Option;
  confidence: 'high' | 'medium' | 'low';
  /** The rules that held and speak for the option, vetoes of others first, then by points. */
  reasons: Rule[];
  /** The rules that held and speak against it. */
  against: Rule[];
  runnerUp: { option: Option; margin: number } | undefined;
  excluded: { option: Option; by: Rule[] }[];
  /** What would change it: single facts, or pairs when no single fact would. */
  changes: Change[];
  robustness: Robustness;
  /** The question that could change it most, if any could. */
  next: Fact | undefined;
}

/** Too little is known for advice; `leaning` is where the facts point so far, if anywhere. */
interface Ask {
  kind: 'ask';
  next: Fact | undefined;
  leaning: Option | undefined;
  reasons: Rule[];
}

/** The requirements exclude every option: these rules collide. */
interface Conflict {
  kind: 'conflict';
  rules: Rule[];
}

const CLEAR = 3;
const FAIR = 1.5;
/** By the number of known facts: the margin below which we ask first. With three and more only a tie is no advice. */
const LEAST: Readonly<Record<number, number>> = { 0: Number.POSITIVE_INFINITY, 1: CLEAR, 2: 1 };
const TIE = 0.5;

/**
 * The verdict on a workload. Confidence follows the margin, in points, to the best option of another family: at least 3
 * and three facts is high, at least 1.5 is medium, less is low; without a veto and with hardly a fact we ask instead.
 */
export function decide(table: Table, facts: Facts, settled: ReadonlySet<string> = new Set()): Outcome {
  const sweep = sweepOf(table, facts);
  const { standing } = sweep;
  const questions = questionsFor(facts, sweep);
  const [best, ...others] = ranking(table, standing);
  const option = best === undefined ? undefined : table.options[best];
  if (best === undefined || !option) return { kind: 'conflict', rules: standing.held.filter(isVeto), questions };
  const margin = marginOf(table, standing, best, others);
  const known = Object.keys(facts).length;
  const vetoed = standing.held.some(isVeto);
  const next = questions.find(({ id }) => !settled.has(id));
  const reasons = reasonsFor(standing, option.id, 1);
  if (!vetoed && (reasons.length === 0 || margin < (LEAST[known] ?? TIE)))
    return { kind: 'ask', next, leaning: margin > 0 && reasons.length > 0 ? option : undefined, reasons, questions };
  return {
    kind: 'verdict',
    option,
    confidence: confidenceOf(margin, known, vetoed),
    reasons,
    against: reasonsFor(standing, option.id, -1),
    runnerUp: runnerUp(table, standing, best, others[0]),
    excluded: excludedOptions(table, standing),
    changes: changesOf(table, facts, sweep),
    robustness: robustnessOf(sweep),
    next,
    questions,
  };
}

const isVeto = ({ excludes }: Rule): boolean => excludes !== undefined;

/** The lead of the best option, in points, over the next best of another family; a clear one when there is none. */
function marginOf({ options }: Table, { scores }: Standing, best: number, others: readonly number[]): number {
  const rival = others.find((index) => options[index]?.family !== options[best]?.family);
  return rival === undefined ? CLEAR : (scores[best] ?? 0) - (scores[rival] ?? 0);
}

function confidenceOf(margin: number, known: number, vetoed: boolean): Verdict['confidence'] {
  if (margin >= CLEAR && known >= 3) return 'high';
  return margin >= FAIR && (known >= 3 || (vetoed && known >= 2)) ? 'medium' : 'low';
}

function runnerUp(table: Table, { scores }: Standing, best: number, second: number | undefined): Verdict['runnerUp'] {
  const option = second === undefined ? undefined : table.options[second];
  return option && second !== undefined ? { option, margin: (scores[best] ?? 0) - (scores[second] ?? 0) } : undefined;
}

function excludedOptions({ options }: Table, { held }: Standing): Verdict['excluded'] {
  return options.flatMap((option) => {
    const by = held.filter(({ excludes }) => excludes?.includes(option.id));
    return by.length > 0 ? [{ option, by }] : [];
  });
}

/** Rules that held and add to (sign 1) or take from (sign -1) an option; vetoes first, then the heavier. */
function reasonsFor({ held }: Standing, option: string, sign: 1 | -1): Rule[] {
  const weight = ({ favours }: Rule): number => sign * (favours[option] ?? 0);
  return held
    .filter((rule) => weight(rule) > 0)
    .sort((a, b) => Number(isVeto(b)) - Number(isVeto(a)) || weight(b) - weight(a));
}

/** The rules that speak against an option under these facts: vetoes that exclude it, and preferences that lower it. */
export function rulesAgainst(table: Table, facts: Facts, option: string): Rule[] {
  const { held } = standingOf(table, facts);
  return held
    .filter((rule) => rule.excludes?.includes(option) || (rule.favours[option] ?? 0) < 0)
    .sort((a, b) => Number(isVeto(b)) - Number(isVeto(a)));
}
