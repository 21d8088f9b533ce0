import { z } from 'zod';
import { speakerSchema } from '../../src/delivery/turn.ts';
import type { Settle } from './intake.ts';
import { wanted } from './inviting.ts';

const joinSchema = z.looseObject({
  user: z.string().regex(/^[UW][A-Z0-9]+$/),
  channel: z.string().regex(/^[A-Z0-9]+$/),
});

/** Somebody joined a channel: where an admin wants it, and who was never invited, waits to be invited. Looking who they are takes a call, which is made later. */
export const joined: Settle = async ({ store, clock, inviting }, tenant, event) => {
  const { user, channel } = joinSchema.safeParse(event).data ?? {};
  if (!user || !channel || !(await wanted(store, tenant, { user, channel }))) return;
  const invitation = { by: speakerSchema.parse(user), channel, due: clock.now(), asked: false };
  await store.keep(tenant, 'invitation', user, invitation);
  inviting.wake();
};
