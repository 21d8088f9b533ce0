import { describe, expect, test } from 'vitest';
import { wishIn } from '../../adapters/slack/commands.ts';
import { heardIn } from '../../adapters/slack/turn.ts';
import { ANA, CHANNEL, envelope, mention, message } from './payloads.ts';
import { BOT, TEAM } from './stub.ts';

const T = '1700000000.000100';

/** The turn in an event; undefined when there is none. */
function turnIn(event: Record<string, unknown>, fields: Record<string, unknown> = {}) {
  const heard = heardIn(envelope(event, fields));
  return heard?.kind === 'said' ? heard.turn : undefined;
}

describe('a message becomes a turn', () => {
  test('with keys that begin with its workspace', () => {
    expect(turnIn(message('hello', '1700000009.000200', { thread_ts: T }))).toEqual({
      id: `slack:${TEAM}:${CHANNEL}:1700000009.000200`,
      tenant: `slack:${TEAM}`,
      lane: `slack:${TEAM}:${CHANNEL}`,
      thread: `slack:${TEAM}:${CHANNEL}:${T}`,
      speaker: ANA,
      text: 'hello',
      at: 1_700_000_009_000_200,
      addressed: false,
      direct: false,
      toAnother: false,
      shown: 'thread',
    });
  });

  test('the same one, whether it comes as a mention or as a message that mentions us', () => {
    const said = turnIn(mention('networking', T));
    expect(said).toMatchObject({ text: 'networking', addressed: true, thread: `slack:${TEAM}:${CHANNEL}:${T}` });
    expect(turnIn(message(`<@${BOT}> networking`, T))).toEqual(said);
  });

  test.each([
    ['<@U0BEN> what do you think?', { toAnother: true, addressed: false, text: 'what do you think?' }],
    [`and <@${BOT}|bot> what about cost?`, { toAnother: false, addressed: true }],
    ['a &lt;b&gt; &amp;amp; c', { text: 'a <b> &amp; c' }],
    ['see <https://a.example/x|the page> in <#C0OTHER|ops>, <!here>', { text: 'see the page in ops,' }],
    ['<https://a.example/x>', { text: 'https://a.example/x' }],
    ['', { text: '' }],
  ])('%s', (text, expected) => {
    expect(turnIn(message(text, T))).toMatchObject(expected);
  });

  test('in a direct message', () => {
    expect(turnIn(message('hello', T, { channel: 'D0DM', channel_type: 'im' }))).toMatchObject({ direct: true });
  });

  test('of the organisation that installed us as a whole', () => {
    const whole = { enterprise_id: 'E0ORG', team_id: null, user_id: BOT, is_bot: true, is_enterprise_install: true };
    expect(turnIn(mention('hello', T), { authorizations: [whole] })).toMatchObject({ tenant: 'slack:E0ORG' });
  });

  test('of the workspace that installed us, when the channel is shared with another', () => {
    const theirs = { team_id: 'T0THEIRS' };
    expect(turnIn(mention('hello', T, { team: 'T0THEIRS' }), theirs)).toMatchObject({ tenant: `slack:${TEAM}` });
    expect(turnIn(message('hello', T, { team: 'T0THEIRS' }), theirs)).toBeUndefined();
  });
});

test.each([
  ['a bot', { bot_id: 'B0OTHER' }],
  ['ourselves', { user: BOT }],
  ['nobody', { user: undefined }],
  ['Slack, that somebody came', { subtype: 'channel_join' }],
  ['Slack, hidden', { subtype: 'bot_message' }],
  ['a time that is none', { ts: 'yesterday' }],
  ['a channel that is none', { channel: '../../C1' }],
])('what is said by %s is nothing', (_, fields) => {
  expect(heardIn(envelope(message('hello', T, fields)))).toEqual({ kind: 'nothing' });
});

test.each([[null], [{}], [{ event: 'message' }], [{ type: 'event_callback', event: { type: 'reaction_added' } }]])(
  '%j is no message',
  (body) => {
    expect(heardIn(body)).toBeUndefined();
  },
);

test.each([
  ['', { kind: 'say', words: 'help' }],
  ['compare isolation, networking', { kind: 'say', words: 'compare isolation, networking' }],
  ['Recommend 8 linux services', { kind: 'say', words: '8 linux services' }],
  ['learn', { kind: 'learn' }],
  ['onboarding', { kind: 'onboarding' }],
  ['onboarding is hard for whom?', { kind: 'say', words: 'onboarding is hard for whom?' }],
  ['learn lesson 3', { kind: 'say', words: 'lesson 3', own: true }],
  ['card', { kind: 'card', features: '' }],
  ['card isolation', { kind: 'card', features: 'isolation' }],
  ['mute', { kind: 'mute' }],
  ['unmute', { kind: 'unmute' }],
  ['mute the disk noise?', { kind: 'say', words: 'mute the disk noise?' }],
  ['forget me', { kind: 'forget' }],
  ['forget about linux', { kind: 'say', words: 'forget about linux' }],
  ['networking for <@U0BEN|ben>', { kind: 'say', words: 'networking', audience: 'U0BEN' }],
  ['is it ok for <@U0BEN> to run docker?', { kind: 'say', words: 'is it ok for   to run docker?' }],
  ['constructor', { kind: 'say', words: 'constructor' }],
  ['__proto__ x', { kind: 'say', words: '__proto__ x' }],
])('the command with "%s"', (text, wish) => {
  expect(wishIn(text)).toEqual(wish);
});
