import { describe, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { tenantFrom } from '../../src/delivery/turn.ts';
import { viewProblems } from './block-kit.ts';
import { controlIn, openedView } from './look.ts';
import {
  ANA,
  CHANNEL,
  command,
  envelope,
  IN_HOME,
  mention,
  message,
  onMessage,
  press,
  submission,
} from './payloads.ts';
import { answerAt, type Site, startSite } from './site.ts';
import { TEAM } from './stub.ts';

const T = '1700000000.000100';
const TENANT = tenantFrom('slack', TEAM);

describe('what is kept of a person', () => {
  test('the tour goes on where it was left, wherever it was begun', async () => {
    const site = await startSite();
    const { json } = await site.send(command('learn'));
    expect(json.text).toContain('Tour, step 1 of 5');
    await site.send(press({ action_id: 'v1|next step', block_id: 'own|' }, IN_HOME));
    expect(JSON.stringify(await openedView(site))).toContain('step 2 of 5');
  });

  test('the tour that was begun in a direct message goes on by the command, and on the Home tab', async () => {
    const site = await startSite({}, { pace: 0 });
    const said = (text: string, ts: string) =>
      envelope(message(text, ts, { channel: 'D0DM', channel_type: 'im', thread_ts: T }));
    for (const [at, text] of ['take the tour', 'next step', 'next step'].entries()) {
      await site.send(said(text, `170000000${at}.000100`));
      await site.stub.called('chat.postMessage', at + 1);
    }
    expect((await site.send(command('learn'))).json.text).toContain('Tour, step 4 of 5');
    await site.send(envelope({ type: 'app_home_opened', user: ANA, channel: 'D0DM', tab: 'home', event_ts: '1.2' }));
    const [home] = await site.stub.called('views.publish');
    const onward = controlIn(home?.args.view, 'v1|go on with the tour at step 5');
    await site.send(press({ ...onward, block_id: 'own|' }, IN_HOME));
    expect(JSON.stringify(await openedView(site))).toContain('step 5 of 5');
  });

  test('deletes what a person said', async () => {
    const site = await startSite();
    const { json } = await site.send(command('it needs windows'));
    await site.send(press({ action_id: 'do|forget', block_id: 'data|' }, IN_HOME));
    await site.stub.called('views.open');
    const { value } = controlIn(json, 'do|share');
    await site.send(press({ action_id: 'do|share', value }, { response_url: answerAt(site) }));
    const [told] = await site.stub.called('answer');
    expect(told?.args.text).toContain('That answer is gone');
  });
});

describe('"Something wrong?"', () => {
  /** Presses it on an answer and sends the form. */
  async function tell(site: Site, shown: unknown, comment: string) {
    await site.send(press(controlIn(shown, 'do|wrong'), { ...onMessage(T), response_url: answerAt(site) }));
    const view = await openedView(site);
    const state = { values: { comment: { picked: { type: 'plain_text_input', value: comment } } } };
    const { callback_id, private_metadata } = view;
    return site.send(submission({ callback_id, private_metadata, state }));
  }

  test('under an answer in a thread opens a short form, is kept, and acknowledged to them alone', async () => {
    const site = await startSite();
    await site.send(envelope(mention('is docker faster to start than a vm?', T)));
    const [post] = await site.stub.called('chat.postMessage');
    const { json } = await tell(site, post?.args, 'Not on our\u0000 machines.');
    expect(viewProblems('ModalView', json.view)).toEqual([]);
    expect(JSON.stringify(json.view)).toContain('Thank you.');
    const turn = `slack:${TEAM}:${CHANNEL}:${T}`;
    const noted = { speaker: ANA, turn, verdict: 'wrong', comment: 'Not on our  machines.' };
    expect(await site.store.noted(TENANT, 'feedback', 0)).toEqual([expect.objectContaining(noted)]);
    expect(site.stub.calls.map(({ method }) => method)).toEqual(['auth.test', 'chat.postMessage', 'views.open']);
  });

  test('under a private answer as well, and not where nothing is claimed', async () => {
    const site = await startSite();
    const { json } = await site.send(command('networking'));
    await tell(site, json, 'It is slower here.');
    expect(await site.store.noted(TENANT, 'feedback', 0)).toHaveLength(1);
    const { json: help } = await site.send(command('help', { trigger_id: '2.2' }));
    expect(JSON.stringify(help.blocks)).not.toContain('do|wrong');
  });

  test('about what no answer is, is not kept', async () => {
    const site = await startSite();
    const state = { values: { comment: { picked: { type: 'plain_text_input', value: 'x' } } } };
    const forged = { callback_id: 'wrong', private_metadata: '{"turn":"../C0OTHER"}', state };
    expect(JSON.stringify((await site.send(submission(forged))).json.view)).toContain('is gone');
    expect(await site.store.noted(TENANT, 'feedback', 0)).toEqual([]);
  });
});

describe('what people make of an answer', () => {
  test('is kept, and acknowledged to them alone', async () => {
    const site = await startSite();
    await site.send(envelope(mention('is docker faster to start than a vm?', T)));
    const [post] = await site.stub.called('chat.postMessage');
    const rating = controlIn(post?.args, 'do|feedback');
    const value = `unhelpful|${CHANNEL}:${T}`;
    expect(rating).toMatchObject({ negative_button: { value } });
    const pressed = { type: 'feedback_buttons', action_id: rating.action_id, value, block_id: 'worth|U0ANA' };
    await site.send(press(pressed, { ...onMessage(T), response_url: answerAt(site) }));
    expect((await site.stub.called('answer'))[0]?.args).toMatchObject({ response_type: 'ephemeral' });
    const kept = await site.store.noted(TENANT, 'feedback', 0);
    expect(kept).toEqual([
      expect.objectContaining({ speaker: ANA, verdict: 'unhelpful', turn: `slack:${TEAM}:${CHANNEL}:${T}` }),
    ]);
  });

  test.each([
    ['its asker', ANA, false, true],
    ['an admin', 'U0ADMIN', true, true],
    ['anybody else', 'U0BEN', false, false],
  ])('%s may remove it: %s', async (_, user, is_admin, removed) => {
    const site = await startSite();
    site.stub.answer('users.info', () => ({ body: { ok: true, user: { id: user, team_id: TEAM, is_admin } } }));
    await site.send(envelope(mention('is docker faster to start than a vm?', T)));
    await site.delivery.stop();
    const by = { user: { id: user, username: 'x', name: 'x', team_id: TEAM }, response_url: answerAt(site) };
    await site.send(
      press({ action_id: 'do|remove', value: `${CHANNEL}:${T}`, block_id: 'worth|U0ANA' }, { ...onMessage(T), ...by }),
    );
    const [call] = await site.stub.called(removed ? 'chat.delete' : 'answer');
    expect(call?.args).toMatchObject(
      removed ? { channel: CHANNEL, ts: '1700000001.000100' } : { response_type: 'ephemeral' },
    );
  });
});

test('what people make of an answer is kept as well when its talk has been cleared away', async () => {
  let now = Date.now();
  const clock = { ...systemClock, now: () => now };
  const site = await startSite({}, { clock, time: clock });
  await site.send(envelope(mention('is docker faster to start than a vm?', T)));
  const [post] = await site.stub.called('chat.postMessage');
  now += 25 * 3_600_000;
  await site.store.prune({ threads: 0, done: now - 24 * 3_600_000 });
  const value = `helpful|${CHANNEL}:${T}`;
  const there = { ...onMessage(T), response_url: answerAt(site) };
  await site.send(press({ action_id: 'do|feedback', block_id: 'worth|U0ANA', value }, there));
  expect((await site.stub.called('answer'))[0]?.args.text).toContain('Thank you');
  await site.send(press(controlIn(post?.args, 'do|wrong'), there));
  await openedView(site);
  const elsewhere = { ...onMessage('1600000000.000100', '1600000001.000100'), response_url: answerAt(site) };
  await site.send(press({ action_id: 'do|feedback', block_id: 'worth|U0ANA', value, action_ts: '1.2' }, elsewhere));
  expect((await site.stub.called('answer', 2))[1]?.args.text).toContain('is gone');
});

test('a channel that is muted is answered only when we are called by name', async () => {
  const site = await startSite();
  await site.send(envelope(mention('it needs windows', T)));
  await site.stub.called('chat.postMessage');
  expect((await site.send(command('mute'))).json.text).toContain('I keep quiet');
  await site.send(envelope(message('why?', '1700000010.000100', { thread_ts: T })));
  expect((await site.send(command('unmute', { trigger_id: '2.2' }))).json.text).toContain('I go on');
  await site.send(envelope(message('what would change it?', '1700000011.000100', { thread_ts: T })));
  const [, next] = await site.stub.called('chat.postMessage', 2);
  expect(next?.args.text).toMatch(/What would change/);
});

test('in a talk between the two of us there is nothing to mute', async () => {
  const site = await startSite();
  const { json } = await site.send(command('mute', { channel_id: 'D0DM' }));
  expect(json.text).toContain('Here we talk alone');
  expect(await site.store.everyKept('mute')).toEqual([]);
});

describe('from the Home tab', () => {
  test('a button of an older version says so', async () => {
    const site = await startSite();
    await site.send(press({ action_id: 'v0|networking' }, IN_HOME));
    expect(JSON.stringify(await openedView(site))).toContain('of an older version');
  });

  test('a store that does not answer says so', async () => {
    const site = await startSite();
    site.store.answer = () => Promise.reject(new Error('disk full'));
    await site.send(press({ action_id: 'v1|networking', block_id: 'own|' }, IN_HOME));
    expect(JSON.stringify(await openedView(site))).toContain('Sorry, I could not do that');
  });
});

test.each([
  ['a button of an older version', press({ action_id: 'v0|networking' }), 'of an older version'],
  ['a button that is none', press({ action_id: 'constructor' }), 'of an older version'],
  ['an act that is none', press({ action_id: 'do|constructor' }), 'of an older version'],
  [
    'an act that nobody may ask for',
    press({ action_id: 'do|share', value: 'C0OTHER:1.2|U0BEN' }),
    'That answer is gone',
  ],
])('%s is answered', async (_, payload, words) => {
  const site = await startSite();
  expect((await site.send({ ...payload, response_url: answerAt(site) })).status).toBe(200);
  const [told] = await site.stub.called('answer');
  expect(told?.args).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining(words) });
});

test('a view that nobody knows any more says so', async () => {
  const { send } = await startSite();
  const { json } = await send(submission({ callback_id: 'gone', private_metadata: 'not json' }));
  expect(JSON.stringify(json.view)).toContain('of an older version');
});
