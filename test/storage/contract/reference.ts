import fc from 'fast-check';
import { expect } from 'vitest';
import type { PostClaim, Store, TurnClaim } from '../../../src/delivery/store.ts';
import { memoryStore } from '../../delivery/memory-store.ts';
import { ANA, BEN, post, refusing, taking, turn } from '../said.ts';
import type { Contract } from '../site.ts';

/** One step: what is done, to which of a few turns, and how long after the last. */
const step = fc.record({
  what: fc.constantFrom(
    'admit',
    'answer',
    'take',
    'amend',
    'withdraw',
    'claim',
    'finish',
    'release',
    'post',
    'fetch',
    'send',
    'retry',
    'bury',
  ),
  at: fc.nat(7),
  after: fc.constantFrom(1, 2, 500, 6_000),
});
type Step = typeof step extends fc.Arbitrary<infer Type> ? Type : never;

const said = (at: number, admitted: number) =>
  turn(at, {
    thread: `slack:T1:C1:${at % 2}`,
    lane: `slack:T1:C${at % 2}`,
    speaker: at % 3 ? ANA : BEN,
    addressed: at !== 5,
    admitted,
  });

/** Plays the steps and returns all that the caller was told. Claims are kept, so that old ones are used again. */
async function play(store: Store, steps: readonly Step[]): Promise<unknown[]> {
  const told: unknown[] = [];
  const turns: TurnClaim[] = [];
  const posts: PostClaim[] = [];
  let now = 100_000;
  for (const { what, at, after } of steps) {
    now += after;
    const request = {
      instance: at % 2 ? 'one' : 'two',
      now,
      horizon: now + 60_000,
      until: now + 5_000,
      most: 1 + (at % 3),
    };
    told.push([what, await act(store, what, at, request, turns, posts)]);
  }
  return [...told, await store.backlog()];
}

type Request = Parameters<Store['claimTurns']>[0];

async function act(store: Store, what: string, at: number, request: Request, turns: TurnClaim[], posts: PostClaim[]) {
  const { tenant, id, speaker } = said(at, 0);
  if (what === 'admit') return store.admit(said(at, request.now));
  if (what === 'answer')
    return thinking((found) => store.answer(said(at, request.now), taking(said(at, request.now), found)));
  if (what === 'take') return taken(store, at, request, posts);
  if (what === 'amend') return store.amend(tenant, id, { speaker, text: `changed ${request.now}`, since: 0 });
  if (what === 'withdraw') return store.withdraw(tenant, id, at % 4 ? speaker : ANA);
  if (what === 'post')
    return store.post(post(said(at, request.now), { id: `slack:T1:note${at}`, replaces: `slack:T1:C1:${at}#0` }));
  return what === 'claim' || what === 'finish' || what === 'release'
    ? inbox(store, what, at, request, turns)
    : outbox(store, what, at, request, posts);
}

/** What was found and what came of it. */
async function thinking(run: (found: never[]) => Promise<boolean>) {
  const found: never[] = [];
  return { done: await run(found), found };
}

/** Without a claim of its post, or one more to be settled. */
async function taken(store: Store, at: number, request: Request, claims: PostClaim[]) {
  const found: never[] = [];
  const done = await store.take(
    said(at, request.now),
    taking(said(at, request.now), found),
    at === 3 ? undefined : request,
  );
  if (done.kind === 'taken') claims.unshift(...done.posts);
  return { done, found };
}

async function inbox(store: Store, what: string, at: number, request: Request, claims: TurnClaim[]) {
  if (what === 'claim') {
    const fresh = await store.claimTurns(request);
    claims.unshift(...fresh);
    return fresh;
  }
  const claim = claims[at % 3];
  if (!claim) return undefined;
  if (what === 'release') return store.release(claim, { due: request.now + 700, attempt: claim.attempt });
  return thinking((found) => store.finish(claim, at === 6 ? refusing : taking(claim.turn, found), request.now));
}

async function outbox(store: Store, what: string, at: number, request: Request, claims: PostClaim[]) {
  if (what === 'fetch') {
    const fresh = await store.claimPosts(request);
    claims.unshift(...fresh);
    return fresh;
  }
  const claim = claims[at % 3];
  if (!claim) return undefined;
  const { now } = request;
  if (what === 'send') return store.sent(claim, `sent ${now}`, now + 400, now);
  const state = at % 2 ? 'pending' : 'sending';
  if (what === 'retry') return store.retry(claim, { state, attempt: claim.attempt, laneDue: now + 300 });
  return store.bury(claim, 'no', at % 2 ? post(said(at, now), { id: `slack:T1:buried${at}` }) : undefined, now);
}

/** The reference is short enough to be read; the real store must tell its callers the same. */
export const reference: Contract = {
  'every caller is told what the reference tells': async (_, { fresh, runs }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
        expect(await play(await fresh(), steps)).toEqual(await play(memoryStore(), steps));
      }),
      { seed: 20261126, numRuns: 8 * runs },
    );
  },
};
