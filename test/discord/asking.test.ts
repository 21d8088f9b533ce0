import { expect, test } from 'vitest';
import { openedWorld } from './opened.ts';
import { askedBy, ID, message, onMessage, press, slash, submit, typing } from './stub/payloads.ts';
import { messageFrom } from './stub/shapes.ts';
import { isPrivate, shown } from './wire.ts';
import { idsIn, textIn } from './world.ts';

const { world, wire } = await openedWorld();

test('a question is answered privately in one callback, with a source and what to do next', async () => {
  const before = world.stub.calls.length;
  const reply = await wire.answered(slash('ask', { question: 'is docker faster to start than a vm?' }));
  expect(reply.type).toBe(4);
  expect(isPrivate(reply)).toBe(true);
  expect(textIn(reply)).toMatch(/start/i);
  expect(textIn(reply)).toContain('Reviewed 20');
  expect(idsIn(reply)).toEqual(expect.arrayContaining(['do|share', 'do|discuss', 'do|helpful', 'do|wrong']));
  expect(world.stub.calls.length).toBe(before + 1);
});

test.each([
  ['ask', { question: 'what is a hypervisor', public: true }],
  ['compare', { features: 'isolation, networking', post: true }],
])('%s answers for all when that is wanted', async (name, options) => {
  const reply = await wire.answered(slash(name, options));
  expect(isPrivate(reply)).toBe(false);
  expect(idsIn(reply)).not.toContain('do|share');
  expect(idsIn(reply)).toContain('do|follow-up');
});

test.each([
  ['compare', {}, 'side by side'],
  ['compare', { features: 'isolation, boot time' }, 'Isolation'],
  ['recommend', { workload: '8 linux services, two engineers, stateless, released daily' }, 'ontainer'],
  ['card', { features: 'isolation' }, 'solat'],
  ['learn', {}, 'The difference'],
  ['learn', { lesson: 'lesson 2' }, 'What a VM is'],
  ['learn', { lesson: 'storage' }, 'State, storage and databases'],
  ['help', {}, 'For example'],
  ['forget', {}, 'Deleted, they are gone'],
  ['no-such-subcommand', {}, 'For example'],
])('/vm-or-container %s %j', async (name, options, text) => {
  const reply = await wire.answered(slash(name, options));
  expect(isPrivate(reply)).toBe(true);
  expect(textIn(reply)).toContain(text);
});

test('recommend without words opens a form; what is chosen in it is answered', async () => {
  const form = await wire.answered(slash('recommend'));
  expect(form.type).toBe(9);
  const fields = {
    'app-style': 'It consists of microservices.',
    trust: 'Outsiders write the code that runs there.',
    'os-family': 'unknown',
  };
  const reply = await wire.answered(submit(form.data.custom_id ?? '', fields));
  expect(reply.type).toBe(4);
  expect(textIn(reply)).toMatch(/Outsiders write/);
});

test('the colleague whom a form is for is not forgotten while it is filled in', async () => {
  const form = await wire.answered(slash('recommend', { for: ID.ben }));
  const fields = { 'os-family': 'It needs Windows.' };
  const reply = await wire.answered(submit(form.data.custom_id ?? '', fields));
  expect(textIn(reply)).toContain(`For <@${ID.ben}>`);
  expect(idsIn(reply)).toContain(`do|share|${ID.ben}`);
  expect(textIn(await wire.answered(submit('do|form|everyone', fields)))).not.toContain('For ');
});

test('the form of a card opens with what was said already filled in', async () => {
  const card = await wire.answered(
    slash('recommend', { workload: 'we have 12 linux microservices for outside customers' }),
  );
  const id = idsIn(card).find((one) => one.startsWith('do|form|')) ?? '';
  const form = await wire.answered(press(shown(card), id));
  expect(form.type).toBe(9);
  expect(JSON.stringify(form)).toContain('"default":true');
});

test('what is typed is completed, typos and lists included', async () => {
  const choices = async (option: string, name: string, value: string) =>
    (await wire.answered(typing(name, option, value))).data.choices;
  expect((await choices('question', 'ask', 'hypervsor'))?.map(({ name }) => name)).toContain('Hypervisor');
  expect((await choices('features', 'compare', 'Isolation, netw'))?.[0]?.value).toBe('Isolation, Networking');
  expect(await choices('lesson', 'learn', '')).toHaveLength(8);
  expect((await choices('question', 'ask', 'x'.repeat(6_000)))?.length).toBeLessThanOrEqual(25);
});

