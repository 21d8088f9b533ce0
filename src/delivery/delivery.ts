import type { Card } from '../cards/card.ts';
import { busyCard } from '../cards/trouble.ts';
import { createShowing, placedUnder, type Showing, type Under } from './beside.ts';
import { type Comparisons, createComparisons } from './comparisons.ts';
import { drain } from './drain.ts';
import { createFairUse, FAIR, type FairUse, type Limits } from './fair-use.ts';
import { createInbox, type InboxParts, takeAlong, takeIn, takeNow } from './inbox.ts';
import { createInvitations, type Invitations } from './invitations.ts';
import type { InvitingParts } from './inviting.ts';
import { createOutbox, type Outbox, type OutboxParts } from './outbox.ts';
import type { Post } from './post.ts';
import { onwardFor } from './progress.ts';
import { keepPruned } from './retention.ts';
import type { Recalled } from './store.ts';
import type { Thread } from './thread.ts';
import type { AdmittedTurn, Speaker, Tenant, Turn, TurnId } from './turn.ts';

/** The way of turns in and of cards out. What takes something in rejects with `ClosedError` while stopping, and when the store cannot write. */
export interface Delivery extends Showing {
  /** Writes a turn down to be answered through the outbox. Acknowledge the event when this resolves, whatever it says; never when it rejects. */
  admit(turn: Turn): Promise<Admission>;
  /** The same for a turn that takes a talk to another thread: the first in it goes on with all that was known where it comes from. */
  moveTo(turn: Turn, from: Thread | undefined): Promise<Admission>;
  /** The card for a turn that is answered in its own response; undefined when it was heard before. What a control says goes on with the card under which it stands. */
  answer(turn: Turn, under?: Under): Promise<Card | undefined>;
  /** The author changed what they said: within two minutes the answer changes with it. */
  amend(tenant: Tenant, id: TurnId, speaker: Speaker, text: string): Promise<void>;
  /** What was said is deleted: it is not answered any more. The speaker is undefined where the platform does not tell whose it was. */
  withdraw(tenant: Tenant, id: TurnId, speaker: Speaker | undefined): Promise<void>;
  /** The answer to a turn of theirs once more, to be shown elsewhere; undefined when it is not theirs, or forgotten. */
  recall(tenant: Tenant, id: TurnId, speaker: Speaker): Promise<Card | undefined>;
  /** The words that go on with learning where somebody left off. @param steps how many the tour has */
  onward(person: Pick<Turn, 'tenant' | 'speaker'>, steps: number): Promise<string>;
  /** Sends a card that no admitted turn asked for. False when its id was written before: it is on its way already. */
  post(post: Post): Promise<boolean>;
  invitations: Invitations;
  comparisons: Comparisons;
  /** Begins with what an earlier run left. */
  start(): void;
  /** Takes nothing more in and sends what is there for at most eight seconds; the rest waits in the store. */
  stop(): Promise<void>;
}

type Admission = 'admitted' | 'repeated' | 'not-ours' | 'ignored';

export interface DeliveryParts extends InboxParts, OutboxParts, Pick<InvitingParts, 'fingerprint'> {
  limits?: Limits;
}

/** We are stopping: the platform shall deliver it to the next run. */
export class ClosedError extends Error {
  override name = 'ClosedError';
}

/** More at once than this wait for too long to be answered in their own response. */
const MOST_ANSWERING = 200;
const AMENDABLE = 120_000;
/** More than the mind reads of a message, so that it notices the cut. */
const MOST_TEXT = 5_000;

