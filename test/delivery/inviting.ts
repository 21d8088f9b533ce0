import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { type OpenStore, openStore } from '../../adapters/storage/store.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import type { Platform } from '../../src/delivery/platform.ts';
import { laneFrom, speakerSchema, tenantFrom, threadFrom } from '../../src/delivery/turn.ts';
import { heldClock } from './clock.ts';
import { createStage, TENANT } from './stage.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const DAY = 1_440 * MINUTE;

export let store: OpenStore;

/** Each test of the file has a store in a folder of its own. */
export function storeForEach(): void {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
    store = await openStore({ dataDir, log: { warn: (details) => expect.unreachable(JSON.stringify(details)) } });
  });
  afterEach(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true });
  });
}

/** A stage on that store; its time is held. */
export const open = () => createStage({ store, clock: heldClock() });
type Stage = ReturnType<typeof open>;

export const placeIn = (tenant = TENANT) => ({ tenant, lane: laneFrom(tenant, 'C1'), kind: 'channel' }) as const;
/** Somebody in a tenant, who is remembered where they are alone. */
export const who = (name: string, tenant = TENANT) => ({
  tenant,
  speaker: speakerSchema.parse(name),
  remembered: tenantFrom('test', `@${name}`),
  lane: laneFrom(tenant, 'C1'),
  thread: threadFrom(tenant, `@${name}`),
});

/** A run in which newcomers are invited. */
export async function inviting(stage: Stage, isMember?: Platform['isMember']): Promise<Delivery> {
  const test = { ...stage.platform, ...(isMember && { isMember }) };
  const delivery = stage.run({ platforms: { test } });
  await delivery.invitations.decide(placeIn(), true);
  return delivery;
}

/** Lets time pass until so many messages are to be seen. */
export async function seen({ clock, visible }: Stage, count: number, step = SECOND): Promise<void> {
  for (let turns = 0; visible.length < count && turns < 200; turns += 1) await clock.pass(step);
  expect(visible).toHaveLength(count);
}

export const nobodyWaits = async (): Promise<boolean> => (await store.everyKept('invitee')).length === 0;

/** Lets time pass until everybody who waits was dealt with, and a little longer. */
export async function settled({ clock }: Stage): Promise<void> {
  for (let turns = 0; !(await nobodyWaits()) && turns < 200; turns += 1) await clock.pass(SECOND);
  expect(await nobodyWaits()).toBe(true);
  await clock.pass(5 * SECOND);
}

/** While a process stops, time goes on. */
export async function stopped({ clock }: Stage, delivery: Delivery): Promise<void> {
  const stop = delivery.stop();
  await clock.pass(10 * SECOND);
  await stop;
}