test('the message command answers what that message asks, without any intent', async () => {
  const target = message('our legacy app needs windows server 2008, the vendor is gone. where should it run?');
  const reply = await wire.answered(onMessage('VM or container?', target));
  expect(isPrivate(reply)).toBe(true);
  expect(textIn(reply)).toMatch(/virtual machine|VM/);
});

test('buttons go on with the talk; a row of the comparison is told privately, to anyone', async () => {
  const card = await wire.answered(slash('compare', { post: true }));
  const row = await wire.answered(press(shown(card), 'do|rows', { by: ID.ben, values: ['compare Networking'] }));
  expect(isPrivate(row)).toBe(true);
  expect(textIn(row)).toContain('Networking');
  const next = await wire.answered(press(shown(row), 'v1|which one should I use', { by: ID.ben }));
  expect(idsIn(next).some((id) => id.startsWith('do|form'))).toBe(true);
});

test('a row is told after a restart too', async () => {
  const card = shown(await wire.answered(slash('compare', { post: true })));
  await world.run();
  const row = await wire.answered(press(card, 'do|rows', { by: ID.ben, values: ['compare Networking'] }));
  expect(isPrivate(row)).toBe(true);
  expect(textIn(row)).toContain('Networking');
});

test('the rest of a card that all see is of that card, for anyone', async () => {
  const asked = slash('compare', { post: true }, { channel: '1100000000000000064' });
  const card = shown(await wire.answered(asked), asked);
  const place = { by: ID.guest, channel: '1100000000000000064' };
  await wire.answered(slash('ask', { question: 'what is a hypervisor?' }, place));
  const rest = await wire.answered(press(card, 'do|rest|3', place));
  expect(isPrivate(rest)).toBe(true);
  expect(textIn(rest)).toContain('side by side');
  expect(textIn(rest)).not.toContain('ypervisor:');
});

test('feedback is written down, and a correction with it', async () => {
  const card = shown(await wire.answered(slash('ask', { question: 'networking?' })));
  const helped = press(card, 'do|helpful');
  expect(textIn(await wire.answered(helped))).toContain('Thank you');
  await wire.answered(helped);
  expect(textIn(await wire.answered(press(card, 'do|unhelpful')))).toContain('Thank you');
  expect((await wire.answered(press(card, 'do|wrong'))).type).toBe(9);
  await wire.answered(submit('do|wrong', { words: 'the figure is old' }, { under: card }));
  const noted = await world.store.noted(`discord:${ID.guild}` as never, 'feedback', 0);
  expect(noted.map(({ verdict }) => verdict)).toEqual(['helpful', 'unhelpful', 'wrong']);
});

test('an answer is removed for its asker and for moderators, not for others', async () => {
  const own = { ...messageFrom(ID.channel, {}), interaction_metadata: askedBy(ID.ana) };
  const remove = (by: string, permissions = '0') =>
    wire.answered(onMessage('Remove this answer', own as never, { by, permissions }));
  expect(textIn(await remove(ID.ben))).toContain('Only who asked');
  expect(textIn(await remove(ID.ana))).toBe('Removed.');
  expect(textIn(await remove(ID.ben, String(1 << 13)))).toBe('Removed.');
  expect(textIn(await wire.answered(onMessage('Remove this answer', message('hi'))))).toContain('no answer of mine');
});

test('what is kept of a person is deleted when they press for it', async () => {
  await wire.answered(slash('recommend', { workload: 'our secret zebra runs on windows' }, { by: ID.ben }));
  const asked = await wire.answered(slash('forget', {}, { by: ID.ben }));
  const done = await wire.answered(press(shown(asked), 'do|forget', { by: ID.ben }));
  expect(done.type).toBe(7);
  expect(textIn(done)).toContain('Deleted');
});

test('where nobody tells us who joins, an administrator gets a card to post', async () => {
  const card = await wire.answered(slash('newcomers'));
  expect(idsIn(card)).toContain('v1|take the tour');
  expect(idsIn(card)).toContain('do|share');
});

test('the tour goes on by the command where it was left in another talk', async () => {
  const by = '1100000000000000077';
  const first = await wire.answered(slash('learn', {}, { by }));
  await wire.answered(press(shown(first), 'v1|next step', { by }));
  const next = await wire.answered(slash('learn', {}, { by, channel: '1100000000000000078' }));
  expect(textIn(next)).toMatch(/step 3 of 5/i);
});
