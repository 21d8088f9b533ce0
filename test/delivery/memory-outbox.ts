import type { Post } from '../../src/delivery/post.ts';
import type { ClaimRequest, PostClaim, Store, TurnClaim } from '../../src/delivery/store.ts';

export interface Claimed {
  instance: string;
  attempt: number;
  until: number;
  due: number;
}

export interface PostRow extends Claimed {
  post: Post;
  /** When it was written down, or a moment after the last of its lane that still waits. */
  order: number;
  state: 'pending' | 'sending' | 'sent' | 'dead';
  sentAs?: string;
}

export const free = (): Claimed => ({ instance: '', attempt: 0, until: 0, due: 0 });

type Sending = Pick<Store, 'post' | 'claimPosts' | 'sent' | 'retry' | 'bury'>;

/** Writes a post down, and claims it where nothing is in its way. */
export type ClaimAsWritten = (post: Post, request: ClaimRequest | undefined) => PostClaim[];

export function outboxOf(posts: Map<string, PostRow>): Sending & { claimAsWritten: ClaimAsWritten } {
  const lanes = new Map<string, number>();
  const settle = (claim: PostClaim, change: Partial<PostRow>, laneDue = 0): boolean => {
    const row = posts.get(claim.post.id);
    if (row?.state !== 'sending' || !holds(row, claim)) return false;
    Object.assign(row, { until: 0, instance: '' }, change);
    lanes.set(claim.post.lane, laneDue);
    return true;
  };
  const inLane = (lane: string) => [...posts.values()].filter(({ post }) => post.lane === lane);
  const busy = (lane: string, request: ClaimRequest) =>
    inLane(lane).some((row) => unsettled(row) && ahead(row.until, request));
  return {
    async post(post) {
      if (posts.has(post.id)) return false;
      writePost(posts, post);
      return true;
    },
    async claimPosts(request) {
      const heads = new Map<string, PostRow>();
      for (const row of [...posts.values()].filter(unsettled).sort(asWritten))
        if (!heads.has(row.post.lane)) heads.set(row.post.lane, row);
      const due = [...heads].filter(([lane]) => !busy(lane, request) && !ahead(lanes.get(lane) ?? 0, request));
      return due.slice(0, request.most).map(([, row]) => claimOf(row, request, posts));
    },
    claimAsWritten(post, request) {
      const known = posts.has(post.id);
      const isFree = request && !ahead(lanes.get(post.lane) ?? 0, request) && !inLane(post.lane).some(unsettled);
      writePost(posts, post);
      const row = posts.get(post.id);
      return !known && isFree && row ? [claimOf(row, request, posts)] : [];
    },
    async sent(claim, sentAs, laneDue) {
      if (!settle(claim, { state: 'sent', sentAs }, laneDue)) return 'not-ours';
      return inLane(claim.post.lane).some(unsettled) ? 'more' : 'empty';
    },
    retry: async (claim, { state, attempt, laneDue }) => settle(claim, { state, attempt }, laneDue),
    async bury(claim, _, note) {
      const ours = settle(claim, { state: 'dead' });
      if (ours && note) writePost(posts, note);
      return ours;
    },
  };
}

function claimOf(row: PostRow, request: ClaimRequest, posts: ReadonlyMap<string, PostRow>): PostClaim {
  const { post, state } = row;
  row.state = 'sending';
  const replaces = post.replaces === undefined ? undefined : posts.get(post.replaces)?.sentAs;
  const rivals = [...posts.values()].filter((other) => other.post.lane === post.lane);
  return {
    ...claimed(row, request, rivals),
    post,
    unsure: state === 'sending',
    ...(replaces !== undefined && { replaces }),
  };
}

export function writePost(posts: Map<string, PostRow>, post: Post): void {
  if (posts.has(post.id)) return;
  const waiting = [...posts.values()].filter((row) => unsettled(row) && row.post.lane === post.lane);
  const order = Math.max(post.written, ...waiting.map((row) => row.order + 1));
  posts.set(post.id, { ...free(), post, order, state: 'pending' });
}

export const unsettled = ({ state }: PostRow): boolean => state === 'pending' || state === 'sending';
const asWritten = (a: PostRow, b: PostRow): number => a.order - b.order || (a.post.id < b.post.id ? -1 : 1);
export const ahead = (time: number, { now, horizon }: ClaimRequest): boolean => time > now && time <= horizon;
export const holds = (row: Claimed, { instance, attempt }: TurnClaim | PostClaim): boolean =>
  row.instance === instance && row.attempt === attempt;

/** Claims a row; whoever held another of its thread or lane has lost it. */
export function claimed(row: Claimed, { instance, until }: ClaimRequest, rivals: Claimed[]) {
  for (const rival of rivals) rival.instance = '';
  Object.assign(row, { instance, until, attempt: row.attempt + 1 });
  return { instance, attempt: row.attempt };
}
