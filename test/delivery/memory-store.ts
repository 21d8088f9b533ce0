import type { Post } from '../../src/delivery/post.ts';
import type { ClaimRequest, Found, PostClaim, Store, Think, TurnClaim } from '../../src/delivery/store.ts';
import type { Thread } from '../../src/delivery/thread.ts';
import { type AdmittedTurn, inOrder } from '../../src/delivery/turn.ts';

interface Claimed {
  instance: string;
  attempt: number;
  until: number;
  due: number;
}

interface TurnRow extends Claimed {
  turn: AdmittedTurn;
  done: boolean;
  before?: Thread | undefined;
  taken: boolean;
}

interface PostRow extends Claimed {
  post: Post;
  state: 'pending' | 'sending' | 'sent' | 'dead';
  sentAs?: string;
}

const free = (): Claimed => ({ instance: '', attempt: 0, until: 0, due: 0 });

/** A store without a disk, short enough to be read as what the real ones must do. It keeps no records. */
export function memoryStore(): Store {
  const threads = new Map<string, Thread>();
  const turns = new Map<string, TurnRow>();
  const posts = new Map<string, PostRow>();
  const keys = new Set<string>();
  const records = { keep: refuse, kept: refuse, drop: refuse, noted: refuse, install: refuse, installation: refuse };
  const endings = { uninstall: refuse, forgetSpeaker: refuse, forgetTenant: refuse };
  return {
    ...admissionsTo({ threads, turns, posts, keys }),
    ...claimsOf({ threads, turns, posts, keys }),
    ...outboxOf(posts),
    ...records,
    ...endings,
    note: async () => {},
    prune: async () => {},
    ping: async () => {},
    close: async () => {},
    async backlog() {
      const open = [...turns.values()].filter(({ done }) => !done).map(({ turn }) => turn.admitted);
      const waiting = [...posts.values()].filter(unsettled).map(({ post }) => post.written);
      return {
        turns: open.length,
        oldestTurn: open.sort()[0],
        posts: waiting.length,
        oldestPost: waiting.sort()[0],
        dead: [...posts.values()].filter(({ state }) => state === 'dead').length,
      };
    },
  };
}

interface Rows {
  threads: Map<string, Thread>;
  turns: Map<string, TurnRow>;
  posts: Map<string, PostRow>;
  keys: Set<string>;
}

const openIn = (turns: Rows['turns'], key: string): TurnRow[] =>
  [...turns.values()].filter(({ turn, done }) => turn.thread === key && !done);

function admissionsTo(rows: Rows): Pick<Store, 'admit' | 'once' | 'answer' | 'amend' | 'withdraw' | 'recall'> {
  const { threads, turns, keys } = rows;
  const ownTurn = (id: string, speaker: string) => {
    const row = turns.get(id);
    return row?.turn.speaker === speaker ? row : undefined;
  };
  return {
    async admit(turn) {
      if (keys.has(turn.id)) return 'repeated';
      const ours = turn.addressed || turn.direct || threads.has(turn.thread) || openIn(turns, turn.thread).length > 0;
      if (!ours) return 'not-ours';
      keys.add(turn.id);
      turns.set(turn.id, { ...free(), turn, done: false, taken: false });
      return 'admitted';
    },
    async once(tenant, key) {
      const first = !keys.has(`${tenant} ${key}`);
      keys.add(`${tenant} ${key}`);
      return first;
    },
    async answer(turn, think) {
      if (keys.has(turn.id)) return false;
      const row = { ...free(), turn, done: false, taken: false };
      conclude(row, think, rows);
      keys.add(turn.id);
      turns.set(turn.id, row);
      return true;
    },
    async amend(_, id, { speaker, text, since }) {
      const row = ownTurn(id, speaker);
      if (!row || row.turn.admitted < since || row.turn.text === text) return false;
      const revision = row.turn.revision + (row.done ? 1 : 0);
      Object.assign(row, { ...free(), turn: { ...row.turn, text, revision }, done: false });
      return true;
    },
    async withdraw(_, id, speaker) {
      const row = ownTurn(id, speaker);
      if (row) Object.assign(row, { done: true, turn: { ...row.turn, text: '' } });
      return row !== undefined;
    },
    async recall(_, id, speaker) {
      const row = ownTurn(id, speaker);
      return row?.taken && row.turn.text !== '' ? { turn: row.turn, thread: row.before } : undefined;
    },
  };
}

