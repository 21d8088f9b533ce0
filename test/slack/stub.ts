import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One call that reached the stub: of a method of the Web API, or of an address that came with an interaction. */
export interface Call {
  method: string;
  args: Record<string, unknown>;
  token: string;
}

/** What the stub answers; `reset` and `hang` end the connection, or never do. */
type Reply = { status?: number; headers?: Record<string, string>; body?: unknown } | 'reset' | 'hang';

export interface Stub {
  url: string;
  calls: Call[];
  /** From now on a method answers so. */
  answer(method: string, reply: (call: Call) => Reply | Promise<Reply>): void;
  /** Resolves with the calls of a method when there are so many. */
  called(method: string, count?: number): Promise<Call[]>;
  close(): Promise<void>;
}

export const TEAM = 'T0TEAM';
export const BOT = 'U0BOT';
export const TOKEN = ['xoxb', 'of', 'the', 'stub'].join('-');

const IDENTITY = {
  ok: true,
  url: 'https://team.example/',
  team: 'Team',
  user: 'bot',
  team_id: TEAM,
  user_id: BOT,
  bot_id: 'B0BOT',
  is_enterprise_install: false,
};

/** A Web API on loopback that says yes to all, keeps what it was told, and gives every message a time of its own. */
export async function startStub(): Promise<Stub> {
  const calls: Call[] = [];
  const waiting: (() => void)[] = [];
  const replies = new Map<string, (call: Call) => Reply | Promise<Reply>>();
  let messages = 0;
  const usual = (): Reply => {
    messages += 1;
    return { body: { ok: true, ts: `1700000${String(messages).padStart(3, '0')}.000100` } };
  };
  const server = createServer(async (request, response) => {
    const call = await callFrom(request);
    calls.push(call);
    for (const look of waiting) look();
    give(await (replies.get(call.method) ?? usual)(call), response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const scopes = { 'x-oauth-scopes': 'commands,chat:write,app_mentions:read,im:history' };
  replies.set('auth.test', () => ({ headers: scopes, body: IDENTITY }));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    calls,
    answer: (method, reply) => void replies.set(method, reply),
    called: (method, count = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = calls.filter((call) => call.method === method);
          if (found.length >= count) resolve(found);
        };
        waiting.push(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function callFrom(request: IncomingMessage): Promise<Call> {
  const body = await text(request);
  const { 'content-type': type = '', authorization = '' } = request.headers;
  return {
    method: (request.url ?? '').replace(/^\/(api\/)?/, ''),
    args: type.includes('json') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body)),
    token: authorization.replace('Bearer ', ''),
  };
}

function give(reply: Reply, response: ServerResponse): void {
  if (reply === 'reset') response.destroy();
  if (reply === 'reset' || reply === 'hang') return;
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? { ok: true }));
}
