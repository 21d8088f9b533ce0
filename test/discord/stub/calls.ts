import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemsBySpec } from '../oracle.ts';
import type { Call } from './judge.ts';
import type { Answer } from './rest.ts';

/** A request as our routes see it. */
export async function callFrom(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const { method = '', url = '', headers } = request;
  const path = decodeURIComponent(url.replace(/^\/api\/v10/, ''));
  const authorized = /^Bot \S+$/.test(headers.authorization ?? '');
  return { method, path, body: text === '' ? undefined : JSON.parse(text), authorized };
}

export function write(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { ...(body && { 'content-type': 'application/json' }), ...headers });
  response.end(body && JSON.stringify(body));
}

/** A schema, or a list of things of one. */
const ANSWERS: [RegExp, string | [string]][] = [
  [/^GET \/applications\/@me$/, 'PrivateApplicationResponse'],
  [/^GET \/users\/@me$/, 'UserPIIResponse'],
  [/^GET \/gateway\/bot$/, 'GatewayBotResponse'],
  [/^GET \/channels\/\d+\/messages\?limit=\d+$/, ['MessageResponse']],
  [/^(POST|PATCH|GET) \/channels\/\d+\/messages(\/\d+)?$/, 'MessageResponse'],
  [/^POST \/channels\/\d+\/messages\/\d+\/threads$/, 'ThreadResponse'],
  [/^POST \/users\/@me\/channels$/, 'PrivateChannelResponse'],
  [/^GET \/guilds\/\d+$/, 'GuildWithCountsResponse'],
  [/^GET \/users\/@me\/guilds(\?.*)?$/, ['MyGuildResponse']],
  [/^(GET|PUT) \/applications\/\d+(\/guilds\/\d+)?\/commands/, ['ApplicationCommandResponse']],
  [/^POST \/interactions\/\d+\/[^/]+\/callback\?with_response=true$/, 'InteractionCallbackResponse'],
  [/^(POST|PATCH) \/webhooks\/\d+\/[^/]+(\/messages\/@original)?$/, 'MessageResponse'],
];

const REFUSALS: Readonly<Record<number, string>> = { 429: 'RatelimitedResponse' };

/** What Discord answers to with nothing. */
const EMPTY = [/^DELETE \/channels\/\d+\/messages\/\d+$/, /^POST \/interactions\/\d+\/[^/]+\/callback$/];

/** What we answer must be what Discord could answer. */
export function judgedAnswer({ method, path }: Call, { status, body }: Answer): string[] {
  const call = `${method} ${path}`;
  // When Discord breaks it may say nothing that could be read.
  if (status >= 500 && body === undefined) return [];
  const schema = status < 400 ? schemaOf(call, body) : (REFUSALS[status] ?? 'ErrorResponse');
  return problemsIn(call, schema, body).map((problem) => `our answer to ${call}: ${problem}`);
}

function schemaOf(call: string, body: object | undefined): string | [string] | undefined {
  if (/^GET \/channels\/\d+$/.test(call)) return channelSchemaOf(body ?? {});
  return ANSWERS.find(([like]) => like.test(call))?.[1];
}

function channelSchemaOf(channel: object): string {
  if ('recipients' in channel) return 'PrivateChannelResponse';
  return 'thread_metadata' in channel ? 'ThreadResponse' : 'GuildChannelResponse';
}

function problemsIn(call: string, schema: string | [string] | undefined, body: object | undefined): string[] {
  if (body === undefined) return EMPTY.some((like) => like.test(call)) ? [] : ['nothing where something belongs'];
  if (schema === undefined) return ['nobody described it'];
  if (typeof schema === 'string') return problemsBySpec(schema, body);
  return (body as object[]).flatMap((one) => problemsBySpec(schema[0], one));
}

/** Calls in the order in which they came, each to be taken once. */
export function createQueue() {
  const waiting: { like: (call: Call) => boolean; take: (call: Call) => void }[] = [];
  const untaken: Call[] = [];
  return {
    add(call: Call): void {
      const at = waiting.findIndex(({ like }) => like(call));
      if (at < 0) untaken.push(call);
      else waiting.splice(at, 1)[0]?.take(call);
    },
    next(method: string, path: RegExp): Promise<Call> {
      const like = (call: Call): boolean => call.method === method && path.test(call.path);
      const at = untaken.findIndex(like);
      const found = at < 0 ? undefined : untaken.splice(at, 1)[0];
      return found ? Promise.resolve(found) : new Promise((take) => void waiting.push({ like, take }));
    },
  };
}
