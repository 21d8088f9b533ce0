import type { Card } from '../../src/cards/card.ts';
import { type Speaker, speakerSchema, type Tenant } from '../../src/delivery/turn.ts';
import type { Parts } from '../adapter.ts';
import { type Api, type Called, soon } from './api.ts';
import { type Drawn, renderCard, renderWords } from './render.ts';
import type { TokenOf } from './send.ts';
import { type Aside, turnFromAside, workspaceOf } from './turn.ts';

/** What the listeners work with. */
export interface Desk extends Parts {
  api: Api;
  tokenOf: TokenOf;
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

/** An answer that only its asker sees. */
export interface PrivateAnswer {
  card: Card;
  /** The turn it answers, as controls carry it. */
  turn: string;
  drawn: Drawn;
}

/**
 * Answers words that were said by a control; undefined when nothing is to be said, because it was said before.
 * @param audience whom it is for, when it is shared
 */
export async function answerAside(desk: Desk, aside: Aside, audience?: string): Promise<PrivateAnswer | undefined> {
  const card = await desk.delivery.answer(turnFromAside(aside));
  if (!card) return undefined;
  const turn = `aside:${aside.event}`;
  const own = aside.channel === undefined;
  const shown = { private: true, turn, own, ...(audience !== undefined && { audience }) };
  return { card, turn, drawn: renderCard(card, shown) };
}

/** Calls a method for a workspace; says no when we are not installed there. */
export async function callFor(
  { api, tokenOf, log }: Desk,
  tenant: Tenant,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Called> {
  const token = await tokenOf(tenant);
  if (token === undefined) return { kind: 'no', error: 'not installed' };
  const called = await api.call(method, token, args, soon());
  if (called.kind !== 'ok')
    log.warn({ tenant, method, outcome: called.kind, reason: reasonOf(called) }, 'a call failed');
  return called;
}

export function reasonOf(called: Called): string {
  if (called.kind === 'no') return called.error;
  return 'reason' in called ? called.reason : called.kind;
}

/** Something short that only the person sees, beside what they pressed. */
export const tell = (desk: Desk, url: string, words: string): Promise<Called> =>
  desk.api.respond(url, { response_type: 'ephemeral', replace_original: false, ...renderWords(words) }, soon());

/** What a person is told when something of ours broke; the reference finds it in the log. */
export function apology(desk: Desk, error: unknown, reference: string): string {
  desk.log.error({ err: error, reference }, 'a request broke');
  return `Sorry, I could not do that. Please try again; if it happens again, tell who runs me this reference: ${reference}`;
}
