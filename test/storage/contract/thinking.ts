import { expect } from 'vitest';
import type { OpenStore } from '../../../adapters/storage/store.ts';
import type { Found } from '../../../src/delivery/store.ts';
import { tenantSchema } from '../../../src/delivery/turn.ts';
import { ANA, BEN, refusing, request, taking, thread, turn } from '../said.ts';
import type { Contract } from '../site.ts';

/** Claims and takes in whatever is open, one after another, and returns what each turn found. */
async function work(store: OpenStore, now = 90_000): Promise<Found[]> {
  const seen: Found[] = [];
  for (
    let claims = await store.claimTurns(request(now));
    claims.length > 0;
    claims = await store.claimTurns(request(now))
  )
    for (const claim of claims) await store.finish(claim, taking(claim.turn, seen), now);
  return seen;
}

const sentCards = async (store: OpenStore, now = 90_000): Promise<string[]> => {
  const cards: string[] = [];
  for (
    let claims = await store.claimPosts(request(now));
    claims.length > 0;
    claims = await store.claimPosts(request(now))
  )
    for (const claim of claims) {
      cards.push(claim.post.card.lead);
      await store.sent(claim, `sent-${claim.post.id}`, 0, now);
    }
  return cards;
};

/** A turn finds its thread, and leaves it changed. */
export const thinking: Contract = {
  'each turn finds what the one before it left': async (store) => {
    for (const at of [2, 1, 3]) await store.admit(turn(at));
    const found = await work(store);
    expect(found.map((one) => one.thread?.asker)).toEqual([undefined, 'words 1', 'words 1|words 2']);
    expect(found.every(({ afresh, later }) => !afresh && later.length === 0)).toBe(true);
    expect(await sentCards(store)).toEqual(['to words 1', 'to words 2', 'to words 3']);
  },

  'a turn is recalled with the thread before it, as one of its author or of anybody, but of no other tenant': async (
    store,
  ) => {
    await store.admit(turn(1));
    await store.admit(turn(2));
    expect(await store.recall(turn(2).tenant, turn(2).id, ANA)).toBeUndefined();
    await work(store);
    expect(await store.recall(turn(2).tenant, turn(2).id, ANA)).toEqual({ turn: turn(2), thread: thread('words 1') });
    expect(await store.recall(turn(2).tenant, turn(2).id, BEN)).toBeUndefined();
    expect(await store.recall(turn(2).tenant, turn(2).id, undefined)).toMatchObject({ turn: turn(2) });
    expect(await store.recall(tenantSchema.parse('slack:T2'), turn(2).id, undefined)).toBeUndefined();
    await store.withdraw(turn(2).tenant, turn(2).id, ANA);
    expect(await store.recall(turn(2).tenant, turn(2).id, ANA)).toBeUndefined();
  },

  'threads and tenants do not see each other': async (store) => {
    await store.admit(turn(1));
    await store.admit(turn(2, { thread: 'slack:T1:C1:other' }));
    await store.admit(turn(3, { tenant: 'slack:T2', thread: 'slack:T1:C1:root' }));
    expect((await work(store)).map((one) => one.thread)).toEqual([undefined, undefined, undefined]);
  },

  'a turn that comes late finds what was before it, and what was said since': async (store) => {
    await store.admit(turn(1));
    await store.admit(turn(3));
    await store.admit(turn(4));
    await work(store);
    await store.admit(turn(2));
    expect(await work(store)).toEqual([{ thread: thread('words 1'), afresh: false, later: [turn(3), turn(4)] }]);
    await store.admit(turn(5));
    expect((await work(store))[0]?.thread?.asker).toBe('words 1|words 2|words 3|words 4');
  },

  'a turn that was refused leaves no trace in its thread': async (store) => {
    await store.answer(turn(1), taking(turn(1)));
    await store.answer(turn(3), refusing);
    const seen: Found[] = [];
    await store.answer(turn(2), taking(turn(2), seen));
    await store.answer(turn(4), taking(turn(4), seen));
    expect(seen.map(({ later }) => later)).toEqual([[], []]);
    expect(seen[1]?.thread?.asker).toBe('words 1|words 2');
  },

  'a turn answered in its own response is taken once': async (store) => {
    expect(await store.answer(turn(1), taking(turn(1)))).toBe(true);
    expect(await store.answer(turn(1), taking(turn(1)))).toBe(false);
    expect(await store.admit(turn(1))).toBe('repeated');
    await store.admit(turn(2));
    expect(await store.answer(turn(2), taking(turn(2)))).toBe(false);
  },

  'when thinking fails nothing is written, and the error is told as it is': async (store) => {
    const broken = () => {
      throw new TypeError('too hard');
    };
    await expect(store.answer(turn(1), broken)).rejects.toThrow(new TypeError('too hard'));
    expect(await store.admit(turn(1))).toBe('admitted');
    const [claim] = await store.claimTurns(request(90_000));
    if (!claim) throw new Error('nothing was claimed');
    await expect(store.finish(claim, broken, 90_000)).rejects.toThrow(new TypeError('too hard'));
    const tooMany = () => ({ threads: [thread(), thread()], posts: [] });
    await expect(store.finish(claim, tooMany, 90_000)).rejects.toThrow('2 threads were thought for 1 turns');
    expect(await store.finish(claim, taking(claim.turn), 90_000)).toBe(true);
    expect(await sentCards(store)).toEqual(['to words 1']);
  },

  'a post that was written before is left out': async (store) => {
    const twice = () => ({
      threads: [],
      posts: [1, 2].flatMap(() => taking(turn(1))({ thread: undefined, afresh: false, later: [] }).posts),
    });
    await store.answer(turn(1), twice);
    await store.answer(turn(2), twice);
    expect(await sentCards(store)).toEqual(['to words 1']);
  },
};

