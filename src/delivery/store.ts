import type { Kept, KeptKind, Noted, NotedKind } from './kept.ts';
import type { Post } from './post.ts';
import type { Thread } from './thread.ts';
import type { AdmittedTurn, Lane, Speaker, Tenant, ThreadKey, TurnId } from './turn.ts';

/**
 * What a store must do. Times are ms since the epoch and always given: a store has no clock. Every method either takes full
 * effect and is durable when its promise resolves, or rejects and changed nothing. A row that can no longer be read is set
 * aside and logged, never thrown at the caller. Several instances may use one store at once.
 */
export interface Store extends Inbox, Outbox, Records {
  /** Removes every byte of what a person said or was told: all threads they spoke in or that know facts of theirs, with their turns and posts, and all records of theirs. */
  forgetSpeaker(tenant: Tenant, speaker: Speaker): Promise<void>;
  /** Removes all there is of a workspace, its installation included. */
  forgetTenant(tenant: Tenant): Promise<void>;
  /**
   * Removes threads untouched since `threads`, and turns, posts and event keys that were done with before `done`; of what is kept,
   * `posted`, `permit` and `shown` from before `done`, `shared`, `discussed` and `invitee` from before `threads`.
   */
  prune(before: { threads: number; done: number }): Promise<void>;
  backlog(): Promise<Backlog>;
  /** Rejects when the store cannot be written just now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

interface Inbox {
  /**
   * Writes a turn down. `repeated` when its id was admitted or answered before, even if it was forgotten since;
   * `not-ours` when it is neither addressed nor direct and its thread has neither a stored state nor an open turn: nothing is written.
   */
  admit(turn: AdmittedTurn): Promise<'admitted' | 'repeated' | 'not-ours'>;
  /** True the first time a key is seen in a tenant: events that are no turns, and things to be done once a window. */
  once(tenant: Tenant, key: string, at: number): Promise<boolean>;
  /**
   * Claims open turns that are due, those admitted first first, for one instance until the lease ends, and counts the attempt.
   * Of a thread only the earliest open turn (in the order of `inOrder`) can be claimed, and not while another claim in it lives.
   * A claim of an instance that died is free again when its lease ends; a store that one process has to itself frees all when opened.
   */
  claimTurns(request: ClaimRequest): Promise<TurnClaim[]>;
  /**
   * One transaction: reads the thread, lets `think` decide, writes the states and the posts, marks the turn done. Other writers
   * of the thread wait. False, and nothing written, when the claim is no longer ours. Rejects with what `think` throws.
   */
  finish(claim: TurnClaim, think: Think, now: number): Promise<boolean>;
  /** Gives a claimed turn back, to be claimed again from `due` on, with the attempts counted so far set to `attempt`. False when the claim is no longer ours. */
  release(claim: TurnClaim, next: { due: number; attempt: number }): Promise<boolean>;
  /** As admit, claim and finish in one transaction, for a turn that is answered in its own response. False when it was admitted or answered before. */
  answer(turn: AdmittedTurn, think: Think): Promise<boolean>;
  /**
   * As admit, and, where no other turn of the thread is open, claim and finish in the same transaction: then `posts` are those it
   * wrote that are claimed already, as by `claimPosts`. Rejects with what `think` throws.
   * @param sending without it none is claimed
   */
  take(turn: AdmittedTurn, think: Think, sending: ClaimRequest | undefined): Promise<Taken>;
  /**
   * Its author changed the text of a turn of theirs: an open turn is answered as changed; a done one is opened again with its
   * revision raised by one. False when there is no such turn of theirs, admitted at `since` or later, with another text.
   * A claim of the turn as it was is no longer anybody's.
   */
  amend(tenant: Tenant, id: TurnId, change: { speaker: Speaker; text: string; since: number }): Promise<boolean>;
  /**
   * It was deleted: an open turn is done without a reply, and its text is removed, and it cannot be changed any more. False when
   * there is no such turn of theirs; the speaker is undefined where the platform does not tell who deleted it, or whose it was.
   */
  withdraw(tenant: Tenant, id: TurnId, speaker: Speaker | undefined): Promise<boolean>;
  /**
   * A turn that was answered, of theirs or, without a speaker, of anybody, and the thread as it stood before it, so that its answer
   * can be given again; undefined when there is none any more.
   */
  recall(tenant: Tenant, id: TurnId, speaker: Speaker | undefined): Promise<Recalled | undefined>;
}

/** `waiting`: written down, behind another that is open. */
type Taken = { kind: 'repeated' | 'not-ours' | 'waiting' } | { kind: 'taken'; posts: PostClaim[] };

export interface Recalled {
  turn: AdmittedTurn;
  thread: Thread | undefined;
}