/** Delivery on a store, for the platforms given. Nothing moves before `start`. */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { store, clock } = parts;
  const fair = createFairUse(parts.limits ?? FAIR);
  const outbox = createOutbox(parts);
  const inbox = createInbox(parts, outbox.wake);
  const answer = createAnswering(fair, parts);
  let closed = false;
  let endUpkeep: (() => void)[] = [];
  const open = (): void => {
    if (closed) throw new ClosedError('stopping: nothing more is taken in');
  };

  const post = posting(open, outbox, parts);
  const { start: startInviting, ...invitations } = createInvitations({ ...parts, post });

  return {
    async admit(turn) {
      open();
      const admission = await admitFairly(turn, fair, parts, outbox);
      if (admission === 'waiting') inbox.wake();
      return admission === 'waiting' || admission === 'taken' ? 'admitted' : admission;
    },
    async moveTo(turn, from) {
      open();
      const moved = await takeAlong(admittedTurn(turn, clock.now(), false), from, parts);
      if (moved) outbox.wake();
      return moved ? 'admitted' : 'repeated';
    },
    async answer(turn, under) {
      open();
      return answer(turn, under);
    },
    ...createShowing(parts),
    onward: (person, steps) => onwardFor(person, steps, store),
    ...changesTo(open, inbox, parts),
    recall: async (tenant, id, speaker) => saidAgain(await store.recall(tenant, id, speaker), parts),
    post,
    invitations,
    comparisons: createComparisons(parts),
    start() {
      inbox.wake();
      outbox.wake();
      endUpkeep = [keepPruned(parts), startInviting()];
    },
    async stop() {
      closed = true;
      for (const end of endUpkeep) end();
      await drain(inbox, outbox, parts);
    },
  };
}

/** What becomes of a turn after it was said. */
const changesTo = (
  open: () => void,
  { wake }: Pick<Outbox, 'wake'>,
  { store, clock }: DeliveryParts,
): Pick<Delivery, 'amend' | 'withdraw'> => ({
  async amend(tenant, id, speaker, text) {
    open();
    const since = clock.now() - AMENDABLE;
    if (await store.amend(tenant, id, { speaker, text: storable(text), since })) wake();
  },
  async withdraw(tenant, id, speaker) {
    open();
    await store.withdraw(tenant, id, speaker);
  },
});

const posting =
  (open: () => void, { wake }: Outbox, { store }: DeliveryParts): Delivery['post'] =>
  async (post) => {
    open();
    const first = await store.post(post);
    if (first) wake();
    return first;
  };

async function admitFairly(turn: Turn, fair: FairUse, parts: DeliveryParts, outbox: Outbox) {
  const now = parts.clock.now();
  const share = fair.take(turn, now);
  if (share === 'ignore') return 'ignored';
  let admission: Awaited<ReturnType<typeof takeIn>> | undefined;
  try {
    admission = await takeIn(admittedTurn(turn, now, share === 'refuse'), parts, outbox);
    return admission;
  } finally {
    if (admission !== 'waiting' && admission !== 'taken') fair.giveBack(turn, share);
  }
}

/** Answers as many at once as can be answered in time; the others are told to wait. */
function createAnswering(fair: FairUse, parts: DeliveryParts): Delivery['answer'] {
  let answering = 0;
  return async (turn, under) => {
    if (answering >= MOST_ANSWERING) return busyCard();
    answering += 1;
    try {
      return await answerFairly(turn, under, fair, parts);
    } finally {
      answering -= 1;
    }
  };
}

async function answerFairly(
  turn: Turn,
  under: Under | undefined,
  fair: FairUse,
  parts: DeliveryParts,
): Promise<Card | undefined> {
  const now = parts.clock.now();
  const share = fair.take(turn, now);
  // Whoever used a control waits for it: silence would look like a fault.
  if (share !== 'answer') return busyCard();
  const { turn: placed, from, noting } = under ? await placedUnder(turn, under, parts) : { turn };
  const considered = await takeNow(admittedTurn(placed, now, false), from, parts);
  if (considered === 'repeated') {
    fair.giveBack(turn, share);
    return undefined;
  }
  const card = considered.posts[0]?.card;
  return card && noting ? noting(card) : card;
}

const saidAgain = (recalled: Recalled | undefined, { respond }: DeliveryParts): Card | undefined =>
  recalled && respond(recalled.turn, recalled.thread?.conversation).card;

function admittedTurn(turn: Turn, now: number, excess: boolean): AdmittedTurn {
  return { ...turn, text: storable(turn.text), admitted: now, revision: 0, excess };
}

/** Text as every store can keep it: no NUL, no half characters, not without end. */
function storable(text: string): string {
  return text.slice(0, MOST_TEXT).toWellFormed().replaceAll('\0', '');
}
