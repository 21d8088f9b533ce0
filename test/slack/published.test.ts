import { describe, expect, test } from 'vitest';
import { heardIn } from '../../adapters/slack/turn.ts';
import { laneFrom, tenantFrom } from '../../src/delivery/turn.ts';
import { chosen } from './look.ts';
import {
  ANA,
  CHANNEL,
  command,
  envelope,
  join,
  mention,
  message,
  onMessage,
  press,
  reaction,
  shortcut,
  submission,
} from './payloads.ts';
import { type Kind, withEveryKey } from './published.ts';
import { answerAt, startSite } from './site.ts';
import { TEAM } from './stub.ts';

const T = '1700000000.000100';
const said = { type: 'message', user: ANA, text: 'hello', ts: T, team: TEAM };
const hidden = { type: 'message', channel: CHANNEL, hidden: true, ts: '1700000009.000100', channel_type: 'channel' };

const EVENTS: [Kind, Record<string, unknown>][] = [
  ['mention', mention('networking', T)],
  ['message', message('hello', T)],
  ['message', message('hello', T, { thread_ts: '1700000000.000001' })],
  ['changed', { ...hidden, subtype: 'message_changed', message: said, previous_message: { ...said, text: 'hi' } }],
  ['deleted', { ...hidden, subtype: 'message_deleted', deleted_ts: T, previous_message: said }],
];

describe('with every key that Slack publishes, null where there is nothing', () => {
  test.each(EVENTS)('a %s is heard as without', (kind, event) => {
    const lean = envelope(event);
    const heard = heardIn(withEveryKey(kind, lean));
    expect(heard).toEqual(heardIn(lean));
    expect(heard?.kind).not.toBe('nothing');
  });

  test('buttons, views and shortcuts do what they do', async () => {
    const site = await startSite();
    const { stub } = site;
    const sent = async (kind: Kind, payload: Record<string, unknown>) => site.send(withEveryKey(kind, payload));
    await sent('mention', envelope(mention('8 linux services, where should they run?', T)));
    await stub.called('chat.postMessage');
    await sent('home', envelope({ type: 'app_home_opened', user: ANA, channel: 'D0DM', tab: 'home', event_ts: T }));
    await stub.called('views.publish');
    await sent('press', press({ action_id: 'v1|networking', block_id: 'own|' }, { response_url: answerAt(site) }));
    expect((await stub.called('answer'))[0]?.args.text).toContain('Networking');
    await sent(
      'press',
      press({ action_id: 'v1|why?', block_id: `talk|${ANA}`, action_ts: '1700000052.000100' }, onMessage(T)),
    );
    await stub.called('chat.postMessage', 2);
    await sent('shortcut', shortcut('open_form'));
    await stub.called('views.open');
    const on = { type: 'message_action', message_ts: T, channel: { id: CHANNEL, name: 'general' }, message: said };
    await sent('onMessage', shortcut('answer_message', { ...on, message: { ...said, text: 'what is a hypervisor?' } }));
    await stub.called('chat.postMessage', 3);
    const state = chosen({ 'os-family': 'v1|It needs Windows.' });
    const { json } = await sent('submission', submission({ callback_id: 'form', private_metadata: '{}', state }));
    expect(json).toMatchObject({ response_action: 'update', view: { callback_id: 'result' } });
    expect(site.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each([
    ['removed', { type: 'app_uninstalled', event_ts: T }],
    ['revoked', { type: 'tokens_revoked', tokens: { oauth: null, bot: ['U0BOT'] }, event_ts: T }],
  ] as const)('that we were %s is understood', async (kind, event) => {
    const site = await startSite();
    const told = envelope(event, { event_time: Math.ceil(Date.now() / 1_000) });
    expect((await site.send(withEveryKey(kind, told))).status).toBe(200);
    expect(site.lines).toContainEqual(expect.objectContaining({ msg: 'gave up' }));
  });
});

test('a command, a reaction and somebody who joins are heard with every key that Slack publishes', async () => {
  const site = await startSite();
  expect((await site.send(withEveryKey('command', command('networking')))).json.text).toContain('Networking');
  const tenant = tenantFrom('slack', TEAM);
  await site.delivery.invitations.decide({ tenant, lane: laneFrom(tenant, CHANNEL), kind: 'channel' }, true);
  await site.send(withEveryKey('joined', envelope(join())));
  expect(await site.store.everyKept('invitee')).toHaveLength(1);
  await site.send(envelope(mention('networking', T)));
  await site.send(withEveryKey('reaction', envelope(reaction('mute', T))));
  expect((await site.stub.called('chat.postMessage', 2))[1]?.args.text).toContain('keep quiet');
});