interface Outbox {
  /** For whom a message of ours was posted, by the platform's id of it; of an old one, who began its thread; undefined when that is forgotten. */
  askerOf(message: { tenant: Tenant; lane: Lane; thread: ThreadKey; sentAs: string }): Promise<Speaker | undefined>;
  /** Writes a post that no turn of the inbox made. False when its id was written before. */
  post(post: Post): Promise<boolean>;
  /**
   * Claims posts that are due and marks them `sending`, of each lane only the first written down that is neither sent nor dead, and none
   * while its lane is claimed or not due. Leases as for turns.
   */
  claimPosts(request: ClaimRequest): Promise<PostClaim[]>;
  /**
   * The post is out, under the platform's id of the message; its lane may send again from `laneDue` on. Says whether another
   * waits in that lane, or that the claim is no longer ours.
   */
  sent(claim: PostClaim, sentAs: string, laneDue: number, now: number): Promise<'more' | 'empty' | 'not-ours'>;
  /** To be tried again: sets the attempts and the lane's due time. `sending` when nobody knows whether the last attempt came through. False when the claim is no longer ours. */
  retry(claim: PostClaim, next: { state: 'pending' | 'sending'; attempt: number; laneDue: number }): Promise<boolean>;
  /** Gives up on a post (`dead`) and writes the note that says so, where there is one, in the same transaction. False as in `retry`. */
  bury(claim: PostClaim, reason: string, note: Post | undefined, now: number): Promise<boolean>;
}

interface Records {
  keep<Kind extends KeptKind>(tenant: Tenant, kind: Kind, name: string, value: Kept[Kind]): Promise<void>;
  /** As keep, unless what is there is younger than `since`. False when it is: of several who try at once one succeeds. */
  reserve<Kind extends TimedKind>(
    tenant: Tenant,
    kind: Kind,
    name: string,
    value: Kept[Kind],
    since: number,
  ): Promise<boolean>;
  kept<Kind extends KeptKind>(tenant: Tenant, kind: Kind, name: string): Promise<Kept[Kind] | undefined>;
  drop(tenant: Tenant, kind: KeptKind, name: string): Promise<void>;
  /** All that is kept of a kind, in every tenant. */
  everyKept<Kind extends KeptKind>(kind: Kind): Promise<Everywhere<Kind>[]>;
  note<Kind extends NotedKind>(tenant: Tenant, kind: Kind, entry: Noted[Kind]): Promise<void>;
  /** Entries since a time, oldest first, at most 1,000. */
  noted<Kind extends NotedKind>(tenant: Tenant, kind: Kind, since: number): Promise<Noted[Kind][]>;
  /** Keeps the credentials of a workspace, sealed at rest. */
  install(tenant: Tenant, installation: Installation): Promise<void>;
  installation(tenant: Tenant): Promise<Installation | undefined>;
  /** Removes an installation unless it is newer than `at`: a late report of an uninstall leaves the new one alone. */
  uninstall(tenant: Tenant, at: number): Promise<void>;
}

/** What is kept with the time at which it was. */
type TimedKind = { [Kind in KeptKind]: Kept[Kind] extends { at: number } ? Kind : never }[KeptKind];

export interface ClaimRequest {
  /** Unique for each process that runs. */
  instance: string;
  now: number;
  /** A due time or the end of a lease later than this was written by a clock that went wrong, and counts as past. */
  horizon: number;
  /** When the lease ends. */
  until: number;
  most: number;
}

/** `instance` and `attempt` together prove that a claim is still ours. Attempts count from 1. */
export interface TurnClaim {
  instance: string;
  attempt: number;
  turn: AdmittedTurn;
}

export interface PostClaim {
  instance: string;
  attempt: number;
  post: Post;
  /** An earlier attempt may have come through. */
  unsure: boolean;
  /** The platform's id of the message that `post.replaces` was sent as, if it was. */
  replaces?: string;
}

/** What a turn finds. */
export interface Found {
  /** The thread as it stood before this turn was said; undefined when it is new. */
  thread: Thread | undefined;
  /** What was kept of the thread could not be read and was set aside. */
  afresh: boolean;
  /** Turns of the thread that were said after this one but are done already, in order: it came late, or was changed since. */
  later: AdmittedTurn[];
}

/** What a turn leaves. */
export interface Thought {
  /**
   * The thread after this turn, and then after each of the later ones: as if all had come in order. Empty when the turn was
   * refused or set aside: the thread stays as it is, and the turn is never found as a later one.
   */
  threads: Thread[];
  /** A post whose id was written before is left out: what is said once a window or once an hour has that in its id. */
  posts: Post[];
}

/** Pure and quick: it runs inside the transaction. */
export type Think = (found: Found) => Thought;

interface Everywhere<Kind extends KeptKind> {
  tenant: Tenant;
  name: string;
  value: Kept[Kind];
}

interface Installation {
  /** What the adapter needs to act in the workspace, as it wrote it. */
  secret: string;
  installedAt: number;
}

/** How much waits and since when (ms since the epoch, undefined when nothing waits). */
interface Backlog {
  turns: number;
  oldestTurn: number | undefined;
  posts: number;
  oldestPost: number | undefined;
  dead: number;
}
