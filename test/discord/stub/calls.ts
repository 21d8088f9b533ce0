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

const ANSWERS: [RegExp, string][] = [
  [/^GET \/applications\/@me$/, 'PrivateApplicationResponse'],
  [/^GET \/users\/@me$/, 'UserPIIResponse'],
  [/^GET \/gateway\/bot$/, 'GatewayBotResponse'],
  [/^(POST|PATCH|GET) \/channels\/\d+\/messages(\/\d+)?$/, 'MessageResponse'],
  [/^POST \/channels\/\d+\/messages\/\d+\/threads$/, 'ThreadResponse'],
  [/^POST \/users\/@me\/channels$/, 'PrivateChannelResponse'],
];

/** What we answer must be what Discord could answer. */
export function judgedAnswer({ method, path }: Call, { status, body }: Answer): string[] {
  const schema = status < 400 ? ANSWERS.find(([like]) => like.test(`${method} ${path}`))?.[1] : 'ErrorResponse';
  if (!body || schema === undefined) return [];
  return problemsBySpec(schema, body).map((problem) => `our answer to ${method} ${path}: ${problem}`);
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
