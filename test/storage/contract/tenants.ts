import fc from 'fast-check';
import { expect } from 'vitest';
import type { OpenStore } from '../../../adapters/storage/store.ts';
import { type AdmittedTurn, type Tenant, tenantSchema } from '../../../src/delivery/turn.ts';
import { ANA, BEN, request, taking, turn } from '../said.ts';
import type { Contract } from '../site.ts';

const TENANTS = ['slack:T1', 'slack:T2', 'discord:1'].map((tenant) => tenantSchema.parse(tenant));
const NOW = 90_000;

/** The same names in every tenant, so that only the tenant tells the rows apart. */
const said = (tenant: Tenant, at: number): AdmittedTurn =>
  turn(at, {
    tenant,
    id: `same:${at}`,
    thread: `same:${at % 2}`,
    lane: 'same:lane',
    speaker: at % 2 ? ANA : BEN,
    text: `${tenant} ${at}`,
    addressed: at !== 2,
  });

/** What may happen in a tenant; each returns what its caller is told. */
const EVENTS: Record<string, (store: OpenStore, tenant: Tenant, at: number) => Promise<unknown>> = {
  admit: (store, tenant, at) => store.admit(said(tenant, at)),
  answer: (store, tenant, at) => store.answer(said(tenant, at), taking(said(tenant, at))),
  amend: (store, tenant, at) =>
    store.amend(tenant, said(tenant, at).id, { speaker: ANA, text: `${tenant} new`, since: 0 }),
  withdraw: (store, tenant, at) => store.withdraw(tenant, said(tenant, at).id, ANA),
  once: (store, tenant, at) => store.once(tenant, `key ${at}`, at),
  keep: (store, tenant, at) => store.keep(tenant, 'setting', `${at % 2}`, { value: `${tenant} ${at}` }),
  kept: (store, tenant, at) => store.kept(tenant, 'setting', `${at % 2}`),
  drop: (store, tenant, at) => store.drop(tenant, 'setting', `${at % 2}`),
  note: (store, tenant, at) => store.note(tenant, 'unanswered', { speaker: ANA, at, text: tenant }),
  noted: (store, tenant) => store.noted(tenant, 'unanswered', 0),
  install: (store, tenant, at) => store.install(tenant, { secret: `${tenant} ${at}`, installedAt: at }),
  installation: (store, tenant) => store.installation(tenant),
  uninstall: (store, tenant, at) => store.uninstall(tenant, at),
  forgetSpeaker: (store, tenant, at) => store.forgetSpeaker(tenant, at % 2 ? ANA : BEN),
  forgetTenant: (store, tenant) => store.forgetTenant(tenant),
};
const FORGOTTEN = ['forgetSpeaker', 'forgetTenant'];

/** Each event three times in each tenant. Forgetting is slow and leaves little to confuse, so that happens once. */
const ALL = TENANTS.flatMap((tenant, index) =>
  Object.keys(EVENTS).flatMap((what) => {
    if (FORGOTTEN.includes(what)) return index === FORGOTTEN.indexOf(what) ? [{ tenant, what, at: 1 }] : [];
    return [1, 2, 3].map((at) => ({ tenant, what, at }));
  }),
);
type Event = (typeof ALL)[number];

/** Plays the events of some tenants, with work and sending at the same moments whoever takes part; returns what each was told. */
async function play(
  store: OpenStore,
  events: readonly Event[],
  part: readonly Tenant[],
): Promise<Map<string, unknown[]>> {
  const told = new Map<string, unknown[]>(TENANTS.map((tenant) => [tenant, []]));
  for (const { tenant, at, what } of events) {
    if (part.includes(tenant)) told.get(tenant)?.push([what, at, await EVENTS[what]?.(store, tenant, at)]);
    if (at === 3) await work(store, told);
  }
  return told;
}

async function work(store: OpenStore, told: Map<string, unknown[]>): Promise<void> {
  for (const claim of await store.claimTurns(request(NOW))) {
    const done = await store.finish(claim, taking(claim.turn), NOW);
    told.get(claim.turn.tenant)?.push(['finish', claim.turn.text, done]);
  }
  for (const claim of await store.claimPosts(request(NOW))) {
    const done = await store.sent(claim, `sent to ${claim.post.tenant}`, 0, NOW);
    told.get(claim.post.tenant)?.push(['sent', claim.post.card.lead, claim.replaces, done]);
  }
}

/** A tenant is told the same whatever happens in others. */
export const tenants: Contract = {
  'nothing crosses from one tenant to another': async (_, { fresh, runs }) => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(ALL, { minLength: ALL.length }), async (events) => {
        const together = await play(await fresh(), events, TENANTS);
        for (const tenant of TENANTS) {
          const alone = await play(await fresh(), events, [tenant]);
          expect(together.get(tenant)).toEqual(alone.get(tenant));
          expect(JSON.stringify(together.get(tenant))).not.toMatch(others(tenant));
        }
      }),
      { seed: 20261126, numRuns: runs, endOnFailure: true },
    );
  },
};

const others = (tenant: Tenant) => new RegExp(TENANTS.filter((one) => one !== tenant).join('|'));
