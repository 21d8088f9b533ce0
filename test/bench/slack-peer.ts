import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { command, envelope, mention } from '../slack/payloads.ts';
import { request, type Signed } from '../slack/signed.ts';
import { BOT, TEAM } from '../slack/stub.ts';
import { cpuOf, type Server } from './slack-servers.ts';

const SINGLE = 100;
const LOOP = 400;
const AT_ONCE = 16;
const QUESTION = 'is docker faster to start than a vm?';
const IDENTITY = { ok: true, team_id: TEAM, user_id: BOT, bot_id: 'B0BOT', is_enterprise_install: false };

/** Plays Slack for the servers: its Web API, and what it sends. One clock for both. */
export async function startSlack() {
  const waiting = new Map<string, () => void>();
  let said = 0;
  const server = createServer(async (incoming, response) => {
    const body = await text(incoming);
    const posted = incoming.url === '/api/chat.postMessage';
    const channel = posted ? /channel(?:"\s*:\s*"|=)([A-Z0-9]+)/.exec(body)?.[1] : undefined;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(posted ? { ok: true, ts: '1700000001.000100' } : IDENTITY));
    waiting.get(channel ?? '')?.();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  let agent = new Agent();

  /** An event in a channel of its own, so that no pace holds its answer back. */
  const turn = async (address: string): Promise<number> => {
    said += 1;
    const channel = `C${said}`;
    const event = request(envelope(mention(QUESTION, `1700000000.${String(said).padStart(6, '0')}`, { channel })));
    const answered = new Promise<void>((resolve) => void waiting.set(channel, resolve));
    const start = performance.now();
    await Promise.all([send(address, event, agent), answered]);
    waiting.delete(channel);
    return performance.now() - start;
  };
  const ask = async (address: string): Promise<number> => {
    said += 1;
    const asked = request(command(QUESTION, { trigger_id: String(said), channel_id: `C${said}` }));
    const start = performance.now();
    await send(address, asked, agent);
    return performance.now() - start;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,

    async drive(to: Server) {
      agent = renewed(agent);
      const acks = await many(SINGLE, 1, () => ask(to.address));
      const turns = await many(SINGLE, 1, () => turn(to.address));
      const before = cpuOf(to);
      await many(LOOP, AT_ONCE, () => turn(to.address));
      return { acks, turns, cpu: (cpuOf(to) - before) / LOOP };
    },
    close: () =>
      new Promise<void>((resolve) => {
        agent.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A server closes what was idle for some seconds. */
function renewed(agent: Agent): Agent {
  agent.destroy();
  return new Agent({ keepAlive: true });
}

async function many(count: number, atOnce: number, run: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      times.push(await run());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return times;
}

function send(address: string, { method, headers, body }: Signed, agent: Agent): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const outgoing = httpRequest(address, {
    method,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    agent,
  });
  outgoing.on('error', reject);
  outgoing.on('response', (response) => {
    response.resume().on('end', resolve);
    if (response.statusCode !== 200) reject(new Error(`a server said ${response.statusCode}`));
  });
  outgoing.end(body);
  return promise;
}
