import type { Everywhere, Store } from '../../src/delivery/store.ts';
import type { Tenant } from '../../src/delivery/turn.ts';
import { fingerprint, invitationPost } from './invitation.ts';
import { standingOf } from './people.ts';
import type { Tools } from './tools.ts';

/** The setting of a channel whose newcomers are invited. */
export const settingOf = (channel: string): string => `onboarding ${channel}`;

interface Join {
  user: string;
  channel: string;
}

/** Whether somebody who joined a channel is to be invited: an admin wants it there, and they never were. */
export async function wanted(store: Store, tenant: Tenant, { user, channel }: Join): Promise<boolean> {
  if ((await store.kept(tenant, 'setting', settingOf(channel))) === undefined) return false;
  return (await store.kept(tenant, 'invited', fingerprint(tenant, user))) === undefined;
}

/** The people who wait to be invited. */
export interface Inviting {
  /** Somebody waits. */
  wake(): void;
  stop(): void;
}

/** Slack lets us look up a hundred people a minute, and post as many private messages: one a second stays below, ms. */
const PACE = 1_000;
/** Who asked to be reminded is looked for this often, and who could not be looked up waits so long, ms. */
const EVERY = 60_000;

/** Hands those who are due to the outbox, one after another; who waits is in the store and outlives a restart. */
export function createInviting(tools: Tools): Inviting {
  const { clock, log, store } = tools;
  let batch: Everywhere<'invitation'>[] = [];
  let state: 'idle' | 'busy' | 'stopped' = 'idle';
  let more = false;
  let cancel = (): void => {};

  /** Invites the next one; whether there may be more. */
  const next = async (): Promise<boolean> => {
    if (batch.length === 0) batch = await dueIn(store, clock.now());
    const first = batch.shift();
    if (first) await invite(tools, first);
    return first !== undefined;
  };

  const step = async (): Promise<void> => {
    state = 'busy';
    more = false;
    try {
      more = (await next()) || more;
    } catch (err) {
      batch = [];
      log.error({ err }, 'an invitation could not be sent');
    }
    rest();
  };

  const rest = (): void => {
    if (state === 'stopped') return;
    state = more ? 'busy' : 'idle';
    cancel = clock.after(more ? PACE : EVERY, () => void step());
  };

  return {
    wake() {
      more = true;
      if (state !== 'idle') return;
      cancel();
      void step();
    },
    stop() {
      state = 'stopped';
      cancel();
    },
  };
}

async function dueIn(store: Store, now: number): Promise<Everywhere<'invitation'>[]> {
  const waiting = await store.everyKept('invitation');
  return waiting.filter(({ value }) => value.due <= now).sort((a, b) => a.value.due - b.value.due);
}

/** Who is no member here is not invited; nor is anybody where we may not see who they are. */
async function invite(tools: Tools, waiting: Everywhere<'invitation'>): Promise<void> {
  const { store, clock, delivery } = tools;
  const { tenant, name: user, value } = waiting;
  if (value.asked || (await wanted(store, tenant, { user, channel: value.channel }))) {
    const standing = await standingOf(tools, tenant, user);
    if ('kind' in standing && standing.kind !== 'no')
      return store.keep(tenant, 'invitation', user, { ...value, due: clock.now() + EVERY });
    if ('member' in standing && standing.member) {
      await delivery.post(invitationPost(waiting, clock.now()));
      await store.keep(tenant, 'invited', fingerprint(tenant, user), { at: clock.now() });
    }
  }
  await store.drop(tenant, 'invitation', user);
}
