import { expect, test } from 'vitest';
import { invitationCard } from '../../src/cards/invitation.ts';
import { laneFrom } from '../../src/delivery/turn.ts';
import { realUnderstand } from '../support.ts';
import {
  DAY,
  inviting,
  MINUTE,
  nobodyWaits,
  open,
  placeIn,
  seen,
  settled,
  stopped,
  storeForEach,
  who,
} from './inviting.ts';
import { TENANT } from './stage.ts';

storeForEach();

test('an admin sees first what newcomers see, and whether they do: not unless it is turned on', async () => {
  const stage = open();
  const { invitations, ...delivery } = stage.run();
  const tried = await invitations.tryOut(placeIn());
  expect(tried).toEqual({ on: false, words: expect.stringContaining('are not invited'), card: invitationCard() });
  await invitations.joined(who('early'));
  expect(await nobodyWaits()).toBe(true);
  expect(await invitations.decide(placeIn(), true)).toContain('are invited');
  expect(await invitations.tryOut(placeIn())).toMatchObject({ on: true });
  await stopped(stage, { invitations, ...delivery });
});

test('an admin decides for one place, and whoever waits there when it is turned off again is not invited', async () => {
  const stage = open();
  const delivery = await inviting(stage);
  const { invitations } = delivery;
  await invitations.joined({ ...who('ana'), lane: laneFrom(TENANT, 'C2') });
  expect(await nobodyWaits()).toBe(true);
  for (const name of ['ana', 'ben', 'eve']) await invitations.joined(who(name));
  await invitations.decide(placeIn(), false);
  await settled(stage);
  expect(stage.visible.length).toBeLessThan(2);
  await stopped(stage, delivery);
});

test('whoever is invited and says "tomorrow" is invited again after a day, through a restart, and once', async () => {
  const stage = open();
  const first = await inviting(stage);
  expect(await first.invitations.postpone(who('ana'))).toContain('tomorrow');
  await first.invitations.joined(who('ana'));
  await stage.clock.pass(2 * MINUTE);
  expect(stage.visible).toEqual([]);
  await stopped(stage, first);
  await stage.clock.pass(DAY);
  const second = stage.run();
  await seen(stage, 1);
  await stage.clock.pass(2 * MINUTE);
  expect(stage.visible).toHaveLength(1);
  expect(await nobodyWaits()).toBe(true);
  await stopped(stage, second);
});

test('whoever is invited and says "not for me" is never asked again, were it tomorrow or on joining', async () => {
  const stage = open();
  const delivery = await inviting(stage);
  await delivery.invitations.postpone(who('ana'));
  expect(await delivery.invitations.decline(who('ana'))).toContain('will not ask again');
  await delivery.invitations.joined(who('ana'));
  await stopped(stage, delivery);
  await stage.clock.pass(2 * DAY);
  const later = stage.run();
  await stage.clock.pass(2 * MINUTE);
  expect(stage.visible).toEqual([]);
  await stopped(stage, later);
});

test('whoever is invited is understood when they press its button', () => {
  const [start] = invitationCard().buttons;
  expect(realUnderstand()(start?.says ?? '').intent).toBe('tour');
});
