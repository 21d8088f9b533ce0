import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { OpenStore } from '../../../adapters/storage/store.ts';
import { TABLES } from '../../../adapters/storage/tables.ts';
import { beginning } from '../../../src/conversation/conversation.ts';
import type { KeptKind } from '../../../src/delivery/kept.ts';
import type { Found } from '../../../src/delivery/store.ts';
import { type AdmittedTurn, tenantSchema } from '../../../src/delivery/turn.ts';
import { ANA, BEN, post, request, TENANT, taking, thread, turn } from '../said.ts';
import type { Contract } from '../site.ts';

const OTHER = tenantSchema.parse('slack:T2');
const CANARY = 'canary-7f3a';

/** Everything that can be kept of a person, with the canary in each place. */
async function sayAll(store: OpenStore, said: AdmittedTurn): Promise<void> {
  const { tenant, speaker, admitted: at, text } = said;
  await store.answer(said, taking(said));
  await store.admit({ ...said, id: `${said.id}1` as typeof said.id, text: `${text} open` });
  await store.post(post({ ...said, lane: `${said.lane}x` as typeof said.lane }, { id: `${said.id}#sent` }));
  await store.amend(tenant, said.id, { speaker, text: `${text} changed`, since: 0 });
  await store.keep(tenant, 'progress', speaker, { step: 1, lessons: [] });
  await store.note(tenant, 'unanswered', { speaker, at, text });
  await store.note(tenant, 'feedback', { speaker, at, turn: said.id, verdict: 'wrong', comment: text });
  await store.note(tenant, 'decision', { speaker, at, thread: said.thread, title: text, text });
}

/** A text of some hundred to some thousand characters that no database can make shorter, which would hide it from us. */
const long = (at: number) => {
  const noise = Array.from({ length: at * 10 }, (_, index) =>
    createHash('sha256').update(`${at} ${index}`).digest('base64'),
  );
  return `${CANARY} ${noise.join(' ')}`;
};

/** What somebody wants to be forgotten. */
export const forgetting: Contract = {
  'every byte of what a person said and was told is gone from the files': async (store, site) => {
    const mine = [1, 2, 3, 4].map((at) => turn(at, { text: long(at), thread: `slack:T1:C1:${at}` }));
    for (const said of mine) await sayAll(store, said);
    const theirs = turn(90, { text: 'kept-9c1e', speaker: BEN, thread: 'slack:T1:C1:theirs' });
    await sayAll(store, theirs);
    await sayAll(store, turn(1, { tenant: 'slack:T2', text: 'kept-9c1e' }));
    expect(site.traces(CANARY)).toBeGreaterThan(20);
    await store.forgetSpeaker(TENANT, ANA);
    expect(site.traces(CANARY)).toBe(0);
    expect(site.traces('kept-9c1e')).toBeGreaterThan(10);
    expect(await store.kept(TENANT, 'progress', ANA)).toBeUndefined();
    expect(await store.kept(OTHER, 'progress', ANA)).toEqual({ step: 1, lessons: [] });
    for (const said of mine) expect(await store.admit(said), 'told again').toBe('repeated');
  },

  'a thread in which others spoke as well goes as a whole, and can begin anew': async (store) => {
    const both = { thread: 'slack:T1:C1:both' };
    await store.answer(turn(1, { ...both, speaker: BEN }), taking(turn(1)));
    await store.answer(turn(2, both), taking(turn(2)));
    await store.admit(turn(3, { ...both, speaker: BEN }));
    const [claim] = await store.claimTurns(request(9_000));
    await store.forgetSpeaker(TENANT, ANA);
    if (claim) expect(await store.finish(claim, taking(claim.turn), 9_000)).toBe(false);
    expect(await store.claimTurns(request(99_000))).toEqual([]);
    const seen: Found[] = [];
    await store.answer(turn(4, { ...both, speaker: BEN }), taking(turn(4), seen));
    expect(seen).toEqual([{ thread: undefined, afresh: false, later: [] }]);
  },

  'a thread that knows facts of theirs from another goes as well': async (store) => {
    const said = turn(1, { speaker: BEN, thread: 'slack:T1:C1:beside' });
    const fact = { value: 'windows', speaker: ANA, strength: 'said' as const, words: [] };
    const conversation = { ...beginning, facts: { 'os-family': fact } };
    await store.answer(said, () => ({ threads: [{ ...thread(), conversation }], posts: [] }));
    expect(await store.recall(TENANT, said.id, BEN)).toBeDefined();
    await store.forgetSpeaker(TENANT, ANA);
    expect(await store.recall(TENANT, said.id, BEN)).toBeUndefined();
  },

  'a person is found after the retention of their turns, too': async (store, site) => {
    await store.answer(turn(1, { text: CANARY }), taking(turn(1, { text: CANARY })));
    await store.prune({ threads: 0, done: 5_000 });
    expect(site.traces(CANARY)).toBeGreaterThan(0);
    await store.forgetSpeaker(TENANT, ANA);
    expect(site.traces(CANARY)).toBe(0);
  },

  'all of a workspace is gone, and nothing of another': async (store, site) => {
    await sayAll(store, turn(1, { text: CANARY }));
    await store.install(TENANT, { secret: 'one', installedAt: 1 });
    await store.once(TENANT, CANARY, 1);
    await sayAll(store, turn(1, { tenant: 'slack:T2', text: 'kept-9c1e' }));
    await store.install(OTHER, { secret: 'two', installedAt: 1 });
    await store.forgetTenant(TENANT);
    expect([site.traces(CANARY), await store.installation(TENANT)]).toEqual([0, undefined]);
    expect(await store.installation(OTHER)).toEqual({ secret: 'two', installedAt: 1 });
    for (const table of TABLES)
      expect(await site.run(`select 1 from ${table} where tenant = 'slack:T1'`), table).toEqual([]);
    expect(await store.admit(turn(1)), 'as if it had never been here').toBe('admitted');
  },
};

