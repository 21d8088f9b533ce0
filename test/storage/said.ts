import { beginning } from '../../src/conversation/conversation.ts';
import { type Post, postSchema } from '../../src/delivery/post.ts';
import type { Found, Think } from '../../src/delivery/store.ts';
import { type Thread, threadSchema } from '../../src/delivery/thread.ts';
import { type AdmittedTurn, admittedTurnSchema, speakerSchema, tenantSchema } from '../../src/delivery/turn.ts';

export const TENANT = tenantSchema.parse('slack:T1');
export const ANA = speakerSchema.parse('ana');
export const BEN = speakerSchema.parse('ben');

/** A turn by its platform time in seconds; everything else may be given. */
export function turn(at: number, given: Partial<Record<keyof AdmittedTurn, unknown>> = {}): AdmittedTurn {
  const tenant = given.tenant ?? TENANT;
  return admittedTurnSchema.parse({
    id: `${tenant}:C1:${at}`,
    tenant,
    lane: `${tenant}:C1`,
    thread: `${tenant}:C1:root`,
    speaker: ANA,
    text: `words ${at}`,
    at: at * 1e6,
    addressed: true,
    direct: false,
    toAnother: false,
    shown: 'thread',
    admitted: at * 1000,
    revision: 0,
    excess: false,
    ...given,
  });
}

/** A thread that tells by its asker what happened in it. */
export const thread = (...texts: string[]): Thread =>
  threadSchema.parse({
    version: 1,
    conversation: beginning,
    asker: texts.join('|') || '-',
    othersSince: false,
    replies: [],
  });

export function post(to: AdmittedTurn, given: Partial<Record<keyof Post, unknown>> = {}): Post {
  const { tenant, lane, thread: key, speaker, shown } = to;
  return postSchema.parse({
    id: `${to.id}#0`,
    tenant,
    lane,
    thread: key,
    turn: to.id,
    speaker,
    shown,
    kind: 'answer',
    card: { title: 'A card', lead: `to ${to.text}`, parts: [], buttons: [], sources: [], reviewed: '' },
    written: to.admitted,
    ...given,
  });
}

/** Takes a turn in: the thread's asker becomes the list of all that was said, and one post answers. `seen` gets what was found. */
export function taking(said: AdmittedTurn, seen: Found[] = []): Think {
  return (found) => {
    seen.push(found);
    const before = found.thread ? [found.thread.asker] : [];
    const after = [said, ...found.later].map(({ text }) => text);
    const threads = after.map((_, index) => thread(...before, ...after.slice(0, index + 1)));
    return { threads, posts: [post(said, { id: `${said.id}#${said.revision}` })] };
  };
}

/** Leaves the thread as it is. */
export const refusing: Think = () => ({ threads: [], posts: [] });

export const request = (now: number, given: { instance?: string; most?: number } = {}) => ({
  instance: 'one',
  now,
  horizon: now + 3_600_000,
  until: now + 10_000,
  most: 10,
  ...given,
});
