import type { Decided } from '../answers/decided.ts';
import type { Rule } from '../knowledge/schema.ts';
import type { Change } from '../rules/change.ts';
import type { Part } from './card.ts';
import { statement, valueLabel } from './claims.ts';

const MOST_RULES = 3;

const UNMOVED =
  'I heard nothing in that which my rules weigh, so this stays as it was. They weigh the operating system, who writes the code, data, load, hardware, contracts and the like.';

/** What this turn changed, and once there was something to change, which rules began or ceased to hold with it. */
export function changeNotes({ changes, begun, ceased, before, facts, outcome, unmoved }: Decided): Part[] {
  if (unmoved) return [{ kind: 'note', text: UNMOVED }];
  if (changes.length === 0) return [];
  const assumed = new Set(facts.filter((known) => known.assumed).map(({ fact }) => fact));
  const firm = changes.filter(({ fact }) => !assumed.has(fact));
  if (firm.length === 0) return [];
  const told = firm.map(({ fact, from, to, partly }) => {
    if (to === undefined)
      return from === undefined ? `Taken back: ${fact.name}.` : `Taken back: ${statement(fact, from)}`;
    if (partly) return `For a part: ${statement(fact, to)}`;
    return from === undefined
      ? statement(fact, to)
      : `${statement(fact, to).replace(/\.$/, '')} (was ${inSentence(valueLabel(fact, from))}).`;
  });
  const anew = facts.length <= changes.length;
  const rules = [...begun.map(({ id }) => `now ${id}`), ...ceased.map(({ id }) => `no longer ${id}`)];
  const held = anew || rules.length === 0 ? '' : ` Rules: ${rules.slice(0, MOST_RULES).join(', ')}.`;
  const effect = before && outcome.kind === 'verdict' ? ` The verdict was ${before.phrase} before.` : '';
  return [{ kind: 'note', text: `Noted: ${told.join(' ')}${held}${effect}` }];
}

/** A label within a sentence: "a database", but "Linux" keeps its capital. */
const inSentence = (label: string): string =>
  /^(A|An|Yes|No|Our|We|Only|One|Several|Small|Outside|Outsiders|Nobody)\b/.test(label)
    ? label.charAt(0).toLowerCase() + label.slice(1)
    : label;

/** What was only suggested and not said, so that it can be corrected. */
export function assumedNote({ facts }: Decided): Part[] {
  const assumed = facts.filter((known) => known.assumed);
  if (assumed.length === 0) return [];
  const told = assumed.map(({ fact, value }) => statement(fact, value)).join(' ');
  return [{ kind: 'note', text: `I assumed: ${told} Correct me if that is wrong.` }];
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

/** The likeliest thing that would change the verdict. */
export function changeSentence(change: Change | undefined, decided: Decided): string {
  return change ? ` First to change it: ${changeText(change, decided)}.` : '';
}

/** What would have to be so, in the words that would say it, and the option that it leads to. */
export function changeText({ facts, to }: Change, { table }: Decided): string {
  const said = Object.entries(facts).map(([id, value]) => {
    const fact = table.facts.find((known) => known.id === id);
    return `"${fact ? statement(fact, value) : id}"`;
  });
  return `${said.join(' and ')} → ${table.options.find(({ id }) => id === to)?.phrase ?? 'no option left'}`;
}
