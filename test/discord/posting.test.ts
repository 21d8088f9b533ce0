import { expect, test } from 'vitest';
import { openedWorld } from './opened.ts';
import { quietGuildOf, roleOf } from './stub/guild.ts';
import { ID, press, slash } from './stub/payloads.ts';
import { type Callback, idOf, isPrivate, shown } from './wire.ts';
import { idsIn, textIn } from './world.ts';

const { world, wire } = await openedWorld();

test('share posts the card once for all and shrinks the private copy, even on a double click', async () => {
  const card = shown(await wire.answered(slash('ask', { question: 'is docker secure?', for: ID.ben })));
  expect(textIn(card)).toContain(`<@${ID.ben}>`);
  const id = idsIn(card).find((one) => one.startsWith('do|share')) ?? '';
  const first = press(card, id);
  const update = await wire.answered(first);
  expect(update).toMatchObject({ type: 7 });
  expect(textIn(update)).toBe('Shared ✓');
  const shared = (await world.stub.next('POST', /^\/webhooks\//)).body as Callback['data'] & {
    allowed_mentions: object;
  };
  expect(textIn(shared)).toContain(`Shared by <@${ID.ana}>`);
  expect(shared.allowed_mentions).toMatchObject({ parse: [], users: [ID.ben] });
  expect(idsIn(shared)).not.toContain('do|discuss');
  expect(idsIn(shared)).toEqual(expect.arrayContaining(['do|helpful', 'do|follow-up']));
  const again = await wire.answered(press(card, id));
  expect(textIn(again)).toBe('Shared ✓');
  expect(world.stub.calls.filter(({ path }) => path.startsWith('/webhooks/'))).toHaveLength(1);
});

test('a card is posted to a channel only for who may write there', async () => {
  const channel = '1100000000000000099';
  const given = (permissions: string) => ({
    resolved: { channels: { [channel]: { id: channel, type: 0, name: 'x', permissions } } },
  });
  const refused = await wire.answered(slash('card', { channel }, given('1024') as object));
  expect(textIn(refused)).toContain('You lack: Send Messages');
  await wire.answered(slash('card', { channel }, given('3072') as object));
  const { body } = await wire.posted(channel);
  expect(textIn(body)).toContain('VMs separate machines');
  expect(textIn(body)).toContain(`Shared by <@${ID.ana}>`);
  expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
});

const MAY_POST = '3072';
const cardFor = (channel: string, given: object = {}) => {
  const resolved = { channels: { [channel]: { id: channel, type: 0, name: 'x', permissions: MAY_POST } } };
  return slash('card', { features: 'isolation', channel }, { resolved, ...given } as object);
};

test('a card goes nowhere where we may not post: which permission we lack is said at once', async () => {
  const guild = '1100000000000000094';
  const channel = '1100000000000000095';
  world.stub.gateway.emit('GUILD_CREATE', quietGuildOf(guild, channel));
  expect(textIn(await wire.answered(cardFor(channel)))).toContain(
    `I may not post in <#${channel}>. I lack: Send Messages.`,
  );
  world.stub.gateway.emit('GUILD_ROLE_UPDATE', { guild_id: guild, role: roleOf(guild, (1n << 10n) | (1n << 11n)) });
  expect(textIn(await wire.answered(cardFor(channel))), 'once we are allowed to').toContain('on its way');
  await wire.posted(channel);
  world.stub.guild.messages.delete(channel);
  const stranger = await wire.answered(cardFor('1100000000000000099', { userInstall: true }));
  expect(textIn(stranger)).toContain('I am no member of this server');
  expect(world.stub.guild.messages.get(channel)).toBeUndefined();
});

test('where Discord would show it to one person alone, nothing is said to be shared', async () => {
  const given = { userInstall: true, channel: '1100000000000000093', permissions: '3072' };
  const open = slash('compare', { features: 'gpu', post: true }, given);
  const reply = await wire.answered(open);
  expect(isPrivate(reply)).toBe(true);
  const pressed = press(shown(reply, open), idOf(reply, 'do|share'), given);
  expect(textIn(await wire.answered(pressed))).toContain('You lack: Use External Apps');
  expect(await keptOf(given.channel)).toEqual([]);
});

test('the same comparison goes to a channel once a day, unless it is wanted all the same', async () => {
  const channel = '1100000000000000098';
  const resolved = { channels: { [channel]: { id: channel, type: 0, name: 'x', permissions: '3072' } } };
  const command = () => slash('card', { features: 'isolation, networking', channel }, { resolved } as object);
  await wire.answered(command());
  await wire.posted(channel);
  const asked = command();
  const warned = await wire.answered(asked);
  expect(isPrivate(warned)).toBe(true);
  const [there] = world.stub.guild.messages.get(channel) ?? [];
  await expect
    .poll(async () => textIn(await wire.answered(command())))
    .toContain(`https://discord.com/channels/${ID.guild}/${channel}/${there?.id}`);
  const stranger = await wire.answered(press(shown(warned, asked), 'do|post-anyway', { by: ID.ben }));
  expect(textIn(stranger)).toContain('older version');
  await wire.answered(press(shown(warned, asked), 'do|post-anyway'));
  await wire.posted(channel);
  expect(textIn(await wire.answered(press(shown(warned, asked), 'do|post-anyway')))).toContain('older version');
  expect(world.stub.guild.messages.get(channel)).toHaveLength(2);
});

test('an answer that is for all at once asks first, too, and links to what is there', async () => {
  const channel = '1100000000000000096';
  const command = (given: object = {}) =>
    slash('compare', { features: 'storage, isolation', post: true, for: ID.ben }, { channel, ...given });
  const open = command({ userInstall: true });
  expect(isPrivate(await wire.answered(open))).toBe(false);
  await expect.poll(async () => (await keptOf(channel)).map(({ value }) => value.by)).toEqual([ID.ana]);
  const asked = command({ by: ID.otherBot });
  const warned = await wire.answered(asked);
  const [{ value } = { value: undefined }] = await keptOf(channel);
  expect(isPrivate(warned)).toBe(true);
  expect(textIn(warned)).toContain(`https://discord.com/channels/${ID.guild}/${channel}/${value?.message}`);
  const place = { channel, by: ID.otherBot };
  const anyway = press(shown(warned, asked), idOf(warned, 'do|post-anyway'), place);
  expect(textIn(await wire.answered(anyway))).toBe('Shared ✓');
  const { body } = await world.stub.next('POST', new RegExp(`^/webhooks/.*${anyway.token}`));
  expect(textIn(body)).toContain(`Shared by <@${ID.otherBot}>`);
  expect(body).toMatchObject({ allowed_mentions: { users: [ID.ben] } });
  await expect.poll(async () => (await keptOf(channel)).map(({ value }) => value.by)).toEqual([ID.otherBot]);
  const twice = press(shown(warned, asked), idOf(warned, 'do|post-anyway'), place);
  expect(textIn(await wire.answered(twice))).toContain('older version');
  const question = { question: 'compare storage, isolation', public: true };
  expect(isPrivate(await wire.answered(slash('ask', question, { channel })))).toBe(true);
});

/** What was noted of the comparisons in a channel. */
const keptOf = async (channel: string) =>
  (await world.store.everyKept('posted')).filter(({ name }) => name.includes(`:${channel} `));

test('a comparison that is shared twice in a channel asks first', async () => {
  const channel = '1100000000000000097';
  const share = async (under: object, id: string) => press(under, id, { channel });
  const card = async () => {
    const asked = slash('compare', { features: 'storage, networking' }, { channel });
    return shown(await wire.answered(asked), asked);
  };
  const [first, second] = [await card(), await card()];
  const shared = await share(first, idOf(first, 'do|share'));
  await wire.answered(shared);
  await world.stub.next('POST', new RegExp(`^/webhooks/.*${shared.token}`));
  await expect.poll(() => keptOf(channel)).toHaveLength(1);
  const asking = await wire.answered(await share(second, idOf(second, 'do|share')));
  expect(JSON.stringify(asking)).toContain('Post anyway');
  const anyway = await share({ ...shown(asking), id: second.id }, idOf(asking, 'do|share'));
  expect(textIn(await wire.answered(anyway))).toBe('Shared ✓');
});

test('a comparison that two people share at once is shared once', async () => {
  const channel = '1100000000000000095';
  const cards = [];
  for (const by of [ID.ana, ID.ben]) {
    const asked = slash('compare', { features: 'storage, networking' }, { channel, by });
    cards.push({ card: shown(await wire.answered(asked), asked), by });
  }
  const replies = await Promise.all(
    cards.map(({ card, by }) => wire.answered(press(card, idOf(card, 'do|share'), { channel, by }))),
  );
  expect(replies.filter((reply) => textIn(reply) === 'Shared ✓')).toHaveLength(1);
  expect(replies.filter((reply) => JSON.stringify(reply).includes('Post anyway'))).toHaveLength(1);
});
