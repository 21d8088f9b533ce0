import type { Answer } from '../answer.ts';
import type { Decided } from '../answers/decided.ts';
import type { Fact, Source } from '../knowledge/schema.ts';
import type { Verdict } from '../rules/verdict.ts';
import type { Card, Part } from './card.ts';
import { plainCard, sourcesOf, valueLabel } from './claims.ts';
import { changeText } from './notes.ts';
import { choiceButtons } from './question.ts';
import { factsPart, lowerFirst, nothingDecidedCard, reasonsPart } from './verdict.ts';

const MOST_CHANGES = 6;

/** Why: the rules that held, for and against, and the facts they rest on. */
export function rationaleCard(decided: Decided, sources: readonly Source[], reviewed: string): Card {
  const { outcome } = decided;
  if (outcome.kind === 'ask')
    return outcome.reasons.length === 0 ? nothingDecidedCard() : leaningCard(decided, sources, reviewed);
  const rules = outcome.kind === 'conflict' ? outcome.rules : [...outcome.reasons, ...outcome.against];
  const parts: Part[] =
    outcome.kind === 'conflict'
      ? [reasonsPart('These rules collide', rules)]
      : [
          reasonsPart('For it', outcome.reasons),
          ...(outcome.against.length > 0 ? [reasonsPart('Against it', outcome.against)] : []),
          ...excludedPart(outcome.excluded),
        ];
  return {
    title: 'Why',
    lead: outcome.kind === 'conflict' ? 'No option meets all of these requirements.' : outcome.option.verdict,
    parts: [...parts, factsPart(decided)],
    buttons: [
      { label: 'What would change it?', says: 'what would change it?' },
      { label: 'Compare all', says: 'compare VM and container' },
    ],
    sources: sourcesOf(rules, sources),
    reviewed,
  };
}

/** What is ruled out, those by the same rules together. */
function excludedPart(excluded: Verdict['excluded']): Part[] {
  const byRules = Map.groupBy(excluded, ({ by }) => by.map(({ id }) => id).join(', '));
  return [...byRules].map(([rules, out]) => ({
    kind: 'note',
    text: `Ruled out by ${rules}: ${out.map(({ option }) => option.phrase).join(', ')}.`,
  }));
}

function leaningCard(decided: Decided, sources: readonly Source[], reviewed: string): Card {
  const { reasons } = decided.outcome as Extract<Decided['outcome'], { kind: 'ask' }>;
  return {
    title: 'Why',
    lead: 'Too little for a verdict yet; this is what speaks so far.',
    parts: [reasonsPart('', reasons), factsPart(decided)],
    buttons: [{ label: 'Ask me', says: 'which one should I use' }],
    sources: sourcesOf(reasons, sources),
    reviewed,
  };
}

/** What would change the verdict, by single facts or else by pairs, and how robust it is. */
export function sensitivityCard(decided: Decided, sources: readonly Source[], reviewed: string): Card {
  const { outcome } = decided;
  if (outcome.kind === 'conflict') return rationaleCard(decided, sources, reviewed);
  if (outcome.kind === 'ask') return decided.facts.length === 0 ? nothingDecidedCard() : openCard(outcome.next);
  const { changes, robustness, option } = outcome;
  const shown = changes.slice(0, MOST_CHANGES);
  const left = changes.length - shown.length;
  return {
    title: 'What would change it',
    lead:
      changes.length === 0
        ? 'Nothing I can ask about would change it.'
        : `${option.verdict.replace(/\.$/, '')}, unless one of these is so.`,
    parts: [
      {
        kind: 'bullets',
        heading: '',
        items: shown.map((change) => ({ text: changeText(change, decided), sources: [] })),
      },
      ...(left > 0 ? [{ kind: 'note' as const, text: `… ${left} more.` }] : []),
      ...(robustness.same < robustness.of
        ? [
            {
              kind: 'note' as const,
              text: `With ${robustness.same} of the ${robustness.of} answers that are still open it stays ${option.phrase}.`,
            },
          ]
        : []),
    ],
    buttons: [{ label: 'Why?', says: 'why?' }],
    sources: [],
    reviewed,
  };
}

/** What would settle a decision that is still open. */
function openCard(next: Fact | undefined): Card {
  return plainCard(
    'What would change it',
    'It is still open.',
    [
      {
        kind: 'text',
        text: next ? `This would settle it most: ${next.question}` : 'Tell me more about your workload.',
      },
    ],
    next ? choiceButtons(next) : [],
  );
}

/** Why not that option: what excludes it or speaks against it. */
export function objectionCard(
  { option, chosen, rules, excluded, intent }: Extract<Answer, { kind: 'objection' }>,
  sources: readonly Source[],
  reviewed: string,
): Card {
  const title = intent === 'why' ? 'Why not' : `How about ${option.phrase}`;
  const instead =
    chosen && chosen.id !== option.id ? [{ kind: 'note' as const, text: `I recommend ${chosen.phrase} instead.` }] : [];
  if (rules.length === 0)
    return {
      ...plainCard(title, `Nothing you told me rules out ${option.phrase}.`, [
        {
          kind: 'text',
          text:
            chosen && chosen.id !== option.id
              ? `It is only that more speaks for ${chosen.phrase}. Its usual limits:`
              : 'Its usual limits:',
        },
        {
          kind: 'bullets',
          heading: '',
          items: option.avoid.slice(0, 3).map(({ text, sources: cited }) => ({ text, sources: cited })),
        },
      ]),
      buttons: [{ label: 'Why?', says: 'why?' }],
      sources: sourcesOf(option.avoid.slice(0, 3), sources),
      reviewed: option.reviewed,
    };
  return {
    title,
    lead: excluded ? `Ruled out here: ${option.phrase}.` : `These points speak against ${option.phrase}.`,
    parts: [reasonsPart('Because', rules), ...instead],
    buttons: [
      { label: 'What would change it?', says: 'what would change it?' },
      { label: 'Why?', says: 'why?' },
    ],
    sources: sourcesOf(rules, sources),
    reviewed,
  };
}

/** Two people contradict each other: both are shown, and where each leads. */
export function disputeCard({ disputes }: Extract<Answer, { kind: 'dispute' }>): Card {
  return {
    ...plainCard('Two answers', 'You two disagree on a fact; which holds?'),
    parts: disputes.map(({ fact, values }) => ({
      kind: 'bullets',
      heading: fact.question,
      items: values.map(({ value, speaker, leadsTo }) => ({
        text: `${speaker} says: ${valueLabel(fact, value)}${leadsTo ? `, which leads to ${leadsTo.phrase}` : ''}.`,
        sources: [],
      })),
    })),
    buttons: disputes.flatMap(({ fact, values }) =>
      values.flatMap(({ value }) =>
        fact.values.filter(({ id }) => id === String(value)).map(({ label, says }) => ({ label, says })),
      ),
    ),
  };
}

/** One message said two things that cannot both be true. */
export function contradictionCard({ fact, values }: Extract<Answer, { kind: 'contradiction' }>): Card {
  const told = values.map((value) => valueLabel(fact, value));
  return plainCard(
    'Two things at once',
    `You told me two things; which one holds?`,
    [{ kind: 'text', text: `On ${fact.name} I heard ${told.map(lowerFirst).join(' and ')}. ${fact.question}` }],
    fact.values.filter(({ id }) => values.includes(id)).map(({ label, says }) => ({ label, says })),
  );
}
