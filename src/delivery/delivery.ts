import type { Card } from '../cards/card.ts';
import { busyCard } from '../cards/trouble.ts';
import { drain } from './drain.ts';
import { createFairUse, FAIR, type FairUse, type Limits } from './fair-use.ts';
import { createInbox, type InboxParts, takeNow } from './inbox.ts';
import { createOutbox, type OutboxParts } from './outbox.ts';
import type { Post } from './post.ts';
import type { AdmittedTurn, Speaker, Tenant, Turn, TurnId } from './turn.ts';

/** The way of turns in and of cards out. What takes something in rejects with `ClosedError` while stopping, and when the store cannot write. */
export interface Delivery {
  /** Writes a turn down to be answered through the outbox. Acknowledge the event when this resolves, whatever it says; never when it rejects. */
  admit(turn: Turn): Promise<Admission>;
  /** The card for a turn that is answered in its own response; undefined when nothing is to be said: it was heard before, or is one too many. */
  answer(turn: Turn): Promise<Card | undefined>;
  /** The author changed what they said: within two minutes the answer changes with it. */
  amend(tenant: Tenant, id: TurnId, speaker: Speaker, text: string): Promise<void>;
  /** The author deleted what they said: it is not answered any more. */
  withdraw(tenant: Tenant, id: TurnId, speaker: Speaker): Promise<void>;
  /** The answer to a turn of theirs once more, to be shown elsewhere; undefined when it is not theirs, or forgotten. */
  recall(tenant: Tenant, id: TurnId, speaker: Speaker): Promise<Card | undefined>;
  /** Sends a card that no admitted turn asked for. False when its id was written before: it is on its way already. */
  post(post: Post): Promise<boolean>;
  /** Begins with what an earlier run left. */
  start(): void;
  /** Takes nothing more in and sends what is there for at most eight seconds; the rest waits in the store. */
  stop(): Promise<void>;
}

export type Admission = 'admitted' | 'repeated' | 'not-ours' | 'ignored';

export interface DeliveryParts extends InboxParts, OutboxParts {
  limits?: Limits;
}

/** We are stopping: the platform shall deliver it to the next run. */
export class ClosedError extends Error {
  override name = 'ClosedError';
}

const AMENDABLE = 120_000;
/** More than the mind reads of a message, so that it notices the cut. */
const MOST_TEXT = 5_000;

/** Delivery on a store, for the platforms given. Nothing moves before `start`. */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { store, clock } = parts;
  const fair = createFairUse(parts.limits ?? FAIR);
  const outbox = createOutbox(parts);
  const inbox = createInbox(parts, outbox.wake);
  let closed = false;
  const open = (): void => {
    if (closed) throw new ClosedError('stopping: nothing more is taken in');
  };

  return {
    async admit(turn) {
      open();
      const admission = await admitFairly(turn, fair, parts);
      if (admission === 'admitted') inbox.wake();
      return admission;
    },
    async answer(turn) {
      open();
      return answerFairly(turn, fair, parts);
    },
    async amend(tenant, id, speaker, text) {
      open();
      const since = clock.now() - AMENDABLE;
      if (await store.amend(tenant, id, { speaker, text: storable(text), since })) inbox.wake();
    },
    async withdraw(tenant, id, speaker) {
      open();
      await store.withdraw(tenant, id, speaker);
    },
    async recall(tenant, id, speaker) {
      const recalled = await store.recall(tenant, id, speaker);
      if (!recalled) return undefined;
      const { turn, thread } = recalled;
      return parts.respond(turn, thread?.conversation).card;
    },
    async post(post) {
      open();
      const first = await store.post(post);
      if (first) outbox.wake();
      return first;
    },
    start() {
      inbox.wake();
      outbox.wake();
      void pruneHourly(parts, () => closed);
    },
    async stop() {
      closed = true;
      await drain(inbox, outbox, parts);
    },
  };
}

async function admitFairly(turn: Turn, fair: FairUse, { store, clock }: DeliveryParts): Promise<Admission> {
  const share = fair.take(turn, clock.now());
  if (share === 'ignore') return 'ignored';
  const admission = await store.admit(admittedTurn(turn, clock.now(), share === 'refuse'));
  if (admission !== 'admitted' && share === 'answer') fair.giveBack(turn);
  return admission;
}

async function answerFairly(turn: Turn, fair: FairUse, parts: DeliveryParts): Promise<Card | undefined> {
  const now = parts.clock.now();
  const share = fair.take(turn, now);
  if (share !== 'answer') return share === 'refuse' ? busyCard() : undefined;
  const considered = await takeNow(admittedTurn(turn, now, false), parts);
  if (considered !== 'repeated') return considered.posts[0]?.card;
  fair.giveBack(turn);
  return undefined;
}

function admittedTurn(turn: Turn, now: number, excess: boolean): AdmittedTurn {
  return { ...turn, text: storable(turn.text), admitted: now, revision: 0, excess };
}

/** Text as every store can keep it: no NUL, no half characters, not without end. */
function storable(text: string): string {
  return text.slice(0, MOST_TEXT).toWellFormed().replaceAll('\0', '');
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RETENTION = { threads: 90 * DAY, done: DAY };

async function pruneHourly(parts: DeliveryParts, closed: () => boolean): Promise<void> {
  const { store, clock, observe } = parts;
  const now = clock.now();
  try {
    await store.prune({ threads: now - RETENTION.threads, done: now - RETENTION.done });
  } catch (error) {
    observe({ kind: 'store-failed', during: 'pruning', error });
  }
  if (!closed()) clock.after(HOUR, () => void pruneHourly(parts, closed));
}
