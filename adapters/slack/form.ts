import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Card, Form } from '../../src/cards/card.ts';
import { meaningOf, plain, sayingId } from './controls.ts';
import { LIMITS } from './limits.ts';
import { type Earlier, earlierWords } from './posted.ts';
import { renderCard } from './render.ts';

/** By which Slack tells what was submitted. */
export const FORM = 'form';
export const RESULT = 'result';
export const WRONG = 'wrong';
export const PICKED = 'picked';
const UNKNOWN: types.PlainTextOption = { text: plain("Don't know", LIMITS.option), value: 'unknown' };

/** What a view is about. It carries no right: who submits it is told by Slack, and where an answer goes only under our seal. */
const placeSchema = z.strictObject({
  channel: z.string().exactOptional(),
  /** The answer goes to this thread instead of into the view. */
  thread: z.string().exactOptional(),
  /** The message that the form is about. */
  message: z.string().exactOptional(),
  /** The turn that is answered by somebody else's card, under which the form was opened. */
  under: z.string().exactOptional(),
  /** The turn that the view shows the answer to. */
  turn: z.string().exactOptional(),
  /** The channel in which the same card may be posted once more. */
  again: z.string().exactOptional(),
  /** Of us, that this person opened the view in this thread, or about this turn. */
  seal: z.string().exactOptional(),
});
export type Place = z.infer<typeof placeSchema>;

/** Reads what a view is about; a view of an older version is about nothing. */
export function placeFrom(metadata: string): Place {
  try {
    return placeSchema.parse(JSON.parse(metadata));
  } catch {
    return {};
  }
}

interface Filled {
  /** The words of choices that are chosen already. */
  picked: ReadonlySet<string>;
  /** What was understood before, so that it can be corrected. */
  notes: readonly string[];
}
const EMPTY: Filled = { picked: new Set(), notes: [] };

/** A form as a modal: one question a fact, each of which may be left open. */
export function formView({ title, fields }: Form, place: Place, { picked, notes }: Filled = EMPTY): types.ModalView {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify(place),
    title: plain(title, LIMITS.viewTitle),
    submit: plain(place.thread === undefined ? 'Recommend' : 'Answer in thread', LIMITS.viewTitle),
    close: plain('Cancel', LIMITS.viewTitle),
    blocks: [
      ...notes.map((note): types.ContextBlock => ({ type: 'context', elements: [plain(note, LIMITS.field)] })),
      ...fields.map((field) => fieldBlock(field, picked)),
    ],
  };
}

function fieldBlock(
  { fact, question, choices }: Form['fields'][number],
  picked: ReadonlySet<string>,
): types.InputBlock {
  const options = choices
    .filter(({ says }) => sayingId(says).length <= LIMITS.option)
    .slice(0, LIMITS.options - 1)
    .map(({ label, says }): types.PlainTextOption => ({ text: plain(label, LIMITS.option), value: sayingId(says) }));
  const chosen = choices.find(({ says }) => picked.has(says));
  return {
    type: 'input',
    block_id: fact.slice(0, LIMITS.actionId),
    label: plain(question, LIMITS.inputLabel),
    element: {
      type: 'static_select',
      action_id: PICKED,
      options: [...options, UNKNOWN],
      initial_option: options.find(({ value }) => chosen && value === sayingId(chosen.says)) ?? UNKNOWN,
    },
  };
}

const stateSchema = z.record(
  z.string(),
  z.record(z.string(), z.looseObject({ selected_option: z.looseObject({ value: z.string() }).nullish() })),
);

/** A submitted form as one utterance: the words of the values that were chosen; undefined when none was. */
export function saidInForm(state: unknown): string | undefined {
  const values = stateSchema.safeParse(state).data ?? {};
  const said = Object.values(values).flatMap((field) => {
    const meaning = meaningOf(field[PICKED]?.selected_option?.value ?? '');
    return meaning && 'says' in meaning ? [meaning.says] : [];
  });
  return said.join(' ') || undefined;
}

/** An answer in a view of its own: its buttons go on in that view. */
export function answerView(card: Card): types.ModalView {
  return {
    type: 'modal',
    title: plain(card.title, LIMITS.viewTitle),
    close: plain('Done', LIMITS.viewTitle),
    blocks: renderCard(card, { private: true, own: true, simple: true }).blocks,
  };
}

/** The answer in place of the form, and a way to post it to a channel. */
export function resultView(card: Card, turn: string): types.ModalView {
  const { blocks } = renderCard({ ...card, buttons: [] }, { simple: true });
  return postingView(
    card.title,
    { turn },
    [...blocks.filter(({ type }) => type !== 'actions'), channelBlock()],
    'Post',
  );
}

/** Asks whether the card may be posted although it was posted in that channel not long ago. */
export const againView = (turn: string, earlier: Earlier): types.ModalView =>
  postingView(
    'Posted already',
    { turn, again: earlier.channel },
    [...earlierWords(earlier).blocks, channelBlock(earlier.channel)],
    'Post anyway',
  );

const postingView = (
  title: string,
  place: Place,
  blocks: types.KnownBlock[],
  submitLabel: string,
): types.ModalView => ({
  type: 'modal',
  callback_id: RESULT,
  private_metadata: JSON.stringify(place),
  title: plain(title, LIMITS.viewTitle),
  submit: plain(submitLabel, LIMITS.viewTitle),
  close: plain('Done', LIMITS.viewTitle),
  blocks,
});

const channelBlock = (chosen?: string): types.InputBlock => ({
  type: 'input',
  block_id: 'channel',
  label: plain('Post it to a channel', LIMITS.inputLabel),
  element: {
    type: 'conversations_select',
    action_id: PICKED,
    ...(chosen === undefined ? { default_to_current_conversation: true } : { initial_conversation: chosen }),
    response_url_enabled: true,
    filter: { include: ['public', 'private'], exclude_bot_users: true },
  },
});

/** As much as somebody can say about what is wrong. */
const MOST_COMMENT = 1_000;

/** Asks what is wrong with an answer. */
export const wrongView = (turn: string, seal: string): types.ModalView => ({
  type: 'modal',
  callback_id: WRONG,
  private_metadata: JSON.stringify({ turn, seal } satisfies Place),
  title: plain('Something wrong?', LIMITS.viewTitle),
  submit: plain('Send', LIMITS.viewTitle),
  close: plain('Cancel', LIMITS.viewTitle),
  blocks: [
    {
      type: 'input',
      block_id: 'comment',
      label: plain('What is wrong, and what would be right?', LIMITS.inputLabel),
      hint: plain('Those who look after my knowledge read it. A source helps.', LIMITS.inputHint),
      element: { type: 'plain_text_input', action_id: PICKED, multiline: true, max_length: MOST_COMMENT },
    },
  ],
});
