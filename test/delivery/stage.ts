import { fingerprint } from '../../adapters/fingerprint.ts';
import type { Clock } from '../../src/delivery/clock.ts';
import { createDelivery, type Delivery, type DeliveryParts } from '../../src/delivery/delivery.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import type { Store } from '../../src/delivery/store.ts';
import { laneFrom, speakerSchema, type Turn, tenantFrom, threadFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { type HeldClock, heldClock } from './clock.ts';
import { memoryStore } from './memory-store.ts';
import { parrot } from './parrot.ts';
import { createScene, type Scene } from './scene.ts';

export const TENANT = tenantFrom('test', 'T1');

interface Said extends Partial<Omit<Turn, 'at'>> {
  channel?: string;
  root?: string;
  by?: string;
  team?: string;
}

/** A turn: text, when (a number that is its time and its id), and whatever else matters. */
export function turn(
  text: string,
  at: number,
  { channel = 'C1', root = '1', by = 'ana', team = 'T1', ...rest }: Said = {},
): Turn {
  const tenant = tenantFrom('test', team);
  return {
    id: turnIdFrom(tenant, channel, String(at)),
    tenant,
    lane: laneFrom(tenant, channel),
    thread: threadFrom(tenant, channel, root),
    speaker: speakerSchema.parse(by),
    text,
    at: at * 1_000_000,
    addressed: true,
    direct: false,
    toAnother: false,
    shown: 'thread',
    ...rest,
  };
}

interface Stage<Time extends Clock> extends Scene {
  clock: Time;
  store: Store;
  events: DeliveryEvent[];
  /** A process that begins. */
  run(parts?: Partial<DeliveryParts>): Delivery;
}

/** Everything about a run but the run itself: it outlives a crash. */
export function createStage(): Stage<HeldClock>;
export function createStage<Time extends Clock>(parts: { store?: Store; clock: Time }): Stage<Time>;
export function createStage({
  store = memoryStore(),
  clock = heldClock(),
}: {
  store?: Store;
  clock?: Clock;
} = {}): Stage<Clock> {
  const scene = createScene(clock);
  const events: DeliveryEvent[] = [];
  let runs = 0;
  return {
    ...scene,
    clock,
    store,
    events,
    run(parts = {}) {
      runs += 1;
      const delivery = createDelivery({
        store,
        clock,
        instance: `run-${runs}`,
        platforms: { test: scene.platform },
        respond: parrot,
        fingerprint,
        observe: (event) => void events.push(event),
        limits: { speaker: 1e6, lane: 1e6, tenant: 1e6 },
        ...parts,
      });
      delivery.start();
      return delivery;
    },
  };
}