function claimsOf(rows: Rows): Pick<Store, 'claimTurns' | 'finish' | 'release'> {
  const { turns } = rows;
  return {
    async claimTurns(request) {
      const heads = [...new Set([...turns.values()].map(({ turn }) => turn.thread))].flatMap((key) => {
        const open = openIn(turns, key).sort((a, b) => inOrder(a.turn, b.turn));
        return open[0] && !open.some(({ until }) => ahead(until, request)) ? [open[0]] : [];
      });
      const due = heads.filter(({ due }) => !ahead(due, request)).sort((a, b) => a.turn.admitted - b.turn.admitted);
      return due.slice(0, request.most).map((row) => ({ ...claimed(row, request), turn: row.turn }));
    },
    async finish(claim, think) {
      const row = turns.get(claim.turn.id);
      if (!row || row.done || !holds(row, claim)) return false;
      conclude(row, think, rows);
      return true;
    },
    async release(claim, { due, attempt }) {
      const row = turns.get(claim.turn.id);
      if (!row || !holds(row, claim)) return false;
      Object.assign(row, { due, attempt, until: 0, instance: '' });
      return true;
    },
  };
}

function conclude(row: TurnRow, think: Think, { threads, turns, posts }: Rows): void {
  const { turn } = row;
  const later = [...turns.values()]
    .filter((other) => other.taken && other.turn.thread === turn.thread && inOrder(turn, other.turn) < 0)
    .sort((a, b) => inOrder(a.turn, b.turn));
  const before = row.taken ? row.before : beforeOf(later[0], threads.get(turn.thread));
  const found: Found = { thread: before, afresh: false, later: later.map((other) => other.turn) };
  const thought = think(structuredClone(found));
  for (const post of thought.posts) if (!posts.has(post.id)) posts.set(post.id, { ...free(), post, state: 'pending' });
  row.done = true;
  const last = thought.threads.at(-1);
  if (!last) return;
  Object.assign(row, { taken: true, before });
  for (const [index, other] of later.entries()) other.before = thought.threads[index];
  threads.set(turn.thread, last);
}

const beforeOf = (later: TurnRow | undefined, now: Thread | undefined) => (later ? later.before : now);

type Sending = Pick<Store, 'post' | 'claimPosts' | 'sent' | 'retry' | 'bury'>;

function outboxOf(posts: Map<string, PostRow>): Sending {
  const lanes = new Map<string, number>();
  const settle = (claim: PostClaim, change: Partial<PostRow>, laneDue = 0): boolean => {
    const row = posts.get(claim.post.id);
    if (row?.state !== 'sending' || !holds(row, claim)) return false;
    Object.assign(row, { until: 0, instance: '' }, change);
    lanes.set(claim.post.lane, laneDue);
    return true;
  };
  return {
    async post(post) {
      if (posts.has(post.id)) return false;
      posts.set(post.id, { ...free(), post, state: 'pending' });
      return true;
    },
    async claimPosts(request) {
      const heads = new Map<string, PostRow>();
      for (const row of [...posts.values()].filter(unsettled).sort(asWritten))
        if (!heads.has(row.post.lane)) heads.set(row.post.lane, row);
      const due = [...heads].filter(
        ([lane, { until }]) => !ahead(until, request) && !ahead(lanes.get(lane) ?? 0, request),
      );
      return due.slice(0, request.most).map(([, row]) => {
        const unsure = row.state === 'sending';
        row.state = 'sending';
        const replaces = row.post.replaces === undefined ? undefined : posts.get(row.post.replaces)?.sentAs;
        return { ...claimed(row, request), post: row.post, unsure, ...(replaces !== undefined && { replaces }) };
      });
    },
    sent: async (claim, sentAs, laneDue) => settle(claim, { state: 'sent', sentAs }, laneDue),
    retry: async (claim, { state, attempt, laneDue }) => settle(claim, { state, attempt }, laneDue),
    async bury(claim, _, note) {
      const ours = settle(claim, { state: 'dead' });
      if (ours && note && !posts.has(note.id)) posts.set(note.id, { ...free(), post: note, state: 'pending' });
      return ours;
    },
  };
}

const unsettled = ({ state }: PostRow): boolean => state === 'pending' || state === 'sending';
const asWritten = (a: PostRow, b: PostRow): number =>
  a.post.written - b.post.written || (a.post.id < b.post.id ? -1 : 1);
const ahead = (time: number, { now, horizon }: ClaimRequest): boolean => time > now && time <= horizon;
const holds = (row: Claimed, { instance, attempt }: TurnClaim | PostClaim): boolean =>
  row.instance === instance && row.attempt === attempt;

function claimed(row: Claimed, { instance, until }: ClaimRequest): { instance: string; attempt: number } {
  Object.assign(row, { instance, until, attempt: row.attempt + 1 });
  return { instance, attempt: row.attempt };
}

function refuse(): never {
  throw new Error('this store keeps no records');
}
