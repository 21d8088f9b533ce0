import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { degraded, eventsOf, type Flavour, GRANTS, manifestFor, scopesOf } from '../../adapters/slack/manifest.ts';
import { heardIn } from '../../adapters/slack/turn.ts';
import { laneFrom, tenantFrom } from '../../src/delivery/turn.ts';
import { envelope, join, mention, message, reaction } from './payloads.ts';
import { startSite } from './site.ts';
import { TEAM } from './stub.ts';

const FLAVOURS: Flavour[] = (['http', 'socket'] as const).flatMap((mode) =>
  (['minimal', 'conversational'] as const).map((scopes) => ({ mode, scopes, url: 'https://bot.example.com' })),
);

test.each(FLAVOURS)('$mode, $scopes: is what Slack takes', (flavour) => {
  const manifest = manifestFor(flavour);
  const http = flavour.mode === 'http';
  expect(manifest.settings.socket_mode_enabled).toBe(!http);
  expect(manifest.settings.event_subscriptions.request_url).toBe(
    http ? 'https://bot.example.com/slack/events' : undefined,
  );
  expect(manifest.oauth_config.scopes.bot).toEqual(scopesOf(flavour.scopes));
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(eventsOf(flavour.scopes));
});

test('minimal reads no history of channels', () => {
  const minimal = [...scopesOf('minimal'), ...eventsOf('minimal')];
  expect(minimal.filter((name) => /channels|groups|mpim|users/.test(name))).toEqual([]);
});

/** An event of each kind, as Slack sends it. */
const SAMPLES: Readonly<Record<string, Record<string, unknown>>> = {
  app_mention: mention('hello', '1700000000.000100'),
  'message.im': message('hello', '1700000000.000200', { channel: 'D0DM', channel_type: 'im' }),
  'message.channels': message('hello', '1700000000.000300'),
  'message.groups': message('hello', '1700000000.000400', { channel: 'G0GROUP', channel_type: 'group' }),
};

/** What each other event makes us call. */
const EFFECTS: Readonly<Record<string, { event: Record<string, unknown>; method: string }>> = {
  app_home_opened: {
    event: { type: 'app_home_opened', user: 'U0ANA', channel: 'D0DM', tab: 'home', event_ts: '1700000000.1' },
    method: 'views.publish',
  },
  function_executed: {
    event: {
      type: 'function_executed',
      function: {
        id: 'Fn1',
        callback_id: 'recommend',
        title: 'x',
        description: 'x',
        type: 'app',
        input_parameters: [],
        output_parameters: [],
        app_id: 'A0APP',
        date_updated: 1,
      },
      inputs: { workload: 'vendor supports it only in virtual machines' },
      function_execution_id: 'Fx1',
      workflow_execution_id: 'Wx1',
      event_ts: '1700000000.2',
      bot_access_token: 'xwfp-of-a-test',
    },
    method: 'functions.completeSuccess',
  },
};

