import type { GlobalShortcut, MessageShortcut, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { Card, Form } from '../../src/cards/card.ts';
import type { Speaker } from '../../src/delivery/turn.ts';
import { type Aside, turnIdIn, turnInThread } from './aside.ts';
import { answerAside, apology, type Desk, openView, type Person, personIn, type Signed, tell } from './desk.ts';
import {
  againView,
  answerView,
  FORM,
  formView,
  PICKED,
  type Place,
  placeFrom,
  RESULT,
  resultView,
  saidInForm,
  WRONG,
} from './form.ts';
import { clean } from './limits.ts';
import { typed } from './mrkdwn.ts';
import { postAnswer } from './posting.ts';
import { type Press, rootOf } from './press.ts';
import { noteWrong } from './worth.ts';

const GENERAL = 'which one should I use';
/** Of a message, as much as a view can carry. */
const MOST_MESSAGE = 1_200;

/** Opens the form of a card: the asker of a thread answers for all to see, anybody else for themselves. */
export async function openForm(desk: Desk, pressed: Press): Promise<void> {
  const { person, body, talk, value } = pressed;
  const { tenant, user, speaker } = person;
  const id = turnIdIn(tenant, value);
  const card = id && (await desk.delivery.recall(tenant, id, speaker));
  const channel = body.channel?.id;
  const root = rootOf(pressed);
  const place: Place = {
    ...(channel !== undefined && !talk.own && { channel }),
    ...(root !== undefined && (talk.asker === user ? { thread: root } : body.message && { under: talk.turn })),
  };
  const view = formView(card?.form ?? generalForm(desk, speaker), sealed(desk, person, place));
  await openView(desk, pressed, view);
}

function generalForm(desk: Desk, speaker: Speaker): Form {
  const { form } = desk.bot().respond({ text: GENERAL, speaker }).card;
  return form ?? { title: 'Your workload', fields: [] };
}

/** Only a form that was opened in a thread, by whoever submits it, may answer there. */
function sealed({ seal }: Desk, { tenant, user }: Person, place: Place): Place {
  const { channel = '', thread } = place;
  return thread === undefined ? place : { ...place, seal: seal([tenant, user, channel, thread].join(' ')) };
}

/** The global shortcut: the form, for nobody else to see. */
export async function openFromAnywhere(desk: Desk, shortcut: GlobalShortcut, context: Signed): Promise<void> {
  const person = personIn(context, shortcut.user.id);
  await openView(desk, { person, body: shortcut }, formView(generalForm(desk, person.speaker), {}));
}

/**
 * The message shortcut: what is still open about the workload in a message; a mere question is answered in its thread at once.
 * @param ack tells Slack that we have it: of a question not before it is written down
 */
export async function openOnMessage(
  desk: Desk,
  shortcut: MessageShortcut,
  context: Signed,
  ack: () => Promise<void>,
): Promise<void> {
  const person = personIn(context, shortcut.user.id);
  const { response_url, action_ts } = shortcut;
  const view = await answeredOrAsked(desk, person, shortcut).catch((error) => apology(desk, error, action_ts));
  await ack();
  if (typeof view === 'string') await tell(desk, response_url, view);
  else if (view) await openView(desk, { person, body: shortcut }, view);
}

/** The form about a message; undefined when its question is on the way to its answer. */
async function answeredOrAsked(desk: Desk, person: Person, { message, channel, action_ts }: MessageShortcut) {
  const text = clean(typed(message.text ?? ''));
  const thread = String(message.thread_ts ?? message.ts);
  const place = { channel: channel.id, thread, message: text.slice(0, MOST_MESSAGE) };
  if (text !== '' && read(desk, person, text).summary.verdict === null)
    return answerInThread(desk, asideOf(desk, person, `${action_ts}.${person.user}`, text), place);
  const { card, summary } = read(desk, person, place.message);
  const form = withKnown(desk, card, summary.facts, person.speaker);
  const cut = text.length > MOST_MESSAGE ? [CUT] : [];
  const notes = card.parts.flatMap((part) => (part.kind === 'note' ? part.text : []));
  const picked = pickedIn(desk, form, summary.facts);
  return formView(form, sealed(desk, person, place), { picked, notes: [...cut, ...notes] });
}

const CUT = `That message is long: only its first ${MOST_MESSAGE.toLocaleString('en')} characters count here. Mention me to have all of it read.`;

/** What we make of words by themselves; nothing is remembered of it. */
const read = (desk: Desk, { speaker }: Person, text: string) => desk.bot().respond({ text, speaker });

/** Questions that the message has answered, of those we always ask, and then the ones that are open. */
function withKnown(desk: Desk, card: Card, facts: Readonly<Record<string, unknown>>, speaker: Speaker): Form {
  const { title, fields } = generalForm(desk, speaker);
  const asked = card.form?.fields ?? [];
  const known = fields.filter(({ fact }) => fact in facts && !asked.some((field) => field.fact === fact));
  return { title, fields: [...known, ...asked].slice(0, MOST_FIELDS) };
}
const MOST_FIELDS = 5;

/** The choices that state what is known: their words are heard as just that. */
function pickedIn(desk: Desk, { fields }: Form, facts: Readonly<Record<string, unknown>>): Set<string> {
  const stating = (fact: string, says: string) =>
    desk.bot().respond({ text: says, speaker: 'form' }).summary.facts[fact];
  const known = fields.filter(({ fact }) => fact in facts);
  return new Set(
    known.flatMap(({ fact, choices }) =>
      choices.filter(({ says }) => stating(fact, says) === facts[fact]).map(({ says }) => says),
    ),
  );
}

const asideOf = (desk: Desk, { tenant, user }: Person, event: string, text: string): Aside => ({
  tenant,
  user,
  event,
  text,
  now: desk.clock.now(),
});

async function answerInThread(desk: Desk, aside: Aside, { channel = '', thread = '' }: Place): Promise<void> {
  await desk.delivery.admit(turnInThread({ ...aside, channel }, thread, String(aside.now / 1_000)));
}

/** What Slack does with the view that was submitted; undefined closes it. */
export async function submit(
  desk: Desk,
  body: ViewSubmitAction,
  context: Signed,
): Promise<ViewResponseAction | undefined> {
  const { view } = body;
  const person = personIn(context, body.user.id);
  try {
    if (view.callback_id === FORM) return await submitForm(desk, person, body);
    if (view.callback_id === RESULT) return await submitResult(desk, person, body);
    if (view.callback_id === WRONG) return told(await noteWrong(desk, person, view.private_metadata, commentIn(body)));
    return told(OLDER);
  } catch (error) {
    return told(apology(desk, error, view.id));
  }
}

const OLDER = 'This form is of an older version. Open it again with /vm-or-container recommend';

/** Words in place of the view that was submitted. */
export const told = (lead: string) => ({
  response_action: 'update' as const,
  view: answerView({ title: 'VM or container?', lead, parts: [], buttons: [], sources: [], reviewed: '' }),
});

async function submitForm(
  desk: Desk,
  person: Person,
  { view }: ViewSubmitAction,
): Promise<ViewResponseAction | undefined> {
  const place = placeFrom(view.private_metadata);
  if (place.seal !== sealed(desk, person, place).seal) return told(OLDER);
  const said = saidInForm(view.state.values);
  const text = [place.message, said ?? (place.message ? undefined : GENERAL)].filter(Boolean).join('\n');
  const aside = asideOf(desk, person, view.id, text);
  if (place.channel !== undefined && place.thread !== undefined) {
    await answerInThread(desk, aside, place);
    return { response_action: 'clear' };
  }
  const { channel, under = '' } = place;
  const turn = turnIdIn(person.tenant, under);
  const answer = await (channel === undefined
    ? answerAside(desk, aside)
    : answerAside(desk, { ...aside, channel }, { under: turn && { turn, own: false } }));
  return answer && { response_action: 'update', view: resultView(answer.card, answer.turn) };
}

const commentIn = ({ view }: ViewSubmitAction): string => String(view.state.values.comment?.[PICKED]?.value ?? '');

/** Posts the answer to the channel that was chosen. */
async function submitResult(
  desk: Desk,
  person: Person,
  body: ViewSubmitAction,
): Promise<ViewResponseAction | undefined> {
  const { turn = '', again } = placeFrom(body.view.private_metadata);
  const channel = body.view.state.values.channel?.[PICKED]?.selected_conversation;
  const url = body.response_urls?.[0]?.response_url;
  if (!channel) return told('Slack did not tell me which channel you chose.');
  const hindrance = await postAnswer(desk, person, { value: turn, channel, url, again: again === channel });
  if (hindrance?.kind === 'again') return { response_action: 'update', view: againView(turn, hindrance.earlier) };
  return hindrance && told(hindrance.words);
}
