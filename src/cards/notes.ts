import type { Decided } from '../answers/decided.ts';
import type { Fact, Rule } from '../knowledge/schema.ts';
import type { Change } from '../rules/change.ts';
import type { Part } from './card.ts';
import { valueLabel } from './claims.ts';

const MOST_RULES = 3;

/** What this turn changed, and which rule began or ceased to hold with it. */
export function changeNotes({ changes, begun, ceased, before, outcome }: Decided): Part[] {
  if (changes.length === 0) return [];
  const told = changes.map(({ fact, from, to, partly }) => {
    if (to === undefined) return `${fact.name}: no longer ${from === undefined ? 'known' : valueLabel(fact, from)}`;
    if (partly) return `${fact.name}, for a part: ${valueLabel(fact, to)}`;
    return from === undefined
      ? `${fact.name}: ${valueLabel(fact, to)}`
      : `${fact.name}: ${valueLabel(fact, to)} (was ${valueLabel(fact, from)})`;
  });
  const rules = [...begun.map(({ id }) => `now ${id}`), ...ceased.map(({ id }) => `no longer ${id}`)].slice(
    0,
    MOST_RULES,
  );
  const effect = before === undefined || outcome.kind !== 'verdict' ? '' : ` The verdict was ${before} before.`;
  return [
    {
      kind: 'note',
      text: `Noted: ${told.join('; ')}.${rules.length > 0 ? ` Rules: ${rules.join(', ')}.` : ''}${effect}`,
    },
  ];
}

/** What was only suggested and not said, so that it can be corrected. */
export function assumedNote({ facts }: Decided): Part[] {
  const assumed = facts.filter((known) => known.assumed);
  if (assumed.length === 0) return [];
  return [
    {
      kind: 'note',
      text: `I assumed ${assumed.map(({ fact, value }) => `${fact.name}: ${valueLabel(fact, value)}`).join('; ')}. Correct me if that is wrong.`,
    },
  ];
}

/** A warning beside reasons that rest on a licence, a standard or a support contract. */
export function caveats(reasons: readonly Rule[]): Part[] {
  const legal = reasons.some(({ when }) => 'license' in when || 'compliance' in when || 'vendor-support' in when);
  return legal
    ? [{ kind: 'note', text: 'Read the contract or clause itself: this is a pointer, not legal advice.' }]
    : [];
}

/** The row of the comparison that the words also asked about, in one statement. */
export function besidePart({ beside }: Decided): Part[] {
  if (!beside) return [];
  const cited = [...new Set([...beside.vm.sources, ...beside.container.sources])];
  return [
    { kind: 'bullets', heading: `On ${beside.name.toLowerCase()}`, items: [{ text: beside.lead, sources: cited }] },
  ];
}

/** The likeliest thing that would change the verdict, in the words that would say it. */
export function changeSentence(change: Change | undefined, table: readonly Fact[]): string {
  const [id, value] = Object.entries(change?.facts ?? {})[0] ?? [];
  const says = table.find((fact) => fact.id === id)?.values.find((known) => known.id === String(value))?.says;
  return says && change?.to ? ` It would become ${change.to.replaceAll('-', ' ')} with: "${says}"` : '';
}
