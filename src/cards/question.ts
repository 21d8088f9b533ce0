import type { Decided } from '../answers/decided.ts';
import type { Fact } from '../knowledge/schema.ts';
import type { Button, Field, Form, Part } from './card.ts';

const MOST_CHOICES = 5;

/** The question that is open now, in words. */
export function questionPart({ ask }: Decided): Part[] {
  return ask ? [{ kind: 'text', text: ask.question }] : [];
}

/** The choices for the open question, with "don't know". */
export function choiceButtons(fact: Fact): Button[] {
  return [
    ...fact.values.slice(0, MOST_CHOICES).map(({ label, says }) => ({ label, says })),
    { label: "Don't know", says: "don't know" },
  ];
}

const FORM_LENGTH = 5;
/** More than two facts that are known already would leave too little room for the open ones. */
const MOST_KNOWN = 2;

/** The facts that matter most, to be filled in at once; what the words only suggested comes first, filled in. */
export function formOf({ form, facts }: Decided): { form?: Form } {
  if (form.length === 0) return {};
  const told = facts.map(({ fact, value, assumed }) => ({ field: fieldFrom(fact, String(value)), assumed }));
  const known = [...told.filter(({ assumed }) => assumed), ...told.filter(({ assumed }) => !assumed)]
    .map(({ field }) => field)
    .filter(({ chosen }) => chosen !== undefined)
    .slice(0, MOST_KNOWN);
  return { form: formFrom([...known, ...form.map((fact) => fieldFrom(fact))].slice(0, FORM_LENGTH)) };
}

export const formFrom = (fields: Field[]): Form => ({ title: 'Your workload', fields });

/** @param value the value told already; one that is no choice is left out */
export function fieldFrom({ id, name, question, values }: Fact, value?: string): Field {
  const choices = values.map((choice) => ({ value: choice.id, label: choice.label, says: choice.says }));
  const chosen = choices.some((choice) => choice.value === value) ? value : undefined;
  return { fact: id, name, question, choices, ...(chosen !== undefined && { chosen }) };
}
