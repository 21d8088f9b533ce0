import { expect, test } from 'vitest';
import { tenantFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { openedWorld } from './opened.ts';
import { ID, member, message, snowflake, user } from './stub/payloads.ts';
import { mention } from './wire.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

const posts = (channel: string) => world.stub.guild.messages.get(channel) ?? [];

test('🔇 under an answer of ours is understood', async () => {
  const asked = mention('networking?');
  wire.say(asked);
  await wire.posted(asked.id);
  world.stub.gateway.emit('MESSAGE_REACTION_ADD', muting(asked.id));
  expect(textIn((await wire.posted(asked.id)).body)).toContain('I keep quiet here');
});

test('🔇 on a card in an ordinary channel does not make that channel ours: what people say there is not kept', async () => {
  const channel = '1100000000000000063';
  world.stub.gateway.emit('MESSAGE_REACTION_ADD', muting(channel));
  const said = message('our secret zebra likes networking', { channel, by: ID.ben });
  wire.say(said);
  const asked = mention('networking?', { channel });
  wire.say(asked);
  await wire.posted(asked.id);
  const tenant = tenantFrom('discord', ID.guild);
  expect(await world.store.withdraw(tenant, turnIdFrom(tenant, channel, said.id), undefined)).toBe(false);
  expect(posts(channel)).toEqual([]);
});

/** Ana says 🔇 to a message of ours. */
const muting = (channel: string) => ({
  user_id: ID.ana,
  channel_id: channel,
  message_id: snowflake(),
  guild_id: ID.guild,
  member: { ...member(), user: user(ID.ana) },
  emoji: { id: null, name: '🔇' },
  message_author_id: ID.self,
});
