import type { Decided } from '../answers/decided.ts';
import type { Fact } from '../knowledge/schema.ts';
import type { Button, Form, Part } from './card.ts';

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

/** The facts that matter most, to be filled in at once. */
export function formOf({ form }: Decided): { form?: Form } {
  if (form.length === 0) return {};
  const fields = form.map((fact) => ({
    fact: fact.id,
    question: fact.question,
    choices: fact.values.map(({ label, says }) => ({ label, says })),
  }));
  return { form: { title: 'Your workload', fields } };
}
