import { invitationCard } from '../cards/invitation.ts';
import type { InboxParts } from './inbox.ts';
import { type Post, postIdSchema } from './post.ts';
import type { Everywhere } from './store.ts';
import { laneFrom, type Speaker, speakerSchema, type Tenant, type ThreadKey, threadFrom, turnIdFrom } from './turn.ts';

/** Somebody who is invited to the tour. */
export interface Newcomer {
  /** Where they joined. */
  tenant: Tenant;
  /** Where it is remembered that they were invited, so that it is once ever: the same, or a wider one that is theirs alone. */
  remembered: Tenant;
  speaker: Speaker;
}

const DAY = 24 * 3_600_000;
const EVERY = 60_000;
/** The newcomers of a workspace are told one after another: so many may join at once that a platform would stop us. */
const LANE = 'newcomers';

type Inviting = Pick<InboxParts, 'store' | 'clock'> & {
  /** Sends a post; false when its id was written before. */
  post(post: Post): Promise<boolean>;
};

/** Invites a person once, ever. False when they were invited before, and nothing is sent. */
export async function invite({ tenant, remembered, speaker }: Newcomer, inviting: Inviting): Promise<boolean> {
  const { store, clock, post } = inviting;
  if (await store.kept(remembered, 'invited', speaker)) return false;
  const at = clock.now();
  // Written first: who is cut off in between is invited by the next event, and the id lets nothing through twice.
  const first = await post(invitation(tenant, speaker, threadFrom(tenant, `@${speaker}`), 'first', at));
  await store.keep(remembered, 'invited', speaker, { at });
  return first;
}

/** They would rather be invited again in a day. */
export async function remind({ tenant, speaker }: Omit<Newcomer, 'remembered'>, { store, clock }: Inviting) {
  const thread = threadFrom(tenant, `@${speaker}`);
  await store.keep(tenant, 'reminder', speaker, { due: clock.now() + DAY, thread });
}

/** Sends the reminders that are due now and every minute from now on; what comes back ends it. */
export function keepReminding(parts: Inviting & Pick<InboxParts, 'observe'>): () => void {
  const { store, clock, observe, post } = parts;
  let cancel = (): void => {};
  const sendWhenDue = async ({ tenant, name, value }: Everywhere<'reminder'>): Promise<void> => {
    if (value.due > clock.now()) return;
    await post(invitation(tenant, speakerSchema.parse(name), value.thread, `${value.due}`, clock.now()));
    await store.drop(tenant, 'reminder', name);
  };
  const sendDue = async (): Promise<void> => {
    cancel = clock.after(EVERY, () => void sendDue());
    try {
      for (const reminder of await store.everyKept('reminder')) await sendWhenDue(reminder);
    } catch (error) {
      observe({ kind: 'store-failed', during: 'sending reminders', error });
    }
  };
  void sendDue();
  return () => cancel();
}

/** @param time which of the invitations of that person it is */
function invitation(tenant: Tenant, speaker: Speaker, thread: ThreadKey, time: string, written: number): Post {
  const turn = turnIdFrom(tenant, `@${speaker}`, `invitation-${time}`);
  return {
    id: postIdSchema.parse(turn),
    tenant,
    lane: laneFrom(tenant, LANE),
    thread,
    turn,
    speaker,
    shown: 'private',
    kind: 'invitation',
    card: invitationCard(),
    written,
  };
}
