import { expect } from 'vitest';
import type { Found } from '../../../src/delivery/store.ts';
import { post, request, taking, turn } from '../said.ts';
import type { Contract } from '../site.ts';

const NOW = 9_000;

/** A turn is taken as it comes in. */
export const atOnce: Contract = {
  'a turn finds its thread and leaves it, and its post is claimed': async (store) => {
    const found: Found[] = [];
    for (const at of [1, 2]) {
      const said = turn(at, { lane: `slack:T1:C${at}` });
      const answer = post(said, { id: `${said.id}#0` });
      expect(await store.take(said, taking(said, found), request(NOW))).toEqual({
        kind: 'taken',
        posts: [{ instance: 'one', attempt: 1, post: answer, unsure: false }],
      });
      expect(await store.take(said, taking(said, found), request(NOW))).toEqual({ kind: 'repeated' });
    }
    expect(found.map(({ thread }) => thread?.asker)).toEqual([undefined, 'words 1']);
    expect(await store.claimTurns(request(NOW))).toEqual([]);
    expect(await store.claimPosts(request(NOW))).toEqual([]);
  },

  'what is not for us is not written': async (store) => {
    const said = turn(1, { addressed: false });
    expect(await store.take(said, taking(said), request(NOW))).toEqual({ kind: 'not-ours' });
    expect(await store.admit({ ...said, addressed: true })).toBe('admitted');
  },

  'behind another that is open it waits, and is taken after that one': async (store) => {
    await store.admit(turn(1));
    expect(await store.take(turn(2), taking(turn(2)), request(NOW))).toEqual({ kind: 'waiting' });
    const elsewhere = turn(3, { thread: 'slack:T1:C1:other' });
    expect(await store.take(elsewhere, taking(elsewhere), undefined)).toEqual({ kind: 'taken', posts: [] });
    for (const words of ['words 1', 'words 2']) {
      const [claim] = await store.claimTurns(request(NOW));
      expect(claim?.turn.text).toBe(words);
      if (claim) await store.finish(claim, taking(claim.turn), NOW);
    }
  },

  'a thought that breaks leaves nothing behind': async (store) => {
    const broken = () => {
      throw new Error('broken');
    };
    await expect(store.take(turn(1), broken, request(NOW))).rejects.toThrow('broken');
    expect(await store.backlog()).toMatchObject({ turns: 0, posts: 0 });
    expect(await store.admit(turn(1))).toBe('admitted');
  },

  'in a lane where one waits, or that is not due, its post waits as well': async (store) => {
    const take = (at: number) => store.take(turn(at), taking(turn(at)), request(NOW));
    await store.post(post(turn(9, { admitted: 1 })));
    expect(await take(1)).toEqual({ kind: 'taken', posts: [] });
    const lane: string[] = [];
    for (let due = NOW; lane.length < 2; due += 500) {
      const [claim] = await store.claimPosts(request(due));
      lane.push(claim?.post.card.lead ?? 'none');
      if (claim) expect(await store.sent(claim, '1700.1', due + 500, due)).toBe(lane.length < 2 ? 'more' : 'empty');
    }
    expect(lane).toEqual(['to words 9', 'to words 1']);
    expect(await take(2), 'not due yet').toEqual({ kind: 'taken', posts: [] });
    expect(await store.claimPosts(request(NOW + 999))).toEqual([]);
    expect(await store.claimPosts(request(NOW + 1_000))).toHaveLength(1);
  },
};
