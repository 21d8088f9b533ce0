import type { Call } from './judge.ts';
import { ID, user } from './payloads.ts';
import { applicationOf, channelOf, commandOf, directOf, messageFrom, numbered, type Sent, threadOf } from './shapes.ts';

export interface Answer {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

export const refusal = (status: number, code: number, message = 'refused'): Answer => ({
  status,
  body: { code, message },
});

/** A server as far as a bot sees it. */
export interface Guild {
  /** The messages of each channel, oldest first. */
  messages: Map<string, Sent[]>;
  /** The names of the threads that were started on messages. */
  threads: Map<string, string>;
  /** The servers that we are in, oldest first. */
  servers: string[];
  /** How many of them are told at once. */
  serversAtOnce: number;
  /** The commands registered for us, by place: everywhere, or in a server. */
  commands: Map<string, object[]>;
  /** The flags of our application, by which it has privileged intents. */
  flags: number;
  acknowledged: Set<string>;
  /** What each interaction was answered with at first, by its token. */
  originals: Map<string, Sent>;
  gateway: string;
}

export const createGuild = (gateway: string): Guild => ({
  messages: new Map(),
  threads: new Map(),
  servers: [ID.guild],
  serversAtOnce: 200,
  commands: new Map(),
  flags: 0,
  acknowledged: new Set(),
  originals: new Map(),
  gateway,
});

type Handler = (guild: Guild, path: readonly [string, string], body: Record<string, string>) => Answer;

/** Does what a call asks for; what comes back has the shape that Discord describes. */
export function answerIn(guild: Guild, { method, path, body }: Call): Answer {
  for (const [pattern, handle] of Object.entries({ ...OURSELVES, ...CHANNELS, ...INTERACTIONS, ...COMMANDS })) {
    const like = new RegExp(`^${pattern}$`);
    const found = like.exec(`${method} ${path}`) ?? like.exec(`${method} ${path.split('?')[0]}`);
    if (found) return handle(guild, [found[1] ?? '', found[2] ?? ''], (body ?? {}) as Record<string, string>);
  }
  return refusal(404, 0, 'no such route');
}

const ok = (body: object): Answer => ({ status: 200, body });
const UNKNOWN_MESSAGE = refusal(404, 10_008, 'Unknown Message');

const messagesIn = ({ messages }: Guild, channel: string): Sent[] => messages.get(channel) ?? [];

function add(guild: Guild, channel: string, body: { message_reference?: { message_id: string } }): Sent {
  const replied = body.message_reference?.message_id;
  const message_reference = { type: 0, channel_id: channel, message_id: replied };
  const sent = { ...messageFrom(channel, body), ...(replied && { message_reference }) };
  guild.messages.set(channel, [...messagesIn(guild, channel), sent]);
  return sent;
}

const OURSELVES: Record<string, Handler> = {
  'GET /applications/@me': ({ flags }) => ok(applicationOf(flags)),
  'GET /users/@me': () => ok({ ...user(ID.self, true), mfa_enabled: false, locale: 'en-US' }),
  'GET /users/@me/guilds(?:\\?after=(\\d+))?': ({ servers, serversAtOnce }, [after]) => {
    const page = servers.filter((id) => BigInt(id) > BigInt(after || 0)).slice(0, serversAtOnce);
    const more = { name: 'guild', icon: null, banner: null, owner: false, permissions: '0', features: [] };
    return ok(page.map((id) => ({ id, ...more })));
  },
  'GET /guilds/\\d+': () => refusal(404, 10_004, 'Unknown Guild'),
  'GET /gateway/bot': ({ gateway: url }) =>
    ok({
      url,
      shards: 1,
      session_start_limit: { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 },
    }),
  'POST /users/@me/channels': (_, __, { recipient_id: id = '' }) => ok(directOf(id)),
};

const CHANNELS: Record<string, Handler> = {
  'GET /channels/(\\d+)': ({ threads }, [id]) => {
    if (id === ID.direct) return ok(directOf(ID.ana));
    return ok(threads.has(id) || id === ID.thread ? threadOf(id, 'a thread') : channelOf(id));
  },
  'GET /channels/(\\d+)/messages': (guild, [channel]) => ok(messagesIn(guild, channel).toReversed()),
  'POST /channels/(\\d+)/messages': (guild, [channel], body) => {
    const known = body.nonce && messagesIn(guild, channel).find(({ nonce }) => nonce === body.nonce);
    return ok(known || add(guild, channel, body));
  },
  'PATCH /channels/(\\d+)/messages/(\\d+)': (guild, [channel, id], body: { components?: unknown }) => {
    const found = messagesIn(guild, channel).find((sent) => sent.id === id);
    if (!found) return UNKNOWN_MESSAGE;
    return ok(Object.assign(found, { components: numbered((body.components ?? []) as object[]) }));
  },
  'DELETE /channels/(\\d+)/messages/(\\d+)': (guild, [channel, id]) => {
    guild.messages.set(
      channel,
      messagesIn(guild, channel).filter((sent) => sent.id !== id),
    );
    return { status: 204 };
  },
  'GET /channels/(\\d+)/messages/(\\d+)': (guild, [channel, id]) => {
    const found = messagesIn(guild, channel).find((sent) => sent.id === id);
    return found ? ok(found) : UNKNOWN_MESSAGE;
  },
  'POST /channels/\\d+/messages/(\\d+)/threads': ({ threads }, [id], { name = '' }) => {
    if (threads.has(id)) return refusal(400, 160_004, 'A thread has already been created for this message');
    threads.set(id, name);
    return { status: 201, body: threadOf(id, name) };
  },
};

const ACKNOWLEDGED = refusal(400, 40_060, 'Interaction has already been acknowledged.');

interface Callback {
  type?: number;
  data?: object;
}

/** The callbacks after which there is a message: of the answer, or the one that was pressed. */
const WITH_MESSAGE: ReadonlySet<number> = new Set([4, 5, 6, 7]);

const INTERACTIONS: Record<string, Handler> = {
  'POST /interactions/(\\d+)/([^/]+)/callback\\?with_response=true': (guild, [id, token], { data = {} }: Callback) => {
    if (guild.acknowledged.has(id)) return ACKNOWLEDGED;
    const message = add(guild, ID.channel, data);
    guild.acknowledged.add(id);
    guild.originals.set(token, message);
    return ok({ interaction: { id, type: 2 }, resource: { type: 4, message } });
  },
  'POST /interactions/(\\d+)/([^/]+)/callback': (guild, [id, token], { type, data = {} }: Callback) => {
    if (guild.acknowledged.has(id)) return ACKNOWLEDGED;
    guild.acknowledged.add(id);
    if (type !== undefined && WITH_MESSAGE.has(type)) guild.originals.set(token, messageFrom(ID.channel, data));
    return { status: 204 };
  },
  'POST /webhooks/\\d+/[^/]+': (guild, _, body) => ok(add(guild, ID.channel, body)),
  'PATCH /webhooks/\\d+/([^/]+)/messages/@original': ({ originals }, [token], body: object) => {
    const original = originals.get(token);
    if (!original) return UNKNOWN_MESSAGE;
    const { id, ...changed } = messageFrom(original.channel_id as string, { ...original, ...body });
    return ok(Object.assign(original, changed));
  },
};

const COMMANDS: Record<string, Handler> = {
  'GET /applications/\\d+(.*)/commands': ({ commands }, [place]) => ok(commands.get(place) ?? []),
  'PUT /applications/\\d+(.*)/commands': ({ commands }, [place], body) => {
    const stored = (body as unknown as object[]).map(commandOf);
    commands.set(place, stored);
    return ok(stored);
  },
};