describe('every event that is subscribed to has a handler, and the other way round', () => {
  test('those that are messages are heard as messages', () => {
    for (const [name, event] of Object.entries(SAMPLES))
      expect([name, heardIn(envelope(event))?.kind]).toEqual([name, 'said']);
  });

  test.each(Object.entries(EFFECTS))('%s', async (_, { event, method }) => {
    const { stub, send } = await startSite();
    expect((await send(envelope(event))).status).toBe(200);
    const [call] = await stub.called(method);
    expect(call?.args).toMatchObject(
      method === 'views.publish' ? { user_id: 'U0ANA' } : { function_execution_id: 'Fx1' },
    );
  });

  test.each(['app_uninstalled', 'tokens_revoked'])('%s forgets the workspace', async (type) => {
    const { store, send, lines } = await startSite();
    const tenant = tenantFrom('slack', TEAM);
    await store.keep(tenant, 'setting', 'any', { value: 'thing' });
    const event = { type, tokens: { oauth: [], bot: ['U0BOT'] }, event_ts: '1700000000.3' };
    await send(envelope(event, { event_time: Math.ceil(Date.now() / 1_000) }));
    expect(await store.kept(tenant, 'setting', 'any')).toBeUndefined();
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'gave up' }));
  });

  test('reaction_added mutes, member_joined_channel invites', async () => {
    const site = await startSite();
    const turns: string[] = [];
    site.store.take = async ({ text }) => {
      turns.push(text);
      return { kind: 'waiting' };
    };
    await site.send(envelope(reaction('mute', '1700000000.000100')));
    expect(turns).toEqual(['mute']);
    site.stub.answer('users.info', () => ({ body: { ok: true, user: { team_id: TEAM } } }));
    const tenant = tenantFrom('slack', TEAM);
    await site.delivery.invitations.decide({ tenant, lane: laneFrom(tenant, 'C0TEAM'), kind: 'channel' }, true);
    await site.send(envelope(join()));
    await site.stub.called('chat.postEphemeral');
  });

  test('no other event is subscribed to', () => {
    const settled = ['app_uninstalled', 'tokens_revoked', 'reaction_added', 'member_joined_channel'];
    const handled = [...Object.keys(SAMPLES), ...Object.keys(EFFECTS), ...settled];
    expect(eventsOf('conversational')).toEqual(handled.sort());
  });
});

test('every scope says what it is for, and what is missing without it', () => {
  expect(degraded(GRANTS.map(({ scope }) => scope))).toEqual([]);
  expect(degraded(['commands'])).toHaveLength(GRANTS.length - 1);
  expect(new Set(GRANTS.map(({ reason }) => reason)).size).toBe(GRANTS.length);
});

test('is printed by a command, and a wrong question gets the right one', () => {
  const print = (...args: string[]) =>
    execFileSync(process.execPath, ['adapters/slack/print-manifest.ts', ...args], { encoding: 'utf8', stdio: 'pipe' });
  const printed = JSON.parse(print('--mode', 'http', '--scopes', 'conversational', '--url', 'https://bot.example.com'));
  expect(printed).toEqual(JSON.parse(JSON.stringify(manifestFor(FLAVOURS[1] as Flavour))));
  expect(() => print('--mode', 'carrier-pigeon')).toThrow(/--mode http\|socket/);
});

/** The scope that each method needs which we call, by Slack's reference of it; '' where a token of any kind will do. */
const SCOPE_OF: Readonly<Record<string, string>> = {
  'auth.test': '',
  'apps.connections.open': '',
  'assistant.threads.setStatus': 'chat:write',
  'assistant.threads.setSuggestedPrompts': 'assistant:write',
  'chat.delete': 'chat:write',
  'chat.getPermalink': '',
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.replies': 'channels:history',
  'users.info': 'users:read',
  'views.open': '',
  'views.publish': '',
  'views.push': '',
  'views.update': '',
};

test('every method that is called has its scope, and every scope serves a method, an event or the command', () => {
  const folder = new URL('../../adapters/slack/', import.meta.url);
  const code = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const called = new Set(
    code.join('').match(/(?<=')(auth|apps|assistant|chat|conversations|users|views)(\.[a-z]\w*)+(?=')/gi),
  );
  expect([...called].sort()).toEqual(Object.keys(SCOPE_OF).sort());
  const granted = scopesOf('conversational');
  expect(Object.values(SCOPE_OF).filter((scope) => scope !== '' && !granted.includes(scope))).toEqual([]);
  const events = {
    app_mention: /^app_mentions:read$/,
    message: /:history$/,
    reaction_added: /^reactions:read$/,
    member_joined_channel: /^(channels|groups):read$/,
  };
  const heard = Object.keys(events).filter((name) =>
    eventsOf('conversational').some((event) => event.startsWith(name)),
  );
  expect(heard).toEqual(Object.keys(events));
  const served = (scope: string) =>
    scope === 'commands' ||
    Object.values(SCOPE_OF).includes(scope) ||
    Object.values(events).some((scopes) => scopes.test(scope));
  expect(granted.filter((scope) => !served(scope))).toEqual([]);
});
