import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { text } from 'node:stream/consumers';

/** What a server said. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A connection that nobody uses is closed after this, ms: before a server does, which may just then be sent a request that nobody reads. */
const IDLE = 4_000;
const PLAIN = { request, agent: new Agent({ keepAlive: true, timeout: IDLE }) };
const SECURE = { request: secureRequest, agent: new SecureAgent({ keepAlive: true, timeout: IDLE }) };

/**
 * Posts a body and resolves with the answer, wherever that points to. Not `fetch`: that takes longer than the whole turn.
 * Rejects when there is no answer, or the signal ends it.
 */
export function post(url: URL, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const way = url.protocol === 'https:' ? SECURE : PLAIN;
  const length = { 'content-length': Buffer.byteLength(body) };
  const outgoing = way.request(url, { method: 'POST', agent: way.agent, headers: { ...headers, ...length }, signal });
  outgoing.on('error', reject);
  outgoing.on('response', (incoming) => void answerIn(incoming).then(resolve, reject));
  outgoing.end(body);
  return promise;
}

const answerIn = async (incoming: IncomingMessage): Promise<Answer> => ({
  status: incoming.statusCode ?? 0,
  headers: incoming.headers,
  text: await text(incoming),
});
