import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenStore, openStore } from '../../adapters/storage/store.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { speakerSchema } from '../../src/delivery/turn.ts';
import { realUnderstand } from '../support.ts';
import { heldClock } from './clock.ts';
import { createStage, TENANT } from './stage.ts';

let store: OpenStore;
let dataDir: string;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  store = await openStore({ dataDir, log: { warn: (details) => expect.unreachable(JSON.stringify(details)) } });
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const who = (name: string) => ({ tenant: TENANT, remembered: TENANT, speaker: speakerSchema.parse(name) });
const open = () => createStage({ store, clock: heldClock() });

/** Lets time pass until so many messages are to be seen. */
async function seen({ clock, visible }: ReturnType<typeof open>, count: number, step = 1_000): Promise<void> {
  for (let turns = 0; visible.length < count && turns < 200; turns += 1) await clock.pass(step);
  expect(visible).toHaveLength(count);
}

/** While a process stops, time goes on. */
async function stopped({ clock }: ReturnType<typeof open>, delivery: Delivery): Promise<void> {
  const stop = delivery.stop();
  await clock.pass(10_000);
  await stop;
}

test('a person is invited once ever, also after they were forgotten', async () => {
  const stage = open();
  const delivery = stage.run();
  const both = [delivery.invite(who('ana')), delivery.invite(who('ana'))];
  expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1);
  await seen(stage, 1);
  await store.forgetSpeaker(TENANT, who('ana').speaker);
  expect(await delivery.invite(who('ana'))).toBe(false);
  expect(stage.visible[0]).toMatchObject({ kind: 'invitation', thread: 'test:T1:@ana' });
  await stopped(stage, delivery);
});

test('who joins in a crowd is invited in their turn, however long that takes', async () => {
  const stage = open();
  const waits = [{ kind: 'wait', ms: 1_200_000 } as const];
  stage.fault(() => waits.pop());
  const delivery = stage.run();
  for (let at = 0; at < 30; at += 1) await delivery.invite(who(`newcomer-${at}`));
  await seen(stage, 30, 60_000);
  expect(new Set(stage.visible.map(({ thread }) => thread)).size).toBe(30);
  await stopped(stage, delivery);
});

test('whoever said "tomorrow" is invited again after a day, through a restart, and once', async () => {
  const stage = open();
  const first = stage.run();
  await first.remind(who('ana'));
  await stage.clock.pass(2 * MINUTE);
  expect(stage.visible).toEqual([]);
  await stopped(stage, first);
  await stage.clock.pass(DAY);
  const second = stage.run();
  await seen(stage, 1);
  await stage.clock.pass(2 * MINUTE);
  expect(stage.visible).toHaveLength(1);
  expect(await store.everyKept('reminder')).toEqual([]);
  await stopped(stage, second);
});

test('closed doors are no error: nothing more is said', async () => {
  const stage = open();
  stage.fault(() => ({ kind: 'refused', reason: 'closed' }));
  const delivery = stage.run();
  await delivery.invite(who('ana'));
  for (let turns = 0; stage.events.every(({ kind }) => kind !== 'dead') && turns < 50; turns += 1)
    await stage.clock.pass(100);
  await stage.clock.pass(60_000);
  expect(stage.calls).toHaveLength(1);
  await stopped(stage, delivery);
});

test('what its button says is understood', () => {
  expect(realUnderstand()('take the tour').intent).toBe('tour');
});
