import { expect } from 'vitest';
import type { PostClaim } from '../../../src/delivery/store.ts';
import { post, request, turn } from '../said.ts';
import type { Contract } from '../site.ts';

const ids = (claims: readonly PostClaim[]) => claims.map(({ post: { id } }) => id.slice('slack:T1:C1:'.length));
const to = (at: number, lane = 'slack:T1:C1') => post(turn(at, { lane }));

function first(claims: readonly PostClaim[]): PostClaim {
  const [claim] = claims;
  if (!claim) throw new Error('nothing was claimed');
  return claim;
}

/** Posts go out lane by lane. */
export const outbox: Contract = {
  'a post is written once': async (store) => {
    expect(await store.post(to(1))).toBe(true);
    expect(await store.post(to(1))).toBe(false);
    expect(await store.claimPosts(request(9_000))).toEqual([
      { instance: 'one', attempt: 1, post: to(1), unsure: false },
    ]);
  },

  'of each lane the first that was written down is claimed, whatever clock it came from, and the next when that one is sent and the lane is due':
    async (store) => {
      for (const at of [2, 1, 3]) await store.post(to(at));
      await store.post(to(4, 'slack:T1:C2'));
      const claims = await store.claimPosts(request(9_000));
      expect(ids(claims)).toEqual(['2#0', '4#0']);
      expect(await store.claimPosts(request(9_000)), 'while the claim lives').toEqual([]);
      expect(await store.sent(first(claims), '1700.1', 9_500, 9_000)).toBe('more');
      expect(await store.claimPosts(request(9_499))).toEqual([]);
      expect(ids(await store.claimPosts(request(9_500)))).toEqual(['1#0']);
    },

  'who died while sending leaves a post of which nobody knows': async (store) => {
    await store.post(to(1));
    const dead = first(await store.claimPosts(request(1_000, { instance: 'dead' })));
    const taken = first(await store.claimPosts(request(11_000)));
    expect(taken).toMatchObject({ instance: 'one', attempt: 2, unsure: true });
    expect(await store.sent(dead, '1700.1', 0, 11_000)).toBe('not-ours');
    expect(await store.retry(dead, { state: 'pending', attempt: 0, laneDue: 0 })).toBe(false);
    expect(await store.bury(dead, 'no', undefined, 11_000)).toBe(false);
    expect(await store.sent(taken, '1700.1', 0, 11_000)).toBe('empty');
    expect(await store.sent(taken, '1700.2', 0, 11_000), 'a second time').toBe('not-ours');
  },

  'a post is tried again when its lane is due, in doubt or not': async (store) => {
    await store.post(to(1));
    const claim = first(await store.claimPosts(request(1_000)));
    expect(await store.retry(claim, { state: 'pending', attempt: 0, laneDue: 5_000 })).toBe(true);
    expect(await store.claimPosts(request(4_999))).toEqual([]);
    const second = first(await store.claimPosts(request(5_000)));
    expect(second).toMatchObject({ attempt: 1, unsure: false });
    await store.retry(second, { state: 'sending', attempt: 1, laneDue: 5_000 });
    expect(first(await store.claimPosts(request(5_000)))).toMatchObject({ attempt: 2, unsure: true });
  },

  'a post that is given up makes way, and its note comes in its place': async (store) => {
    await store.post(to(1));
    await store.post(to(3));
    const note = post(turn(2), { kind: 'note', lane: 'slack:T1:D9' });
    expect(await store.bury(first(await store.claimPosts(request(9_000))), 'is_archived', note, 9_000)).toBe(true);
    const claims = await store.claimPosts(request(9_000));
    expect(ids(claims)).toEqual(['2#0', '3#0']);
    expect(await store.backlog()).toMatchObject({ posts: 2, dead: 1 });
  },

  'a changed answer knows the message it takes the place of': async (store) => {
    await store.post(to(1));
    await store.sent(first(await store.claimPosts(request(9_000))), '1700.1', 0, 9_000);
    await store.post(post(turn(1), { id: 'slack:T1:C1:1#1', replaces: 'slack:T1:C1:1#0' }));
    await store.post(post(turn(2), { lane: 'slack:T1:C2', replaces: 'slack:T1:C1:gone#0' }));
    const claims = await store.claimPosts(request(9_000));
    expect(claims.map(({ replaces }) => replaces)).toEqual(['1700.1', undefined]);
  },

  'what is sent or given up is not kept any longer than that': async (store, site) => {
    await store.post(to(1));
    await store.post(to(2, 'slack:T1:C2'));
    const [one, two] = await store.claimPosts(request(9_000));
    if (one) await store.sent(one, '1700.1', 0, 9_000);
    if (two) await store.bury(two, 'is_archived', undefined, 9_000);
    expect(await site.run('select state, body from posts order by state')).toEqual([
      { state: 'dead', body: '' },
      { state: 'sent', body: '' },
    ]);
  },
};

/** A clock that was wrong for a while does no lasting harm. */
export const clocks: Contract = {
  'a lease or a due time beyond the horizon holds nobody up': async (store) => {
    const wrong = 9_000_000_000;
    await store.admit(turn(1));
    await store.post(to(2));
    expect(await store.claimTurns(request(wrong))).toHaveLength(1);
    expect(await store.claimPosts(request(wrong))).toHaveLength(1);
    expect(await store.claimTurns(request(9_000))).toHaveLength(1);
    const claim = first(await store.claimPosts(request(9_000)));
    await store.retry(claim, { state: 'pending', attempt: 0, laneDue: wrong });
    expect(await store.claimPosts(request(9_000))).toHaveLength(1);
  },
};
