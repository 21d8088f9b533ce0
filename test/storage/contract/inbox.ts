import { expect } from 'vitest';
import type { Found } from '../../../src/delivery/store.ts';
import { refusing, request, TENANT, taking, turn } from '../said.ts';
import type { Contract } from '../site.ts';

const texts = (claims: readonly { turn: { text: string } }[]) => claims.map(({ turn: { text } }) => text);

/** Turns come in, are claimed and given back. */
export const inbox: Contract = {
  'a turn is admitted once, in each tenant': async (store) => {
    expect(await store.admit(turn(1))).toBe('admitted');
    expect(await store.admit(turn(1, { text: 'told again' }))).toBe('repeated');
    expect(await store.admit(turn(1, { tenant: 'slack:T2', id: turn(1).id }))).toBe('admitted');
    const together = await Promise.all([2, 2, 2, 2].map((at) => store.admit(turn(at))));
    expect(together.sort()).toEqual(['admitted', 'repeated', 'repeated', 'repeated']);
  },

  'a turn that is not addressed to us is admitted only where we talk already': async (store) => {
    const aside = (at: number) => turn(at, { addressed: false });
    expect(await store.admit(aside(1))).toBe('not-ours');
    expect(await store.admit(turn(2, { addressed: false, direct: true, thread: 'slack:T1:D1:@ana' }))).toBe('admitted');
    expect(await store.admit(turn(3, { excess: true }))).toBe('admitted');
    expect(await store.admit(aside(4)), 'beside an open turn').toBe('admitted');
    for (const claim of await store.claimTurns(request(9_000))) await store.finish(claim, refusing, 9_000);
    for (const claim of await store.claimTurns(request(9_000))) await store.finish(claim, refusing, 9_000);
    expect(await store.admit(aside(5)), 'where all was refused').toBe('not-ours');
    expect(await store.admit(aside(4)), 'told again').toBe('repeated');
    await store.answer(turn(6), taking(turn(6)));
    expect(await store.admit(aside(7)), 'where a turn was taken').toBe('admitted');
  },

  'the earliest open turn of each thread is claimed, those admitted first first': async (store) => {
    const elsewhere = { thread: 'slack:T1:C1:other', id: 'slack:T1:C1:other', text: 'elsewhere' };
    await store.admit(turn(3, { admitted: 1_000 }));
    await store.admit(turn(2, { admitted: 3_000 }));
    await store.admit(turn(4, { ...elsewhere, admitted: 2_000 }));
    const claims = await store.claimTurns(request(10_000));
    expect(texts(claims)).toEqual(['elsewhere', 'words 2']);
    expect(claims.map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect(await store.claimTurns(request(10_000)), 'while a claim lives').toEqual([]);
    for (const claim of claims) expect(await store.finish(claim, taking(claim.turn), 11_000)).toBe(true);
    expect(texts(await store.claimTurns(request(11_000, { most: 1 })))).toEqual(['words 3']);
  },

  'a claim of an instance that died is free when its lease ends, and then no longer its own': async (store) => {
    await store.admit(turn(1));
    const [dead] = await store.claimTurns(request(1_000, { instance: 'dead' }));
    expect(await store.claimTurns(request(10_999))).toEqual([]);
    const [taken] = await store.claimTurns(request(11_000));
    if (!dead || !taken) throw new Error('nothing was claimed');
    expect(taken).toMatchObject({ instance: 'one', attempt: 2, turn: { text: 'words 1' } });
    const seen: Found[] = [];
    expect(await store.finish(dead, taking(dead.turn, seen), 11_000)).toBe(false);
    expect(await store.release(dead, { due: 0, attempt: 0 })).toBe(false);
    expect(seen).toEqual([]);
    expect(await store.finish(taken, taking(taken.turn), 11_000)).toBe(true);
    expect(await store.finish(taken, taking(taken.turn), 11_000), 'a second time').toBe(false);
  },

  'a claim whose lease ended is still ours until somebody else takes it': async (store) => {
    await store.admit(turn(1));
    const [claim] = await store.claimTurns(request(1_000));
    if (!claim) throw new Error('nothing was claimed');
    expect(await store.finish(claim, taking(claim.turn), 99_000)).toBe(true);
  },

  'a turn given back waits until it is due, and others of its thread wait with it': async (store) => {
    await store.admit(turn(1));
    await store.admit(turn(2));
    const [claim] = await store.claimTurns(request(3_000));
    if (!claim) throw new Error('nothing was claimed');
    expect(await store.release(claim, { due: 5_000, attempt: 0 })).toBe(true);
    expect(await store.claimTurns(request(4_999))).toEqual([]);
    expect(await store.claimTurns(request(5_000))).toEqual([{ instance: 'one', attempt: 1, turn: turn(1) }]);
  },

  'a key is new once in a tenant': async (store) => {
    expect(await store.once(TENANT, 'app_uninstalled 1', 0)).toBe(true);
    expect(await store.once(TENANT, 'app_uninstalled 1', 9)).toBe(false);
    expect(await store.once(turn(1, { tenant: 'slack:T2' }).tenant, 'app_uninstalled 1', 0)).toBe(true);
  },

  'a text is kept as it came': async (store) => {
    for (const [index, text] of STRANGE.entries()) {
      await store.admit(turn(index + 1, { text, thread: `slack:T1:C1:${index}` }));
    }
    expect(texts(await store.claimTurns(request(9_000)))).toEqual(STRANGE);
  },
};

/** Texts that a database may refuse or change. */
const STRANGE = ['a\u0000b\ud800c', `it's "so" 🦭 \u202e`, 'é'.repeat(4_000), ''];
