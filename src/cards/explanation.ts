import type { Explanation } from '../answers/explanation.ts';
import type { Claim, DeepDive, Option, Source } from '../knowledge/schema.ts';
import type { Button, Card } from './card.ts';
import { bulletFrom, figureFrom, sourcesOf } from './claims.ts';
import { comparisonCard, rowCard } from './comparison.ts';
import { tendencyNote } from './verdict.ts';

const SHORT_LIST = 4;

/** What we know of a topic; with other readings as buttons when we were not sure, and a tendency when facts were told. */
export function explanationCard(
  answer: Explanation,
  length: 'short' | 'long' | undefined,
  sources: readonly Source[],
): Card {
  const card = pageCard(answer, length === 'long', sources);
  const unsure = answer.alternatives.slice(0, 3);
  const note = answer.tendency && tendencyNote(answer.tendency);
  return {
    ...card,
    parts: [
      ...(unsure.length > 0
        ? [
            {
              kind: 'note' as const,
              text: `I read this as: ${card.title}. If you meant something else, did you mean one of the buttons?`,
            },
          ]
        : []),
      ...(length === 'short' ? [] : card.parts),
      ...(note ? [{ kind: 'note' as const, text: note }] : []),
    ],
    buttons: [
      ...unsure.map(({ name, says }): Button => ({ label: name, says })),
      ...(unsure.length > 0 ? [] : card.buttons),
    ],
  };
}

function pageCard(answer: Explanation, long: boolean, sources: readonly Source[]): Card {
  switch (answer.kind) {
    case 'row':
      return rowCard(answer.feature, answer.related, answer.why, long, sources);
    case 'difference':
      return comparisonCard(answer.features, sources);
    case 'option':
      return optionCard(answer.option, answer.claims, answer.heading, long, sources);
    case 'definition':
      return definitionCard(answer, long, sources);
    case 'deep-dive':
      return deepDiveCard(answer.dive, long, sources);
  }
}

function optionCard(
  option: Option,
  claims: readonly Claim[],
  heading: string,
  long: boolean,
  sources: readonly Source[],
): Card {
  const shown = long
    ? [...claims, ...option.avoid.map((claim) => ({ ...claim, text: `Not when: ${claim.text}` }))]
    : claims.slice(0, SHORT_LIST);
  return {
    title: heading,
    lead: option.lead,
    parts: [
      { kind: 'text', text: option.what.text },
      { kind: 'bullets', heading: '', items: shown.map(bulletFrom) },
      { kind: 'note', text: option.shape },
    ],
    buttons: [
      ...(long ? [] : [{ label: 'More detail', says: 'more detail' }]),
      { label: 'Compare all', says: 'compare VM and container' },
      { label: 'For my case', says: 'which one should I use' },
    ],
    sources: sourcesOf([option.what, ...shown], sources),
    reviewed: option.reviewed,
  };
}

function definitionCard(
  { term, dive, beside }: Extract<Explanation, { kind: 'definition' }>,
  long: boolean,
  sources: readonly Source[],
): Card {
  const details = long ? term.details : term.details.slice(0, SHORT_LIST);
  return {
    title: term.name,
    lead: term.lead,
    parts: [
      { kind: 'bullets', heading: '', items: [bulletFrom(term.definition)] },
      ...(details.length > 0
        ? [{ kind: 'bullets' as const, heading: 'Worth knowing', items: details.map(figureFrom) }]
        : []),
      ...beside.map(({ name, definition }) => ({
        kind: 'bullets' as const,
        heading: name,
        items: [bulletFrom(definition)],
      })),
    ],
    buttons: [
      ...(details.length < term.details.length ? [{ label: 'More detail', says: 'more detail' }] : []),
      ...(dive ? [{ label: `Deep dive: ${dive.name}`, says: `deep dive: ${dive.name}` }] : []),
      { label: 'Compare all', says: 'compare VM and container' },
    ],
    sources: sourcesOf([term.definition, ...details, ...beside.map(({ definition }) => definition)], sources),
    reviewed: term.reviewed,
  };
}

function deepDiveCard(dive: DeepDive, long: boolean, sources: readonly Source[]): Card {
  const sections = long ? dive.sections : dive.sections.slice(0, SHORT_LIST);
  const left = dive.sections.length - sections.length;
  return {
    title: dive.name,
    lead: dive.lead,
    parts: [
      { kind: 'bullets', heading: '', items: sections.map(figureFrom) },
      ...(left > 0 ? [{ kind: 'note' as const, text: `… ${left} more sections.` }] : []),
    ],
    buttons: [
      ...(left > 0 ? [{ label: `All ${dive.sections.length} sections`, says: 'more detail' }] : []),
      { label: 'Compare all', says: 'compare VM and container' },
    ],
    sources: sourcesOf(sections, sources),
    reviewed: dive.reviewed,
  };
}
