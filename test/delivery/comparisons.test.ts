import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fingerprint } from '../../adapters/fingerprint.ts';
import { openStore } from '../../adapters/storage/store.ts';
import type { Card } from '../../src/cards/card.ts';
import { createComparisons } from '../../src/delivery/comparisons.ts';
import { laneFrom, speakerSchema, tenantFrom } from '../../src/delivery/turn.ts';
import { realBot } from '../support.ts';
import { heldClock } from './clock.ts';
import { TENANT } from './stage.ts';

const HOUR = 3_600_000;
const ana = speakerSchema.parse('ana');
const cardOf = (text: string) => realBot().respond({ text, speaker: 'ana' }).card;
const channel = (name: string, tenant = TENANT) => ({ tenant, lane: laneFrom(tenant, name), speaker: ana });

test('the same comparison in the same channel is known for a day; another card, another channel, and no comparison are not', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  const store = await openStore({ dataDir, log: { warn: (details) => expect.unreachable(JSON.stringify(details)) } });
  onTestFinished(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true });
  });
  const clock = heldClock();
  const { reserve, release, note } = createComparisons({ store, clock, fingerprint });
  /** Who was there before; what that reserves is given back. */
  const earlier = async (where: ReturnType<typeof channel>, card: Card) => {
    const found = await reserve(where, card);
    if (!found) await release(where, card);
    return found;
  };
  const [card, other, definition] = ['compare isolation, storage', 'compare storage', 'what is a hypervisor'].map(
    cardOf,
  );
  if (!card || !other || !definition) throw new Error('three cards');
  const here = channel('C1');
  const at = clock.now();
  await note(here, card, 'm1');
  await note(here, definition, 'm2');
  expect(await earlier(here, cardOf('compare isolation and storage'))).toEqual({ by: ana, at, message: 'm1' });
  expect(await earlier(here, other)).toBeUndefined();
  expect(await earlier(here, definition)).toBeUndefined();
  expect(await earlier(channel('C2'), card)).toBeUndefined();
  expect(await earlier(channel('C1', tenantFrom('test', 'T2')), card)).toBeUndefined();
  await clock.pass(23 * HOUR);
  await store.prune({ threads: 0, done: clock.now() - 24 * HOUR });
  expect(await earlier(here, card)).toBeDefined();
  await clock.pass(HOUR);
  expect(await earlier(here, card)).toBeUndefined();
  await note(here, card);
  expect(await earlier(here, card)).toEqual({ by: ana, at: clock.now() });
  const both = await Promise.all([1, 2, 3].map(() => reserve(channel('C3'), card)));
  expect(
    both.filter((found) => found === undefined),
    'of several at once',
  ).toHaveLength(1);
  await store.forgetSpeaker(TENANT, ana);
  expect(await earlier(here, card)).toBeUndefined();
});
