import { expect, test } from 'vitest';
import { openedWorld } from './opened.ts';
import { askedBy, ID, press, slash, snowflake } from './stub/payloads.ts';
import { messageFrom } from './stub/shapes.ts';
import { idOf, isPrivate, shown } from './wire.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

const SECRET = 'we run 17 instances of our service';
const VERDICT = 'it needs windows and a desktop with RDP sessions';

/** Ana has told of her workload in private, and lets all in the channel see a card. */
async function startShown(channel: string) {
  await wire.answered(slash('ask', { question: SECRET }, { channel }));
  const asked = slash('ask', { question: VERDICT, public: true }, { channel });
  return shown(await wire.answered(asked), asked);
}

test("a button on somebody else's card is answered in its light, by what it shows, and goes on from there", async () => {
  const channel = snowflake();
  const card = await startShown(channel);
  const pressed = press(card, 'v1|why?', { by: ID.ben, channel });
  const why = await wire.answered(pressed);
  expect(isPrivate(why)).toBe(true);
  expect(textIn(why)).toContain('windows-desktop-needs-vm');
  expect(textIn(why)).toContain('by what that card shows');
  expect(textIn(why)).not.toMatch(/17|instances/i);
  const next = press(shown(why, pressed), 'v1|what would change it?', { by: ID.ben, channel });
  expect(textIn(await wire.answered(next))).toContain('What would change it');
  const own = await wire.answered(slash('ask', { question: 'why?' }, { by: ID.ben, channel }));
  expect(textIn(own)).not.toContain('windows');
});

test('who asked goes on with their own talk', async () => {
  const channel = snowflake();
  const card = await startShown(channel);
  expect(textIn(await wire.answered(press(card, 'v1|why?', { channel })))).toContain('17');
});

test('the same holds for a card that was shared afterwards', async () => {
  const channel = snowflake();
  await wire.answered(slash('ask', { question: SECRET }, { channel }));
  const asked = slash('ask', { question: VERDICT }, { channel });
  const own = shown(await wire.answered(asked), asked);
  const sharing = press(own, idOf(own, 'do|share'), { channel });
  await wire.answered(sharing);
  const { body } = await world.stub.next('POST', new RegExp(`^/webhooks/.*${sharing.token}`));
  const shared = { ...messageFrom(channel, body as object), interaction_metadata: askedBy(ID.ana, sharing.id) };
  const why = textIn(await wire.answered(press(shared, 'v1|why?', { by: ID.ben, channel })));
  expect(why).toContain('windows-desktop-needs-vm');
  expect(why).not.toMatch(/17|instances/i);
});

test('a private card that was not shared is nobody else’s to go on with', async () => {
  const channel = snowflake();
  const asked = slash('ask', { question: VERDICT }, { channel });
  const hidden = { ...shown(await wire.answered(asked), asked), flags: 1 << 15 };
  const told = textIn(await wire.answered(press(hidden, 'v1|why?', { by: ID.ben, channel })));
  expect(told).toContain('no longer know the talk');
  expect(told).not.toContain('indows');
});

test('a card that was put into another channel is known there', async () => {
  const channel = snowflake();
  const resolved = { channels: { [channel]: { id: channel, type: 0, name: 'x', permissions: '3072' } } };
  await wire.answered(slash('card', { features: 'isolation, storage', channel }, { resolved } as object));
  const posted = await wire.posted(channel);
  const known = () => world.store.everyKept('shown');
  const [there] = await messagesIn(channel);
  await expect.poll(async () => (await known()).some(({ name }) => name.endsWith(`:${there?.id}`))).toBe(true);
  const card = { ...messageFrom(channel, posted.body as object), id: there?.id };
  const told = textIn(await wire.answered(press(card, 'v1|which one should I use', { by: ID.ben, channel })));
  expect(told).not.toContain('no longer know the talk');
});

const messagesIn = async (channel: string) => {
  await expect.poll(() => world.stub.guild.messages.get(channel)?.length).toBe(1);
  return world.stub.guild.messages.get(channel) ?? [];
};
