import type { Clock } from './clock.ts';
import type { Observe } from './events.ts';
import type { Outbox } from './outbox.ts';
import { keepProgress } from './progress.ts';
import { createPump, type Pump } from './pump.ts';
import type { Found, Store, Think, TurnClaim } from './store.ts';
import { type Considered, type Respond, setAside, think } from './think.ts';
import type { Thread } from './thread.ts';
import type { AdmittedTurn } from './turn.ts';

export interface InboxParts {
  store: Store;
  clock: Clock;
  instance: string;
  /** The mind as it is just now: knowledge may be exchanged between two turns. */
  respond: Respond;
  observe: Observe;
}

/** A turn that failed as often as this is set aside. */
const MOST_ATTEMPTS = 3;
/** A turn takes milliseconds: who holds one for ten seconds has died. */
const LEASE = 10_000;
const WIDTH = 32;
const BACKOFF = 250;

/** Takes the turns of the inbox: those of one thread one after another, those of different threads side by side. */
export function createInbox(parts: InboxParts, written: () => void): Pump<TurnClaim> {
  const { store, clock, instance, observe } = parts;
  const pump: Pump<TurnClaim> = createPump({
    clock,
    instance,
    lease: LEASE,
    width: WIDTH,
    claim: store.claimTurns,
    work: async (claim) => {
      const considered = await take(claim, parts, pump.wakeAfter);
      if (considered && considered.posts.length > 0) written();
      // The next of the thread may be claimed now.
      pump.wake();
    },
    failed: (error) => observe({ kind: 'store-failed', during: 'claiming turns', error }),
  });
  return pump;
}

/**
 * Takes a turn in, and at once where none of its thread waits: then the answer is on its way when this resolves.
 * @throws what the store throws
 */
export async function takeIn(
  turn: AdmittedTurn,
  parts: InboxParts,
  outbox: Outbox,
): Promise<'repeated' | 'not-ours' | 'waiting' | 'taken'> {
  const { store, clock, respond } = parts;
  const now = clock.now();
  const thinking = createThinking((found) => think(turn, found, respond, now));
  try {
    const taken = await store.take(turn, thinking.think, outbox.room());
    if (taken.kind !== 'taken' || !thinking.considered) return taken.kind;
    outbox.begin(taken.posts);
    if (taken.posts.length < thinking.considered.posts.length) outbox.wake();
  } catch (error) {
    if (!thinking.broke) throw error;
    // It is tried again from the inbox, where attempts are counted.
    const admission = await store.admit(turn);
    return admission === 'admitted' ? 'waiting' : admission;
  }
  await report(turn, thinking.considered, parts);
  return 'taken';
}

/**
 * Takes a turn that is answered in its own response: nothing of it goes to the outbox. The first of a thread goes on with `from`.
 * @throws what the store throws
 */
export async function takeNow(
  turn: AdmittedTurn,
  from: Thread | undefined,
  parts: InboxParts,
): Promise<Considered | 'repeated'> {
  const { store, clock, observe, respond } = parts;
  const now = clock.now();
  const thinking = createThinking((found) => think(turn, { ...found, thread: found.thread ?? from }, respond, now));
  try {
    const first = await store.answer(turn, (found) => ({ ...thinking.think(found), posts: [] }));
    if (!first || !thinking.considered) return 'repeated';
  } catch (error) {
    if (!thinking.broke) throw error;
    observe({ kind: 'turn-failed', turn: turn.id, attempt: 1, error });
    return setAside(turn, now);
  }
  await report(turn, thinking.considered, parts);
  return thinking.considered;
}

/**
 * Takes a turn that begins a thread with what is known in another; its answer goes to the outbox. False when it was taken before.
 * @throws what the store throws, and what breaks the mind
 */
export async function takeAlong(turn: AdmittedTurn, from: Thread | undefined, parts: InboxParts): Promise<boolean> {
  const { store, clock, respond } = parts;
  const now = clock.now();
  const thinking = createThinking((found) => think(turn, { ...found, thread: found.thread ?? from }, respond, now));
  const first = await store.answer(turn, thinking.think);
  if (first && thinking.considered) await report(turn, thinking.considered, parts);
  return first;
}

async function take(claim: TurnClaim, parts: InboxParts, wakeAfter: (ms: number) => void) {
  const { store, clock, observe, respond } = parts;
  const { turn, attempt } = claim;
  const now = clock.now();
  const thinking = createThinking((found) =>
    attempt > MOST_ATTEMPTS ? setAside(turn, now) : think(turn, found, respond, now),
  );
  try {
    const ours = await store.finish(claim, thinking.think, now);
    if (!ours || !thinking.considered) return undefined;
  } catch (error) {
    observe({ kind: 'turn-failed', turn: turn.id, attempt, error });
    await release(claim, thinking.broke, parts, wakeAfter);
    return undefined;
  }
  await report(turn, thinking.considered, parts);
  return thinking.considered;
}

/** Only a turn that breaks the mind is used up by failing; that the store is out of reach is no fault of the turn. */
async function release(claim: TurnClaim, broke: boolean, parts: InboxParts, wakeAfter: (ms: number) => void) {
  const { store, clock, observe } = parts;
  const wait = BACKOFF * 4 ** (claim.attempt - 1);
  try {
    await store.release(claim, { due: clock.now() + wait, attempt: broke ? claim.attempt : claim.attempt - 1 });
    wakeAfter(wait);
  } catch (error) {
    observe({ kind: 'store-failed', during: 'giving a turn back', error });
  }
}

async function report(turn: AdmittedTurn, { outcome, response }: Considered, { store, clock, observe }: InboxParts) {
  const now = clock.now();
  observe({
    kind: 'turn',
    turn: turn.id,
    outcome,
    intent: response?.summary.intent,
    sinceAdmitted: now - turn.admitted,
  });
  try {
    if (response?.summary.refused)
      await store.note(turn.tenant, 'unanswered', { speaker: turn.speaker, at: now, text: turn.text });
    const place = response?.conversation.place;
    if (place && response?.summary.intent === 'tour') await keepProgress(turn, place, store);
  } catch (error) {
    observe({ kind: 'store-failed', during: 'noting what a turn was', error });
  }
}

interface Thinking {
  think: Think;
  considered: Considered | undefined;
  broke: boolean;
}

/** Thinks within the store's transaction, and remembers what came of it or that it broke. */
function createThinking(consider: (found: Found) => Considered): Thinking {
  const thinking: Thinking = {
    think: (found) => {
      thinking.broke = true;
      thinking.considered = consider(found);
      thinking.broke = false;
      return thinking.considered;
    },
    considered: undefined,
    broke: false,
  };
  return thinking;
}
