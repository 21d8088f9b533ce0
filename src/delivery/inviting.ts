import { invitationCard } from '../cards/invitation.ts';
import { type OutboxParts, platformOf } from './outbox.ts';
import { type Post, postIdSchema } from './post.ts';
import { type Lane, type Speaker, type Tenant, type ThreadKey, turnIdFrom } from './turn.ts';

/** Somebody who may be invited to learn. */
export interface Invitee {
  tenant: Tenant;
  speaker: Speaker;
  /** Where it is remembered that they were invited, so that it is once ever: the same, or a wider one that is theirs alone. */
  remembered: Tenant;
  /** The lane by which their invitation goes, and the thread in which they answer it. */
  lane: Lane;
  thread: ThreadKey;
}

export interface InvitingParts extends Pick<OutboxParts, 'store' | 'clock' | 'platforms' | 'observe'> {
  /** A short name for a text, the same on every machine, from which the text cannot be told. */
  fingerprint(text: string): string;
  /** Sends a post; false when its id was written before. */
  post(post: Post): Promise<boolean>;
}

/** The setting of a place, by its lane, whose newcomers are invited; its value says since when, in ISO 8601. */
export const settingOf = (lane: Lane): string => `newcomers ${lane}`;

/** Whether somebody who joined a place (at `at`, ms) is to be invited: an admin wanted it by then, and they never were. */
export async function isWanted(invitee: Invitee, at: number, { store, fingerprint }: InvitingParts): Promise<boolean> {
  const { tenant, lane, remembered } = invitee;
  const since = await store.kept(tenant, 'setting', settingOf(lane));
  if (since === undefined || at < Date.parse(since.value)) return false;
  return (await store.kept(remembered, 'invited', nameOf(invitee, fingerprint))) === undefined;
}

/** Remembers that somebody was invited, even when all else of them is forgotten. */
export const remember = (invitee: Invitee, { store, clock, fingerprint }: InvitingParts): Promise<void> =>
  store.keep(invitee.remembered, 'invited', nameOf(invitee, fingerprint), { at: clock.now() });

const nameOf = ({ remembered, speaker }: Invitee, fingerprint: InvitingParts['fingerprint']): string =>
  fingerprint(`invited ${remembered} ${speaker}`);

/** The people who wait to be invited. */
export interface Inviting {
  /** Somebody waits. */
  wake(): void;
  /** Begins with who waits already; what comes back ends it. */
  start(): () => void;
}

/** So many may join at once that a platform would stop us: one a second, ms. */
const PACE = 1_000;
/** Who asked to be reminded is looked for this often, and who could not be looked up waits so long, ms. */
const EVERY = 60_000;

/** Hands those who are due to the outbox, one after another; who waits is in the store and outlives a restart. */
export function createInviting(parts: InvitingParts): Inviting {
  const { clock, observe } = parts;
  let state: 'idle' | 'busy' | 'stopped' = 'stopped';
  let more = false;
  let cancel = (): void => {};

  const step = async (): Promise<void> => {
    state = 'busy';
    more = false;
    try {
      more = (await inviteNext(parts)) || more;
    } catch (error) {
      failed(error);
    }
    rest();
  };
  // Who was to be invited while we stop waits for the next run.
  const failed = (error: unknown): void => {
    if (state !== 'stopped') observe({ kind: 'store-failed', during: 'inviting newcomers', error });
  };
  const rest = (): void => {
    if (state === 'stopped') return;
    state = 'idle';
    cancel = clock.after(more ? PACE : EVERY, () => void step());
  };
  const wake = (): void => {
    if (state === 'idle' && !more) {
      cancel();
      void step();
    }
    more = true;
  };
  return {
    wake,
    start() {
      state = 'idle';
      void step();
      return () => {
        state = 'stopped';
        cancel();
      };
    },
  };
}

/** Invites the next one who is due; false when nobody is. */
async function inviteNext(parts: InvitingParts): Promise<boolean> {
  const { store, clock, platforms } = parts;
  const now = clock.now();
  const waiting = (await store.everyKept('invitee')).filter(
    (one) => one.value.due <= now && platformOf(one, platforms),
  );
  const [first] = waiting.sort((a, b) => a.value.due - b.value.due);
  if (!first) return false;
  const { tenant, value } = first;
  const invitee = { ...value, tenant, speaker: value.by };
  const due = await isDue(invitee, value.asked, parts);
  if (due === 'unknown') {
    await store.keep(tenant, 'invitee', value.by, { ...value, due: now + EVERY });
    return true;
  }
  if (due === 'yes') {
    // Written first: who is cut off in between is taken once more, and the id lets nothing through twice.
    await parts.post(invitation(invitee, value.asked ? `${value.due}` : 'first', now));
    await remember(invitee, parts);
  }
  await store.drop(tenant, 'invitee', value.by);
  return true;
}

/** Who is no member is not invited; whom the platform cannot tell of just now waits on. */
async function isDue(invitee: Invitee, asked: boolean, parts: InvitingParts): Promise<'yes' | 'no' | 'unknown'> {
  if (!asked && !(await isWanted(invitee, parts.clock.now(), parts))) return 'no';
  const platform = platformOf(invitee, parts.platforms);
  return platform?.isMember ? platform.isMember(invitee.tenant, invitee.speaker) : 'yes';
}

/** @param time which of the invitations of that person it is */
function invitation({ tenant, speaker, lane, thread }: Invitee, time: string, written: number): Post {
  const turn = turnIdFrom(tenant, `@${speaker}`, `invitation-${time}`);
  return {
    id: postIdSchema.parse(turn),
    tenant,
    lane,
    thread,
    turn,
    speaker,
    shown: 'private',
    kind: 'invitation',
    card: invitationCard(),
    written,
  };
}
