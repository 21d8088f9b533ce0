import type { Answer } from '../answer.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { factsOf } from '../conversation/frame.ts';
import type { Said } from '../conversation/noted.ts';
import { HOME } from '../conversation/portraits.ts';
import type { Feature, Option, Rule, Value } from '../knowledge/schema.ts';
import { DIFFERENCE } from '../knowledge/topics.ts';
import type { Intent } from '../understanding/understanding.ts';
import { type Decided, optionIn } from './decided.ts';

/** What an answer was, in ids: for scripts, logs and tests. */
export interface Summary {
  intent: Intent;
  topic: string | null;
  topics: string[];
  options: string[];
  /** An option's id, `ask`, `conflict`, or null where no recommendation was made. */
  verdict: string | null;
  confidence: string | null;
  runnerUp: string | null;
  ask: string | null;
  facts: Record<string, Value>;
  rules: string[];
  refused: boolean;
}

export function summaryOf(answer: Answer, conversation: Conversation): Summary {
  const decided = decidedIn(answer);
  const { topic, topics } = topicsIn(answer, decided);
  const outcome = decided?.outcome;
  const verdict = outcome?.kind === 'verdict' ? outcome : undefined;
  return {
    intent: answer.intent,
    topic,
    topics,
    options: optionsIn(answer, conversation),
    verdict:
      (decided?.split ? together(decided.split.option, optionIn(decided.outcome)) : verdict?.option.id) ??
      verdictWord(answer, outcome?.kind),
    confidence: verdict?.confidence ?? null,
    runnerUp: verdict?.runnerUp?.option.id ?? null,
    ask: askedIn(answer) ?? null,
    facts: conversation.focus.supposed ?? factsOf(conversation),
    rules: rulesIn(answer, decided).map(({ id }) => id),
    refused:
      answer.kind === 'not-covered' || answer.kind === 'language' || answer.kind === 'abuse' || answer.kind === 'empty',
  };
}

/** The fact that our answer asks for: the next question, or which of two things said is meant. */
function askedIn(answer: Answer): string | undefined {
  if (answer.kind === 'contradiction') return answer.fact.id;
  return answer.kind === 'verdict' ? answer.ask?.id : undefined;
}

/** What the next turn may lean on. */
export function saidIn(answer: Answer, { topic, options, verdict, runnerUp, ask }: Summary): Said {
  const offered = 'alternatives' in answer ? answer.alternatives : [];
  const chosen = verdict === 'ask' || verdict === 'conflict' ? null : verdict;
  return {
    topic: topic ?? undefined,
    options,
    verdict: chosen ?? undefined,
    runnerUp: runnerUp ?? undefined,
    asked: ask ?? undefined,
    offered: offered.map(({ says }) => says),
  };
}

/** A workload split over containers and VMs is the hybrid; any other split is told by the option of the rest. */
function together(part: Option, rest: Option | undefined): string | undefined {
  const mixed = rest?.family === 'containers' && part.family !== 'containers';
  return mixed ? 'hybrid' : rest?.id;
}

function verdictWord(answer: Answer, outcome: string | undefined): string | null {
  if (answer.kind === 'dispute' || answer.kind === 'contradiction') return 'ask';
  if (answer.kind === 'objection') return answer.chosen?.id ?? null;
  return outcome === 'ask' || outcome === 'conflict' ? outcome : null;
}

function decidedIn(answer: Answer): Decided | undefined {
  if (answer.kind === 'verdict' || answer.kind === 'rationale' || answer.kind === 'sensitivity') return answer;
  return 'tendency' in answer ? answer.tendency : undefined;
}

function topicsIn(answer: Answer, decided: Decided | undefined): { topic: string | null; topics: string[] } {
  if ('topic' in answer) return firstOf([answer.topic, ...answer.alternatives.map(({ id }) => id)]);
  if (answer.kind === 'verdict') return firstOf(answer.beside ? [answer.beside.topic] : []);
  if (answer.kind === 'comparison') return firstOf(rowTopics(answer.features));
  if (answer.kind === 'options') return firstOf(answer.options.flatMap(({ id }) => HOME[id] ?? []).sort(bySpecial));
  return firstOf(reasonTopics(answer, decided));
}

const firstOf = (topics: string[]): { topic: string | null; topics: string[] } => ({
  topic: topics[0] ?? null,
  topics,
});

/** The classic rows together are the general comparison; a few rows are about themselves. */
function rowTopics(features: readonly Feature[]): string[] {
  const topics = features.map(({ topic }) => topic);
  return features.length >= 8 && features.every(({ classic }) => classic) ? [DIFFERENCE, ...topics] : topics;
}

/** Of two options the less ordinary one is what the question is about. */
const bySpecial = (a: string, b: string): number => Number(a.startsWith('overview')) - Number(b.startsWith('overview'));

/** A "why" is about what the rule that weighs most is about. */
function reasonTopics(answer: Answer, decided: Decided | undefined): string[] {
  if (answer.kind !== 'rationale' && answer.kind !== 'objection') return [];
  const rules = rulesIn(answer, decided);
  return [
    ...new Set(
      rules.flatMap(({ when }) =>
        Object.keys(when).flatMap((id) =>
          answer.table.facts.filter((fact) => fact.id === id).map(({ topic }) => topic),
        ),
      ),
    ),
  ];
}

function rulesIn(answer: Answer, decided: Decided | undefined): Rule[] {
  if (answer.kind === 'objection') return answer.rules;
  if (!decided) return [];
  return decided.outcome.kind === 'conflict' ? decided.outcome.rules : decided.outcome.reasons;
}

function optionsIn(answer: Answer, { focus }: Conversation): string[] {
  if (answer.kind === 'options') return answer.options.map(({ id }) => id);
  if (answer.kind === 'option' || answer.kind === 'objection') return [answer.option.id];
  if (answer.kind === 'row' || answer.kind === 'difference' || answer.kind === 'comparison')
    return focus.options.length > 0 ? focus.options : ['vm', 'container'];
  return focus.options;
}
