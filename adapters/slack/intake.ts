import { z } from 'zod';
import type { Tenant } from '../../src/delivery/turn.ts';
import type { Desk } from './desk.ts';
import { type Heard, heardIn, tenantOf } from './turn.ts';

/** Whether a body was dealt with, or goes on to its listeners. */
export type Take = (body: unknown) => Promise<'done' | 'on'>;

/** Something else than a message that must not be lost: it is dealt with before Slack hears that we have it. */
export type Settle = (desk: Desk, tenant: Tenant, event: unknown, at: number) => Promise<void>;

const eventSchema = z.looseObject({
  event_id: z.string(),
  event_time: z.number().optional(),
  event: z.looseObject({ type: z.string() }),
});
const SECOND = 1_000;

/**
 * Takes events in before they are acknowledged. What people said goes to the inbox; other events are heard once.
 * Rejects when it could not be written down: then Slack must deliver it again.
 */
export function createIntake(desk: Desk, settle: ReadonlyMap<string, Settle>): Take {
  return async (body) => {
    const event = eventSchema.safeParse(body).data;
    if (!event) return 'on';
    const heard = heardIn(body);
    if (heard) {
      await admit(desk, heard);
      return 'done';
    }
    const tenant = tenantOf(body);
    const first = tenant && (await desk.store.once(tenant, `event:${event.event_id}`, desk.clock.now()));
    if (!first) return 'done';
    const settles = settle.get(event.event.type);
    if (!settles) return 'on';
    await settles(desk, tenant, event.event, (event.event_time ?? 0) * SECOND);
    return 'done';
  };
}

async function admit(desk: Desk, heard: Heard): Promise<void> {
  const { delivery } = desk;
  switch (heard.kind) {
    case 'said':
      if (await isOurs(desk, heard.turn)) await delivery.admit(heard.turn);
      return;
    case 'changed':
      return delivery.amend(heard.tenant, heard.id, heard.speaker, heard.text);
    case 'deleted':
      return delivery.withdraw(heard.tenant, heard.id, heard.speaker);
    case 'nothing':
  }
}

/** Not where we are not installed; and in a channel that is muted only when called by name. */
async function isOurs({ store, tokenOf }: Desk, turn: Extract<Heard, { kind: 'said' }>['turn']): Promise<boolean> {
  if ((await tokenOf(turn.tenant)) === undefined) return false;
  return turn.addressed || turn.direct || (await store.kept(turn.tenant, 'mute', turn.lane)) === undefined;
}
