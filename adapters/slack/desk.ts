import type { types } from '@slack/bolt';
import type { Card } from '../../src/cards/card.ts';
import { type Speaker, speakerSchema, type Tenant } from '../../src/delivery/turn.ts';
import { type Called, soon } from './api.ts';
import { type Aside, turnFromAside } from './aside.ts';
import { type Drawn, renderCard, renderWords, type Showing } from './render.ts';
import { callFor, type Tools } from './tools.ts';
import { workspaceOf } from './turn.ts';
import type { Waiting } from './waiting.ts';

/** What the listeners work with. */
export interface Desk extends Tools {
  waiting: Waiting;
  /** What only we can make of these words. */
  seal(words: string): string;
}

/** Who did something, and in which workspace. */
export interface Person {
  tenant: Tenant;
  user: string;
  speaker: Speaker;
}

/** Bolt's context of a payload that Slack signed. */
export interface Signed {
  isEnterpriseInstall: boolean;
  enterpriseId?: string;
  teamId?: string;
}

/** @throws RangeError when a payload names no workspace, which none of Slack's does */
export function personIn(context: Signed, user: string): Person {
  const tenant = workspaceOf(context);
  if (!tenant) throw new RangeError('a payload without a workspace');
  return { tenant, user, speaker: speakerSchema.parse(user) };
}

/** The card under which a control stands. */
type Under = Parameters<Desk['delivery']['answer']>[1];

/** An answer that only its asker sees. */
export interface PrivateAnswer {
  card: Card;
  /** The turn it answers, as controls carry it. */
  turn: string;
  drawn: Drawn;
  /** How it was drawn. */
  showing: Showing;
}

/**
 * Answers words that were said by a control; undefined when nothing is to be said, because it was said before.
 * @param audience whom it is for, when it is shared
 * @param under the card under which the control stands
 */
export async function answerAside(
  desk: Desk,
  aside: Aside,
  { audience, under }: { audience?: string | undefined; under?: Under | undefined } = {},
): Promise<PrivateAnswer | undefined> {
  const card = await desk.delivery.answer(turnFromAside(aside), under);
  if (!card) return undefined;
  const turn = `aside:${aside.event}`;
  const own = aside.channel === undefined;
  const shown = { private: true, turn, own, ...(audience !== undefined && { audience }) };
  return { card, turn, drawn: renderCard(card, shown), showing: shown };
}

/** Something short that only the person sees, beside what they pressed. */
export const tell = (desk: Desk, url: string, words: string): Promise<Called> =>
  desk.api.respond(url, { response_type: 'ephemeral', replace_original: false, ...renderWords(words) }, soon());

/** Opens a view for whoever did something, who hears of it when Slack does not: after three seconds it takes none. */
export async function openView(
  desk: Desk,
  { person, body }: { person: Person; body: { trigger_id: string; response_url?: string; view?: { type: string } } },
  view: types.ModalView,
): Promise<void> {
  const { tenant, user } = person;
  const method = body.view?.type === 'modal' ? 'views.push' : 'views.open';
  const opened = await callFor(desk, tenant, method, { trigger_id: body.trigger_id, view });
  if (opened.kind === 'ok') return;
  if (body.response_url) await tell(desk, body.response_url, TOO_LATE);
  else await callFor(desk, tenant, 'chat.postMessage', { channel: user, ...renderWords(TOO_LATE) });
}
const TOO_LATE = 'Slack did not let me open that in time. Please try once more.';

/** What a person is told when something of ours broke; the reference finds it in the log. */
export function apology(desk: Desk, error: unknown, reference: string): string {
  desk.log.error({ err: error, reference }, 'a request broke');
  return `Sorry, I could not do that. Please try again; if it happens again, tell who runs me this reference: ${reference}`;
}