/** What is old. */
export const retention: Contract = {
  'what was done with goes after its time, and a repeated turn is known until then': async (store, site) => {
    await store.answer(turn(1), taking(turn(1)));
    await store.admit(turn(2));
    await store.once(TENANT, 'key', 1_000);
    const claims = await store.claimPosts(request(1_000));
    for (const claim of claims) await store.sent(claim, '1700.1', 0, 1_000);
    await store.prune({ threads: 0, done: 1_000 });
    expect([await store.admit(turn(1)), await store.once(TENANT, 'key', 1_000)]).toEqual(['repeated', false]);
    await store.prune({ threads: 0, done: 1_001 });
    expect(await store.once(TENANT, 'key', 2_000)).toBe(true);
    expect(await site.run('select id from turns')).toEqual([{ id: turn(2).id }]);
    expect(await site.run('select id from posts')).toEqual([]);
    expect(await site.run('select lane from lanes')).toEqual([]);
    expect(await store.backlog()).toMatchObject({ turns: 1 });
  },

  'what is kept for a time goes after it, and who was invited is remembered': async (store) => {
    const { lane, thread } = turn(1);
    const kept = {
      posted: { by: ANA, at: 5_000 },
      permit: { by: ANA, channel: 'C1', at: 5_000 },
      shown: { by: ANA, at: 5_000, turn: turn(1).id },
      shared: { by: ANA, at: 5_000 },
      discussed: { by: ANA, thread: 'C2', at: 5_000 },
      invitee: { by: ANA, remembered: TENANT, lane, thread, due: 5_000, asked: true },
      invited: { at: 5_000 },
      membership: { at: 5_000 },
    };
    for (const [kind, value] of Object.entries(kept))
      await store.keep(TENANT, kind as KeptKind, 'name', value as never);
    const left = async (): Promise<string[]> => {
      const found = await Promise.all(Object.keys(kept).map((kind) => store.kept(TENANT, kind as KeptKind, 'name')));
      return Object.keys(kept).filter((_, index) => found[index]);
    };
    await store.prune({ threads: 5_000, done: 5_000 });
    expect(await left()).toEqual([
      'posted',
      'permit',
      'shown',
      'shared',
      'discussed',
      'invitee',
      'invited',
      'membership',
    ]);
    await store.prune({ threads: 5_000, done: 5_001 });
    expect(await left()).toEqual(['shared', 'discussed', 'invitee', 'invited', 'membership']);
    await store.prune({ threads: 5_001, done: 5_001 });
    expect(await left()).toEqual(['invited', 'membership']);
    await store.keep(TENANT, 'posted', 'name', { by: ANA, at: 1 });
    await store.keep(TENANT, 'posted', 'name', { by: ANA, at: 6_000 });
    await store.prune({ threads: 5_001, done: 5_001 });
    expect(await store.kept(TENANT, 'posted', 'name'), 'written again').toBeDefined();
    await store.forgetTenant(TENANT);
    expect(await store.everyKept('invited')).toEqual([]);
  },

  'a thread outlives its turns, and goes on from what they left': async (store) => {
    for (const at of [1, 2, 3]) await store.answer(turn(at), taking(turn(at)));
    await store.prune({ threads: 0, done: 3_000 });
    expect(await store.admit(turn(4, { addressed: false }))).toBe('admitted');
    const seen: Found[] = [];
    await store.answer(turn(2.5, { id: 'slack:T1:C1:late' }), taking(turn(2.5), seen));
    expect(seen).toEqual([
      { thread: expect.objectContaining({ asker: 'words 1|words 2' }), afresh: false, later: [turn(3)] },
    ]);
    await store.prune({ threads: 0, done: 90_000 });
    await store.answer(turn(5), taking(turn(5), seen));
    expect(seen[1]?.thread?.asker).toBe('words 1|words 2|words 2.5|words 3');
  },

  'a turn stays as long as an earlier one of its thread does': async (store, site) => {
    await store.answer(turn(2), taking(turn(2)));
    await store.answer(turn(1, { admitted: 9_000 }), taking(turn(1)));
    await store.prune({ threads: 0, done: 5_000 });
    expect(await site.run('select id from turns order by at')).toEqual([{ id: turn(1).id }, { id: turn(2).id }]);
    await store.prune({ threads: 0, done: 9_001 });
    expect(await site.run('select id from turns')).toEqual([]);
    const seen: Found[] = [];
    await store.answer(turn(3), taking(turn(3), seen));
    expect(seen[0]?.thread?.asker).toBe('words 1|words 2');
  },

  'a thread in which nothing happened goes, but not while a turn of it waits': async (store, site) => {
    await store.answer(turn(1), taking(turn(1)));
    await store.answer(turn(2, { thread: 'slack:T1:C1:waits' }), taking(turn(2)));
    await store.admit(turn(3, { thread: 'slack:T1:C1:waits' }));
    await store.answer(turn(9, { thread: 'slack:T1:C1:young' }), taking(turn(9)));
    await store.prune({ threads: 9_000, done: 9_000 });
    expect(await site.run('select thread from threads order by thread')).toEqual([
      { thread: 'slack:T1:C1:waits' },
      { thread: 'slack:T1:C1:young' },
    ]);
    expect(await site.run('select thread from voices where thread = $1'.replace('$1', "'slack:T1:C1:root'"))).toEqual(
      [],
    );
    expect(await store.admit(turn(10, { addressed: false }))).toBe('not-ours');
  },
};
