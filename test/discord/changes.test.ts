import { expect, test } from 'vitest';
import { speakerSchema, tenantFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { openedWorld } from './opened.ts';
import { ID, message } from './stub/payloads.ts';
import { mention } from './wire.ts';
import { textIn } from './world.ts';

const { world, wire } = await openedWorld();

const guild = tenantFrom('discord', ID.guild);
const ana = speakerSchema.parse(ID.ana);
const posts = (channel: string) => world.stub.guild.messages.get(channel) ?? [];

test('an edit within two minutes changes the answer, or gives a new one where it is gone', async () => {
  const asked = mention('networking?');
  wire.say(asked);
  await wire.posted(asked.id);
  const edit = (content: string) =>
    world.stub.gateway.emit('MESSAGE_UPDATE', { ...asked, content, edited_timestamp: '2026-01-05T10:01:00.000Z' });
  edit(`<@${ID.self}> isolation?`);
  const { body } = await world.stub.next('PATCH', new RegExp(`^/channels/${asked.id}/`));
  expect(textIn(body)).toContain('Isolation');
  world.stub.guild.messages.set(asked.id, []);
  edit(`<@${ID.self}> startup time?`);
  expect(textIn((await wire.posted(asked.id)).body)).toContain('Startup');
});

test('a question that was deleted is forgotten, and no answer of an older text follows', async () => {
  const asked = mention('our secret zebra needs networking');
  wire.say(asked);
  await wire.posted(asked.id);
  world.stub.gateway.emit('MESSAGE_DELETE', { id: asked.id, channel_id: ID.channel, guild_id: ID.guild });
  world.stub.gateway.emit('MESSAGE_UPDATE', {
    ...asked,
    content: `<@${ID.self}> isolation?`,
    edited_timestamp: '2026-01-05T10:01:00.000Z',
  });
  const next = mention('startup time?');
  wire.say(next);
  await wire.posted(next.id);
  expect(posts(asked.id)).toHaveLength(1);
  expect(textIn(posts(asked.id))).not.toContain('Isolation');
});

test('what was deleted is forgotten, whoever deleted it, also after a restart, many at once, and in a direct talk', async () => {
  const said = ['zebra one needs networking', 'zebra two needs networking'].map((text) => mention(text));
  const direct = message('zebra three needs networking', { guild: undefined, channel: ID.direct });
  for (const one of [...said, direct]) wire.say(one);
  for (const { id } of said) await wire.posted(id);
  await wire.posted(ID.direct);
  await world.run();
  const gone = { channel_id: ID.channel, guild_id: ID.guild };
  world.stub.gateway.emit('MESSAGE_DELETE_BULK', { ids: said.map(({ id }) => id), ...gone });
  world.stub.gateway.emit('MESSAGE_DELETE', { id: direct.id, channel_id: ID.direct });
  const kept = async () => {
    const turns = said.map(({ id }) => world.store.recall(guild, turnIdFrom(guild, ID.channel, id), ana));
    const own = tenantFrom('discord', `@${ID.ana}`);
    turns.push(world.store.recall(own, turnIdFrom(own, ID.direct, direct.id), ana));
    return (await Promise.all(turns)).filter(Boolean).length;
  };
  await expect.poll(kept).toBe(0);
});
