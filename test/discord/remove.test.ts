import { expect, test } from 'vitest';
import { openedWorld } from './opened.ts';
import { ID, message, onMessage, press, slash, snowflake } from './stub/payloads.ts';
import { shown } from './wire.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

/** The last message of ours in a channel. */
const lastIn = (channel: string) => world.stub.guild.messages.get(channel)?.at(-1);
const remove = async (channel: string, by: string) =>
  textIn(await wire.answered(onMessage('Remove this answer', lastIn(channel) as never, { by, permissions: '0' })));

async function expectOnlyAna(channel: string): Promise<void> {
  expect(await remove(channel, ID.ben)).toContain('Only who asked');
  expect(await remove(channel, ID.ana)).toBe('Removed.');
}

test('in a thread that was opened by Discuss', async () => {
  const channel = snowflake();
  const asked = slash('ask', { question: 'is docker safe?' }, { channel });
  const card = shown(await wire.answered(asked), asked);
  const opened = textIn(await wire.answered(press(card, 'do|discuss', { channel })));
  const thread = /<#(\d+)>/.exec(opened)?.[1] ?? '';
  await wire.posted(thread);
  await expectOnlyAna(thread);
});

test('when the question is gone', async () => {
  const asked = message(`<@${ID.self}> networking?`, { mentions: [ID.self] });
  wire.say(asked);
  await wire.posted(asked.id);
  world.stub.gateway.emit('MESSAGE_DELETE', { id: asked.id, channel_id: ID.channel, guild_id: ID.guild });
  await expectOnlyAna(asked.id);
});

test('when it was put into a channel, for as long as that is remembered', async () => {
  const channel = snowflake();
  const resolved = { channels: { [channel]: { id: channel, type: 0, name: 'x', permissions: '3072' } } };
  const command = slash('card', { features: 'isolation', channel }, { resolved } as object);
  for (const pruned of [0, 1]) {
    await wire.answered(pruned ? { ...command, id: snowflake() } : command);
    await wire.posted(channel);
    await expect.poll(() => world.store.backlog()).toMatchObject({ posts: 0 });
    if (pruned) await world.store.prune({ threads: 0, done: Date.now() + 1_000 });
    await expectOnlyAna(channel);
    await world.store.prune({ threads: 0, done: Date.now() + 1_000 });
  }
});
