import type { Card } from '../cards/card.ts';
import { afreshCard, apologyCard, busyCard, lateCard } from '../cards/trouble.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { manner } from '../conversation/manners.ts';
import { type Post, postIdSchema } from './post.ts';
import type { Found, Thought } from './store.ts';
import type { Thread } from './thread.ts';
import type { AdmittedTurn } from './turn.ts';

/** The mind, as delivery sees it: pure. */
export type Respond = (turn: { text: string; speaker: string }, before?: Conversation) => Response;

interface Response {
  card: Card;
  conversation: Conversation;
  /** As far as everybody knows it who sees nothing of it but the card. */
  seen: Conversation;
  summary: { intent: string; refused: boolean };
}

/** `silent` as good manners want, `refused` for fair use, `late` when we were away too long, `set-aside` when it broke us. */
export type Outcome = 'answered' | 'silent' | 'refused' | 'late' | 'set-aside';

export interface Considered extends Thought {
  outcome: Outcome;
  response?: Response;
}

/** After ten minutes an answer is stale. */
export const USEFUL = 600_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** What a turn changes in its thread and what we say to it. Pure: throws only what `respond` throws. */
export function think(turn: AdmittedTurn, found: Found, respond: Respond, now: number): Considered {
  if (turn.excess) return aside('refused', postTo(turn, 'refusal', busyCard(), now, refusalId(turn)));
  if (now - turn.admitted > USEFUL) return aside('late', postTo(turn, 'apology', lateCard(), now, lateId(turn, now)));
  const { thread, response } = step(found.thread, turn, respond);
  if (!thread) return aside('silent');
  const threads = [thread];
  for (const later of found.later) threads.push(replayed(threads.at(-1) ?? thread, later, respond));
  if (!response) return { outcome: 'silent', threads, posts: [] };
  const card = found.afresh ? afreshCard(response.card) : response.card;
  return { outcome: 'answered', threads, posts: [postTo(turn, 'answer', card, now)], response };
}

/** What is said of a turn that broke us: the thread stays as it was. */
export function setAside(turn: AdmittedTurn, now: number): Considered {
  const reference = turn.id.slice(turn.tenant.length + 1);
  return aside('set-aside', postTo(turn, 'apology', apologyCard(reference), now));
}

const aside = (outcome: Outcome, ...posts: Post[]): Considered => ({ outcome, threads: [], posts });

/** A person is refused once a minute, and a thread gets one apology an hour: the id says so, and a store takes an id once. */
const refusalId = ({ tenant, speaker, admitted }: AdmittedTurn): string =>
  `${tenant}:${speaker}#busy${Math.floor(admitted / MINUTE)}`;
/** The id of a thread's apology for being late. */
export const lateId = ({ thread }: Pick<AdmittedTurn, 'thread'>, now: number): string =>
  `${thread}#late${Math.floor(now / HOUR)}`;
const answerId = ({ id, revision }: AdmittedTurn): string => `${id}#${revision}`;

function postTo(turn: AdmittedTurn, kind: Post['kind'], card: Card, now: number, id = answerId(turn)): Post {
  const { tenant, lane, thread, speaker, shown, revision } = turn;
  const before = answerId({ ...turn, revision: revision - 1 });
  return {
    id: postIdSchema.parse(id),
    tenant,
    lane,
    thread,
    turn: turn.id,
    speaker,
    shown,
    kind,
    card,
    ...(revision > 0 && { replaces: postIdSchema.parse(before) }),
    written: now,
  };
}

/** One turn in its thread: no thread when it was never ours, no response when we keep quiet. */
function step(
  before: Thread | undefined,
  turn: AdmittedTurn,
  respond: Respond,
): { thread?: Thread; response?: Response } {
  const response = respond(turn, before?.conversation);
  const at = turn.at / 1000;
  const replies = before?.replies.filter((reply) => reply > at - MINUTE) ?? [];
  const { speak } = manner(sceneOf(before, turn, replies.length, response.summary.intent === 'mute'));
  if (!speak) return before ? { thread: { ...before, othersSince: overheard(before, turn) } } : {};
  const thread: Thread = {
    version: 1,
    conversation: response.conversation,
    asker: before?.asker ?? turn.speaker,
    othersSince: false,
    replies: [...replies, at],
  };
  return { thread, response };
}

const overheard = ({ asker, othersSince }: Thread, { speaker }: AdmittedTurn): boolean =>
  othersSince || speaker !== asker;

function sceneOf(before: Thread | undefined, turn: AdmittedTurn, recent: number, mutes: boolean) {
  return {
    author: 'person' as const,
    mentioned: turn.addressed,
    control: false,
    direct: turn.direct,
    ours: before !== undefined,
    asker: before?.asker === turn.speaker,
    othersSince: before?.othersSince ?? false,
    toAnother: turn.toAnother,
    mutes,
    muted: before?.conversation.muted ?? false,
    answered: false,
    recent,
  };
}

/** A turn that was done before an earlier one came: what it said still holds, what we replied is said already. */
function replayed(before: Thread, turn: AdmittedTurn, respond: Respond): Thread {
  return step(before, turn, respond).thread ?? before;
}
