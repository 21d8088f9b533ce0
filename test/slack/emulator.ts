import { readFileSync } from 'node:fs';
import { createEmulator } from 'emulate';
import { z } from 'zod';
import { scopesOf } from '../../adapters/slack/manifest.ts';

/** What is of a context of its router that we use. */
interface Routed {
  req: { json(): Promise<Record<string, unknown>>; param(name: string): string };
  text(body: string): Response;
}
type Json = Record<string, unknown>;
interface Webhooks {
  register(subscription: { url: string; events: string[]; active: boolean; owner: string }): unknown;
  dispatch(event: string, action: string | undefined, payload: Json, owner: string): Promise<void>;
}
interface Router {
  post(path: string, handle: (context: Routed) => Promise<Response>): unknown;
}
interface Plugin {
  register(app: Router, store: unknown, webhooks: Webhooks, ...rest: unknown[]): void;
}

/** A workspace that we did not write, and what its people and Slack itself do in it. */
export interface Workspace {
  /** Where its Web API is. */
  url: string;
  team: string;
  /** By name. */
  people: Readonly<Record<string, { id: string; token: string }>>;
  channel: string;
  /** Slack sends the events of our manifest here. */
  subscribe(address: string): void;
  call(method: string, token: string, args: Record<string, string>): Promise<Json>;
  /** Where an interaction in a channel is answered. */
  responseUrl(channel: string): string;
  /** An admin removes the app. */
  uninstall(): Promise<void>;
  close(): Promise<void>;
}

const NAMES = ['ana', 'ben'];
const SCOPES = ['chat:write', 'channels:read', 'channels:history', 'channels:manage', 'users:read'];
const tokenOf = (name: string): string => ['xoxp', name].join('-');

export interface App {
  clientId: string;
  clientSecret: string;
  signingSecret: string;
  /** The events that its manifest asks for. */
  events: string[];
}

/**
 * Vercel's emulator of Slack. It publishes no way to subscribe to events and leaves out mentions, removals and what answers
 * an interaction; those are added here, on top of its own store, signature and delivery.
 */
export async function startWorkspace(app: App): Promise<Workspace> {
  const caught = Promise.withResolvers<Webhooks>();
  const plugin = await slackPlugin();
  const { register } = plugin;
  plugin.register = (router, store, webhooks, ...rest) => {
    register(router, store, webhooks, ...rest);
    router.post('/responses/:channel', (context) => answered(context, emulator.url));
    caught.resolve(webhooks);
  };
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seedOf(app) } });
  plugin.register = register;
  const webhooks = await caught.promise;
  const call: Workspace['call'] = async (method, token, args) => {
    const headers = { authorization: `Bearer ${token}` };
    const body = new URLSearchParams(args);
    const response = await fetch(`${emulator.url}/api/${method}`, { method: 'POST', headers, body });
    return z.looseObject({ ok: z.literal(true) }).parse(await response.json());
  };
  const { team, people, channel, bot } = await lookAround(call);
  completeEvents(webhooks, { team, bot });
  return {
    url: `${emulator.url}/api/`,
    team,
    people,
    channel,
    subscribe: (url) => void webhooks.register({ url, events: app.events, active: true, owner: 'slack' }),
    call,
    responseUrl: (place) => `${emulator.url}/responses/${place}`,
    async uninstall() {
      for (const event of [{ type: 'tokens_revoked', tokens: { oauth: [], bot: [bot] } }, { type: 'app_uninstalled' }])
        await webhooks.dispatch(event.type, undefined, envelopeOf(team, event), 'slack');
    },
    close: emulator.close,
  };
}

/** The part of the package that it loads for Slack. */
async function slackPlugin(): Promise<Plugin> {
  const entry = import.meta.resolve('emulate');
  const chunk = /slack: \{[^}]*?import\("(\.\/[\w-]+\.js)"\)/.exec(readFileSync(new URL(entry), 'utf8'))?.[1];
  if (!chunk) throw new Error('emulate is built otherwise than 0.12.2');
  return (await import(new URL(chunk, entry).href)).slackPlugin;
}

function seedOf({ clientId, clientSecret, signingSecret }: App) {
  return {
    team: { name: 'Platform team', domain: 'platform-team' },
    users: NAMES.map((name) => ({ name, real_name: name })),
    channels: [{ name: 'platform' }],
    oauth_apps: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        app_id: 'A0APP',
        name: 'VM or container?',
        redirect_uris: [],
        scopes: scopesOf('minimal'),
      },
    ],
    tokens: NAMES.map((name) => ({ token: tokenOf(name), type: 'user', user: name, scopes: SCOPES })),
    signing_secret: signingSecret,
    strict_scopes: true,
  };
}

const member = z.looseObject({ id: z.string(), name: z.string(), is_bot: z.boolean(), team_id: z.string() });
const place = z.looseObject({ id: z.string(), name: z.string() });

async function lookAround(call: Workspace['call']) {
  const token = tokenOf('ana');
  const members = z.array(member).parse((await call('users.list', token, {})).members);
  const channels = z.array(place).parse((await call('conversations.list', token, {})).channels);
  const named = (name: string): z.infer<typeof member> => {
    const found = members.find((one) => one.name === name);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  };
  const people = Object.fromEntries(NAMES.map((name) => [name, { id: named(name).id, token: tokenOf(name) }]));
  const channel = channels.find(({ name }) => name === 'platform')?.id ?? '';
  const bot = members.find(({ is_bot, name }) => is_bot && name.startsWith('vm-or'))?.id ?? '';
  return { team: named('ana').team_id, people, channel, bot };
}

/** An event of its own is told as Slack tells it; a message that mentions the app is a mention as well. */
function completeEvents(webhooks: Webhooks, { team, bot }: { team: string; bot: string }): void {
  const { dispatch } = webhooks;
  const authorizations = [
    { enterprise_id: null, team_id: team, user_id: bot, is_bot: true, is_enterprise_install: false },
  ];
  webhooks.dispatch = async (type, action, payload, owner) => {
    const told = payload.event as Json;
    const whole = (event: Json, fields: Json = {}): Json => ({
      ...payload,
      token: 'old',
      api_app_id: 'A0APP',
      authorizations,
      is_ext_shared_channel: false,
      event_context: '4-context',
      ...fields,
      event: { ...event, event_ts: event.ts ?? String(Date.now() / 1_000) },
    });
    const send = (name: string, body: Json) => dispatch.call(webhooks, name, action, body, owner);
    if (type === 'message' && String(told.text).includes(`<@${bot}>`))
      await send('app_mention', whole({ ...told, type: 'app_mention' }, { event_id: `${payload.event_id}M` }));
    await send(type, whole({ ...told, ...(type === 'message' && { channel_type: 'channel' }) }));
  };
}

const envelopeOf = (team: string, event: Json): Json => ({
  type: 'event_callback',
  team_id: team,
  event_id: `Ev${event.type}`,
  event_time: Math.ceil(Date.now() / 1_000) + 1,
  event,
});

/** What is for the channel goes into its history; the rest only one person would see. */
async function answered({ req, text }: Routed, url: string): Promise<Response> {
  const message = await req.json();
  const channel = req.param('channel');
  if (message.response_type === 'in_channel') {
    const body = JSON.stringify({ text: message.text, blocks: message.blocks, channel });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${url}/services/T/B0APP/x`, { method: 'POST', headers, body });
  }
  return text('ok');
}
