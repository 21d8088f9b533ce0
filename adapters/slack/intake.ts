import { z } from 'zod';
import type { Tenant, Turn } from '../../src/delivery/turn.ts';
import type { Desk } from './desk.ts';
import { type Heard, heardIn, organisationOf, tenantOf } from './turn.ts';

/** Whether a body was dealt with, or goes on to its listeners. */
export type Take = (body: unknown) => Promise<'done' | 'on'>;

/** Something else than a message that must not be lost: it is dealt with before Slack hears that we have it, and again when it is told again. */
export type Settle = (
  desk: Desk,
  tenant: Tenant,
  event: unknown,
  at: number,
  organisation: Tenant | undefined,
) => Promise<void>;

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
    if (heard) await admit(desk, heard);
    return heard ? 'done' : other(desk, event, { tenant: tenantOf(body), organisation: organisationOf(body) }, settle);
  };
}

async function other(
  desk: Desk,
  { event_id, event_time = 0, event }: z.infer<typeof eventSchema>,
  { tenant, organisation }: { tenant: Tenant | undefined; organisation: Tenant | undefined },
  settle: ReadonlyMap<string, Settle>,
): Promise<'done' | 'on'> {
  if (!tenant) return 'done';
  const settles = settle.get(event.type);
  if (!settles) return (await desk.store.once(tenant, `event:${event_id}`, desk.clock.now())) ? 'on' : 'done';
  // What is dealt with here may be told twice: were it taken as told before it is done, a fault would lose it.
  await settles(desk, tenant, event, event_time * SECOND, organisation);
  return 'done';
}

async function admit(desk: Desk, heard: Heard): Promise<void> {
  const { delivery, waiting } = desk;
  switch (heard.kind) {
    case 'said':
      return say(desk, heard.turn);
    case 'edited': {
      const { tenant, id, speaker, text } = heard.turn;
      await delivery.amend(tenant, id, speaker, text);
      // Whoever is called only by the edit hears of it here for the first time; what was admitted before is not taken again.
      if (heard.fresh) await say(desk, heard.turn);
      return;
    }
    case 'changed':
      return delivery.amend(heard.tenant, heard.id, heard.speaker, heard.text);
    case 'deleted':
      waiting.answered(heard.id);
      return delivery.withdraw(heard.tenant, heard.id, heard.speaker);
    case 'nothing':
  }
}

async function say(desk: Desk, turn: Turn): Promise<void> {
  const admitted = (await isOurs(desk, turn)) && (await desk.delivery.admit(turn)) === 'admitted';
  if (admitted && isSureOfAnswer(turn)) desk.waiting.heard(turn);
}

/** Called by name, or where nobody can have told us to be quiet: the first message of a direct talk. */
const isSureOfAnswer = ({ addressed, direct, thread, id }: Turn): boolean =>
  addressed || (direct && String(thread) === String(id));

/** Not where we are not installed; and in a channel that is muted only when called by name. */
async function isOurs({ store, tokenOf }: Desk, turn: Turn): Promise<boolean> {
  if ((await tokenOf(turn.tenant)) === undefined) return false;
  return turn.addressed || turn.direct || (await store.kept(turn.tenant, 'mute', turn.lane)) === undefined;
}
