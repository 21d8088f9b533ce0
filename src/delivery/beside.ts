import type { Card } from '../cards/card.ts';
import { goneCard, seenCard } from '../cards/trouble.ts';
import type { InboxParts } from './inbox.ts';
import type { Recalled } from './store.ts';
import type { Thread } from './thread.ts';
import { type Lane, type Turn, type TurnId, threadKeySchema } from './turn.ts';

/** The card under which a control stands. */
export interface Under {
  /** The turn that it answers, as the control or its message has it: which card may be gone on with is checked here. */
  turn: TurnId;
  /** Only whoever uses the control sees the card. */
  own: boolean;
}

/** Where words that were said by a control are heard. */
interface Placed {
  turn: Turn;
  /** What is known there when nothing was said there yet. */
  from?: Thread;
  /** What has to be said along with the answer. */
  noting?: (card: Card) => Card;
}

type Parts = Pick<InboxParts, 'store' | 'respond'>;

/**
 * A control goes on with the talk of its card. Under a card of their own that is their talk. Under somebody else's, each person has
 * a talk of their own beside it, which begins as the thread stood after that card; of a private talk from which a card was shared,
 * with no more than that card shows.
 */
export async function placedUnder(turn: Turn, { turn: named, own }: Under, { store, respond }: Parts): Promise<Placed> {
  const { tenant, lane, speaker } = turn;
  const shown = await store.kept(tenant, 'shown', shownName(lane, named));
  const recalled = await store.recall(tenant, shown?.turn ?? named, undefined);
  if (recalled?.turn.speaker === speaker && recalled.turn.shown === 'private')
    return { turn: { ...turn, thread: recalled.turn.thread } };
  if (own) return { turn };
  const beside = { ...turn, thread: threadKeySchema.parse(`${turn.thread}/${named.slice(tenant.length + 1)}`) };
  const open = recalled?.turn.shown === 'thread' && isOf(lane, recalled.turn);
  if (!recalled || !(open || shown)) return { turn: beside, noting: goneCard };
  const { conversation, seen } = respond(recalled.turn, recalled.thread?.conversation);
  return open
    ? { turn: beside, from: beginningWith(conversation, recalled) }
    : { turn: beside, from: beginningWith(seen, recalled), noting: seenCard };
}

/** Said in that channel, for all there to read. */
const isOf = (lane: Lane, turn: Turn): boolean => turn.lane === lane || turn.id.startsWith(`${lane}:`);

const beginningWith = (conversation: Thread['conversation'], { turn: { speaker } }: Recalled): Thread => ({
  version: 1,
  conversation,
  asker: speaker,
  othersSince: false,
  replies: [],
});

type Where = Pick<Turn, 'tenant' | 'lane' | 'speaker'>;

/** Which answers people let everybody in a channel see. */
export interface Showing {
  /**
   * Somebody lets everybody there see their answer to a turn: with that card anybody may go on. False when they did before.
   * @param as what the message there seems to answer, where that is something else
   */
  show(where: Where, turn: TurnId, as?: TurnId): Promise<boolean>;
  /** It is not to be seen after all. */
  hide(where: Where, turn: TurnId): Promise<void>;
}

export const createShowing = ({ store, clock }: Pick<InboxParts, 'store' | 'clock'>): Showing => ({
  async show({ tenant, lane, speaker: by }, turn, as = turn) {
    const before = as === turn ? undefined : await store.kept(tenant, 'shown', shownName(lane, turn));
    const value = { by, at: clock.now(), turn: before?.turn ?? turn };
    return store.reserve(tenant, 'shown', shownName(lane, as), value, 0);
  },
  hide: ({ tenant, lane }, turn) => store.drop(tenant, 'shown', shownName(lane, turn)),
});

const shownName = (lane: Lane, turn: TurnId): string => `${lane} ${turn}`;