/** What its author does to a turn afterwards. */
export const changes: Contract = {
  'an open turn is answered as it was changed, also when it was claimed already': async (store) => {
    await store.admit(turn(1));
    const [claim] = await store.claimTurns(request(1_000));
    expect(await store.amend(turn(1).tenant, turn(1).id, { speaker: ANA, text: 'better', since: 0 })).toBe(true);
    if (!claim) throw new Error('nothing was claimed');
    expect(await store.finish(claim, taking(claim.turn), 1_000)).toBe(false);
    const [again] = await store.claimTurns(request(1_000));
    expect(again).toMatchObject({ attempt: 2, turn: { text: 'better', revision: 0 } });
  },

  'a done turn is opened again, and finds the thread as it was then': async (store) => {
    for (const at of [1, 2, 3]) await store.answer(turn(at), taking(turn(at)));
    const change = { speaker: ANA, text: 'better', since: 2_000 };
    expect(await store.amend(turn(2).tenant, turn(2).id, change)).toBe(true);
    const [claim] = await store.claimTurns(request(9_000));
    expect(claim).toMatchObject({ attempt: 1, turn: { text: 'better', revision: 1 } });
    const seen: Found[] = [];
    if (claim) await store.finish(claim, taking(claim.turn, seen), 9_000);
    expect(seen).toEqual([{ thread: thread('words 1'), afresh: false, later: [turn(3)] }]);
    await store.answer(turn(4), taking(turn(4), seen));
    expect(seen[1]?.thread?.asker).toBe('words 1|better|words 3');
    expect(await sentCards(store)).toEqual(['to words 1', 'to words 2', 'to words 3', 'to better', 'to words 4']);
  },

  'only its author changes a turn, in time, and to something else': async (store) => {
    const { tenant, id } = turn(2);
    await store.answer(turn(2), taking(turn(2)));
    expect(await store.amend(tenant, id, { speaker: BEN, text: 'better', since: 0 })).toBe(false);
    expect(await store.amend(tenant, id, { speaker: ANA, text: 'words 2', since: 0 })).toBe(false);
    expect(await store.amend(tenant, id, { speaker: ANA, text: 'better', since: 2_001 })).toBe(false);
    expect(await store.amend(tenant, turn(9).id, { speaker: ANA, text: 'better', since: 0 })).toBe(false);
    expect(await store.withdraw(tenant, id, BEN)).toBe(false);
    expect(await store.withdraw(tenant, turn(9).id, ANA)).toBe(false);
    expect(await store.claimTurns(request(9_000))).toEqual([]);
  },

  'a turn withdrawn while it is open gets no reply, and is not taken when it is repeated': async (store) => {
    await store.admit(turn(1));
    await store.admit(turn(2));
    const [claim] = await store.claimTurns(request(9_000));
    expect(await store.withdraw(turn(1).tenant, turn(1).id, ANA)).toBe(true);
    if (claim) expect(await store.finish(claim, taking(claim.turn), 9_000)).toBe(false);
    expect(await store.admit(turn(1))).toBe('repeated');
    expect((await work(store)).map((found) => found.thread)).toEqual([undefined]);
    expect(await sentCards(store)).toEqual(['to words 2']);
  },

  'a turn withdrawn after it was answered loses its text, and its thread goes on': async (store, site) => {
    for (const at of [1, 2]) await store.answer(turn(at, { text: `said ${at}` }), taking(turn(at)));
    expect(await store.withdraw(turn(2).tenant, turn(2).id, ANA)).toBe(true);
    const rows = await site.run('select body from turns order by at');
    expect(rows.map(({ body }) => String(body).includes('said'))).toEqual([true, false]);
    await store.admit(turn(3));
    expect((await work(store))[0]?.thread?.asker).toBe('words 1|words 2');
  },
};
