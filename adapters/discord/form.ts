import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Field, Form } from '../../src/cards/card.ts';
import { actId } from './controls.ts';
import { cut, LIMITS } from './limits.ts';
import { plain } from './markdown.ts';

/** The choice that states nothing. */
const UNKNOWN = 'unknown';

/** The id of the button that opens a form: its facts, with the values filled in, as far as there is room. */
export function formId({ fields }: Form): string {
  const wanted = fields
    .slice(0, LIMITS.modalFields)
    .map(({ fact, chosen }) => (chosen === undefined ? fact : `${fact}=${chosen}`));
  const fitting = wanted.filter(
    (_, index) => actId('form').length + wanted.slice(0, index + 1).join(',').length < LIMITS.customId,
  );
  return actId('form', fitting.join(','));
}

/** The facts of a form as its button has them. */
export function factsIn(about: string): { fact: string; value: string | undefined }[] {
  return about
    .split(',')
    .slice(0, LIMITS.modalFields)
    .map((pair) => pair.split('='))
    .flatMap(([fact, value]) => (fact ? [{ fact, value }] : []));
}

/**
 * The form as a modal: for each fact its choices and "Don't know", of which nothing need be chosen.
 * @param about whom the answer is for, to be read back when it is submitted
 */
export function renderForm({ title, fields }: Form, about = ''): APIModalInteractionResponseCallbackData {
  return {
    custom_id: actId('form', about),
    title: cut(plain(title), LIMITS.modalTitle) || '…',
    components: fields.slice(0, LIMITS.modalFields).map(renderField),
  };
}

function renderField({ fact, name, question, choices, chosen }: Field): APILabelComponent {
  const known = choices.slice(0, LIMITS.selectOptions - 1).map(({ value, label, says }) => ({
    label: cut(plain(label), LIMITS.option) || '…',
    value: cut(says, LIMITS.option) || UNKNOWN,
    default: value === chosen,
  }));
  const options = [...known, { label: "Don't know", value: UNKNOWN, default: chosen === undefined }];
  const common = { custom_id: cut(fact, LIMITS.customId) || UNKNOWN, required: false, options };
  return {
    type: ComponentType.Label,
    label: cut(plain(name), LIMITS.modalLabel) || '…',
    description: cut(plain(question), LIMITS.modalDescription) || '…',
    component:
      options.length > LIMITS.radioOptions
        ? { type: ComponentType.StringSelect, ...common }
        : { type: ComponentType.RadioGroup, ...common },
  };
}

/** Ways to write to us where we may not read along. */
const WRITING = {
  'follow-up': { title: 'Ask a follow-up', label: 'Your question or what has changed', most: 1_000 },
  wrong: { title: 'Something wrong?', label: 'What is wrong, and what would be right?', most: 1_000 },
} as const;

/** @param about what it belongs to, to be read back when it is submitted */
export function renderWriting(kind: keyof typeof WRITING, about: string): APIModalInteractionResponseCallbackData {
  const { title, label, most } = WRITING[kind];
  const input = {
    type: ComponentType.TextInput,
    custom_id: 'words',
    style: TextInputStyle.Paragraph,
    max_length: most,
  } as const;
  return {
    custom_id: actId(kind, about),
    title,
    components: [{ type: ComponentType.Label, label, component: input }],
  };
}

type Submitted = { value?: unknown } | { values?: readonly string[] };

const valuesIn = (field: Submitted): readonly unknown[] =>
  'values' in field && field.values ? field.values : ['value' in field ? field.value : undefined];

/** What was submitted: the utterances of the values chosen, or the words written. */
export function saidIn(submitted: readonly Submitted[]): string {
  return submitted
    .flatMap(valuesIn)
    .filter((said): said is string => typeof said === 'string' && said !== '' && said !== UNKNOWN)
    .join(' ');
}
