import { expect, test } from 'vitest';
import { tenantFrom } from '../../src/delivery/turn.ts';
import {
  inviting,
  MINUTE,
  nobodyWaits,
  open,
  placeIn,
  SECOND,
  seen,
  settled,
  stopped,
  store,
  storeForEach,
  who,
} from './inviting.ts';
import { TENANT } from './stage.ts';

storeForEach();

test('who joins is invited once ever: told twice, in another workspace, after they were forgotten', async () => {
  const stage = open();
  const delivery = await inviting(stage);
  const other = tenantFrom('test', 'T2');
  await delivery.invitations.decide(placeIn(other), true);
  await Promise.all([1, 2].map(() => delivery.invitations.joined(who('ana'))));
  await delivery.invitations.joined(who('ana', other));
  await settled(stage);
  await store.forgetSpeaker(TENANT, who('ana').speaker);
  await delivery.invitations.joined(who('ana'));
  await settled(stage);
  await seen(stage, 1);
  expect(stage.visible[0]).toMatchObject({ kind: 'invitation', thread: 'test:T1:@ana' });
  expect(JSON.stringify((await store.everyKept('invited')).map(({ name }) => name))).not.toContain('ana');
  await stopped(stage, delivery);
});

test('who joins is no newcomer when they were there before it was turned on', async () => {
  const stage = open();
  const delivery = await inviting(stage);
  const since = stage.clock.now();
  await delivery.invitations.joined(who('ana'), since - 1);
  await delivery.invitations.joined(who('ben'), since);
  await seen(stage, 1);
  expect(stage.visible[0]).toMatchObject({ thread: 'test:T1:@ben' });
  await stopped(stage, delivery);
});

test('who joins is left alone when the platform knows no member, and waits a minute when it cannot tell', async () => {
  const stage = open();
  const asked: number[] = [];
  const delivery = await inviting(stage, async (_, speaker) => {
    if (speaker === 'guest') return 'no';
    asked.push(stage.clock.now());
    return asked.length === 1 ? 'unknown' : 'yes';
  });
  for (const name of ['guest', 'ana']) await delivery.invitations.joined(who(name));
  await settled(stage);
  await seen(stage, 1);
  expect(stage.visible[0]).toMatchObject({ thread: 'test:T1:@ana' });
  expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(MINUTE);
  await stopped(stage, delivery);
});

test('who joins in a crowd is invited in their turn, one a second, however long that takes', async () => {
  const stage = open();
  const looked: number[] = [];
  const delivery = await inviting(stage, async () => {
    looked.push(stage.clock.now());
    return 'yes';
  });
  const waits = [{ kind: 'wait', ms: 1_200_000 } as const];
  stage.fault(() => waits.pop());
  await Promise.all(Array.from({ length: 30 }, (_, at) => delivery.invitations.joined(who(`newcomer-${at}`))));
  for (let turns = 0; looked.length < 30 && turns < 300; turns += 1) await stage.clock.pass(SECOND / 5);
  await seen(stage, 30, MINUTE);
  expect(new Set(stage.visible.map(({ thread }) => thread)).size).toBe(30);
  expect(Math.min(...looked.slice(1).map((at, index) => at - (looked[index] ?? 0)))).toBeGreaterThanOrEqual(SECOND);
  await stopped(stage, delivery);
});

test('who joins waits through a restart, and for a process that runs their platform', async () => {
  const stage = open();
  const first = await inviting(stage, async () => 'unknown');
  await first.invitations.joined(who('ana'));
  await stage.clock.pass(2 * SECOND);
  await stopped(stage, first);
  const without = stage.run({ platforms: {} });
  await stage.clock.pass(5 * MINUTE);
  expect(await nobodyWaits()).toBe(false);
  await stopped(stage, without);
  const third = await inviting(stage);
  await seen(stage, 1);
  await stopped(stage, third);
});

test('who joins and is forgotten before their turn is not invited', async () => {
  const stage = open();
  const delivery = await inviting(stage);
  for (const name of ['ana', 'ben', 'eve']) await delivery.invitations.joined(who(name));
  await store.forgetSpeaker(TENANT, who('eve').speaker);
  await settled(stage);
  expect(stage.visible.map(({ thread }) => thread)).toEqual(['test:T1:@ana', 'test:T1:@ben']);
  await stopped(stage, delivery);
});

test('who joins but closes their door is no error: nothing more is said', async () => {
  const stage = open();
  stage.fault(() => ({ kind: 'refused', reason: 'closed' }));
  const delivery = await inviting(stage);
  await delivery.invitations.joined(who('ana'));
  for (let turns = 0; stage.events.every(({ kind }) => kind !== 'dead') && turns < 50; turns += 1)
    await stage.clock.pass(100);
  await stage.clock.pass(MINUTE);
  expect(stage.calls).toHaveLength(1);
  await stopped(stage, delivery);
});
