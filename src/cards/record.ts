import type { Decided } from '../answers/decided.ts';
import type { Source } from '../knowledge/schema.ts';
import type { Card } from './card.ts';
import { sourcesOf } from './claims.ts';
import { factsPart, nothingDecidedCard, reasonsPart, splitPart } from './verdict.ts';

/** The decision as a record to keep: context, decision, reasons, alternatives, and when to look at it again (after MADR). */
export function recordCard(decided: Decided | undefined, sources: readonly Source[], reviewed: string): Card {
  const outcome = decided?.outcome;
  if (!decided || outcome?.kind !== 'verdict') return nothingDecidedCard();
  const { option, reasons, against, excluded, runnerUp, changes } = outcome;
  const revisit = changes
    .slice(0, 3)
    .flatMap(({ facts }) =>
      Object.keys(facts).map((id) => decided.table.facts.find((fact) => fact.id === id)?.name ?? id),
    );
  return {
    title: 'Decision record',
    lead: decided.split
      ? `Decision: ${option.phrase}, and ${decided.split.option.phrase} for a part.`
      : `Decision: ${option.phrase}.`,
    parts: [
      factsPart(decided),
      reasonsPart('Decision drivers', reasons),
      ...splitPart(decided),
      ...(against.length > 0 ? [reasonsPart('Accepted drawbacks', against)] : []),
      {
        kind: 'text',
        text: `Considered: ${[...(runnerUp ? [runnerUp.option.name] : []), ...excluded.map(({ option: out }) => `${out.name} (ruled out)`)].join(', ')}.`,
      },
      ...(revisit.length > 0
        ? [{ kind: 'text' as const, text: `Look at it again when this changes: ${[...new Set(revisit)].join(', ')}.` }]
        : []),
    ],
    buttons: [{ label: 'Why?', says: 'why?' }],
    sources: sourcesOf([...reasons, ...against], sources),
    reviewed,
  };
}
