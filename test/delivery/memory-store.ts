import type { Post } from '../../src/delivery/post.ts';
import type { Found, PostClaim, Store, Think } from '../../src/delivery/store.ts';
import type { Thread } from '../../src/delivery/thread.ts';
import { type AdmittedTurn, inOrder } from '../../src/delivery/turn.ts';
import {
  ahead,
  type ClaimAsWritten,
  type Claimed,
  claimed,
  free,
  holds,
  outboxOf,
  type PostRow,
  unsettled,
  writePost,
} from './memory-outbox.ts';

interface TurnRow extends Claimed {
  turn: AdmittedTurn;
  done: boolean;
  before?: Thread | undefined;
  taken: boolean;
  withdrawn?: boolean;
}

/** A store without a disk, short enough to be read as what the real ones must do. It keeps no records. */
export function memoryStore(): Store {
  const rows: Rows = { threads: new Map(), turns: new Map(), posts: new Map(), keys: new Set() };
  const { turns, posts } = rows;
  const records = {
    keep: refuse,
    reserve: refuse,
    kept: refuse,
    drop: refuse,
    noted: refuse,
    install: refuse,
    installation: refuse,
  };
  const endings = { askerOf: refuse, uninstall: refuse, forgetSpeaker: refuse, forgetTenant: refuse };
  const { claimAsWritten, ...outbox } = outboxOf(posts);
  return {
    ...admissionsTo(rows, claimAsWritten),
    ...changesTo(rows),
    ...claimsOf(rows),
    ...outbox,
    ...records,
    ...endings,
    note: async () => {},
    everyKept: async () => [],
    prune: async () => {},
    ping: async () => {},
    close: async () => {},
    async backlog() {
      const open = [...turns.values()].filter(({ done }) => !done).map(({ turn }) => turn.admitted);
      const waiting = [...posts.values()].filter(unsettled).map(({ order }) => order);
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

/** An id is one of its tenant's: two tenants may use the same. */
const inTenant = (tenant: string, id: string): string => `${tenant} ${id}`;
const threadOf = ({ tenant, thread }: AdmittedTurn): string => inTenant(tenant, thread);
const idOf = ({ tenant, id }: AdmittedTurn): string => inTenant(tenant, id);

const openIn = (turns: Rows['turns'], key: string) =>
  [...turns.values()].filter(({ turn, done }) => threadOf(turn) === key && !done);

function admissionsTo(rows: Rows, claimAsWritten: ClaimAsWritten): Pick<Store, 'admit' | 'once' | 'answer' | 'take'> {
  const { turns, keys } = rows;
  const admit = (turn: AdmittedTurn) => {
    if (keys.has(idOf(turn))) return 'repeated';
    if (!isForUs(turn, rows) && openIn(turns, threadOf(turn)).length === 0) return 'not-ours';
    keys.add(idOf(turn));
    turns.set(idOf(turn), openRow(turn));
    return 'admitted';
  };
  const takeNow = (turn: AdmittedTurn, think: Think, write?: (post: Post) => void): void => {
    const row = openRow(turn);
    conclude(row, think, rows, write);
    keys.add(idOf(turn));
    turns.set(idOf(turn), row);
  };
  return {
    admit: async (turn) => admit(turn),
    async once(tenant, key) {
      const first = !keys.has(inTenant(tenant, key));
      keys.add(inTenant(tenant, key));
      return first;
    },
    async answer(turn, think) {
      if (keys.has(idOf(turn))) return false;
      takeNow(turn, think);
      return true;
    },
    async take(turn, think, sending) {
      if (openIn(turns, threadOf(turn)).length > 0 || keys.has(idOf(turn)) || !isForUs(turn, rows)) {
        const admission = admit(turn);
        return { kind: admission === 'admitted' ? 'waiting' : admission };
      }
      const posts: PostClaim[] = [];
      takeNow(turn, think, (post) => void posts.push(...claimAsWritten(post, sending)));
      return { kind: 'taken', posts };
    },
  };
}

const openRow = (turn: AdmittedTurn): TurnRow => ({ ...free(), turn, done: false, taken: false });
const isForUs = (turn: AdmittedTurn, { threads }: Rows) => turn.addressed || turn.direct || threads.has(threadOf(turn));

function changesTo({ turns }: Rows): Pick<Store, 'amend' | 'withdraw' | 'recall'> {
  const ownTurn = (tenant: string, id: string, speaker: string | undefined) => {
    const row = turns.get(inTenant(tenant, id));
    return row && (speaker ?? row.turn.speaker) === row.turn.speaker && !row.withdrawn ? row : undefined;
  };
  return {
    async amend(tenant, id, { speaker, text, since }) {
      const row = ownTurn(tenant, id, speaker);
      if (!row || row.turn.admitted < since || row.turn.text === text) return false;
      const revision = row.turn.revision + (row.done ? 1 : 0);
      // An open turn goes on counting: whoever has claimed it as it was must not finish it as it is.
      const attempt = row.done ? 0 : row.attempt;
      Object.assign(row, { ...free(), attempt, turn: { ...row.turn, text, revision }, done: false });
      return true;
    },
    async withdraw(tenant, id, speaker) {
      const row = ownTurn(tenant, id, speaker);
      if (row) Object.assign(row, { done: true, withdrawn: true, turn: { ...row.turn, text: '' } });
      return row !== undefined;
    },
    async recall(tenant, id, speaker) {
      const row = ownTurn(tenant, id, speaker);
      return row?.taken ? { turn: row.turn, thread: row.before } : undefined;
    },
  };
}

function claimsOf(rows: Rows): Pick<Store, 'claimTurns' | 'finish' | 'release'> {
  const { turns } = rows;
  return {
    async claimTurns(request) {
      const heads = [...new Set([...turns.values()].map(({ turn }) => threadOf(turn)))].flatMap((key) => {
        const open = openIn(turns, key).sort((a, b) => inOrder(a.turn, b.turn));
        return open[0] && !open.some(({ until }) => ahead(until, request)) ? [open[0]] : [];
      });
      const due = heads.filter(({ due }) => !ahead(due, request)).sort((a, b) => a.turn.admitted - b.turn.admitted);
      const rivals = (row: TurnRow) => openIn(turns, threadOf(row.turn));
      return due.slice(0, request.most).map((row) => ({ ...claimed(row, request, rivals(row)), turn: row.turn }));
    },
    async finish(claim, think) {
      const row = turns.get(idOf(claim.turn));
      if (!row || row.done || !holds(row, claim)) return false;
      conclude(row, think, rows);
      return true;
    },
    async release(claim, { due, attempt }) {
      const row = turns.get(idOf(claim.turn));
      if (!row || row.done || !holds(row, claim)) return false;
      Object.assign(row, { due, attempt, until: 0, instance: '' });
      return true;
    },
  };
}

function conclude(
  row: TurnRow,
  think: Think,
  { threads, turns, posts }: Rows,
  write = (post: Post) => writePost(posts, post),
): void {
  const { turn } = row;
  const later = [...turns.values()]
    .filter((other) => other.taken && threadOf(other.turn) === threadOf(turn) && inOrder(turn, other.turn) < 0)
    .sort((a, b) => inOrder(a.turn, b.turn));
  const before = row.taken ? row.before : beforeOf(later[0], threads.get(threadOf(turn)));
  const found: Found = { thread: before, afresh: false, later: later.map((other) => other.turn) };
  const thought = think(structuredClone(found));
  const { length } = thought.threads;
  if (length > 0 && length !== later.length + 1)
    throw new RangeError(`${length} threads were thought for ${later.length + 1} turns`);
  thought.posts.forEach(write);
  row.done = true;
  const last = thought.threads.at(-1);
  if (!last) return;
  Object.assign(row, { taken: true, before });
  for (const [index, other] of later.entries()) other.before = thought.threads[index];
  threads.set(threadOf(turn), last);
}

const beforeOf = (later: TurnRow | undefined, now: Thread | undefined) => (later ? later.before : now);

function refuse(): never {
  throw new Error('this store keeps no records');
}
