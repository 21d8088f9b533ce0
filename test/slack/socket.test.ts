import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { command, envelope, mention } from './payloads.ts';
import { type Site, startSite } from './site.ts';

const T = '1700000000.000100';
const APP_TOKEN = ['xapp', 'of', 'the', 'stub'].join('-');

/** What the adapter says back: the id of an envelope, and the answer in it. */
interface Ack {
  envelope_id: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is compared by its parts
  payload?: any;
}

interface Slack {
  /** The connections that are open, in the order in which they came. */
  sockets: WebSocket[];
  /** Resolves when so many have ever been opened. */
  opened(count: number): Promise<void>;
  deliver(socket: WebSocket | undefined, type: string, payload: unknown): Promise<Ack>;
}

/** The adapter over Socket Mode: Slack's own client against a server on loopback. */
async function startSocketSite(): Promise<{ site: Site; slack: Slack }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const sockets: WebSocket[] = [];
  let count = 0;
  server.on('connection', (socket) => {
    count += 1;
    sockets.push(socket);
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        debug_info: {},
        connection_info: { app_id: 'A0APP' },
      }),
    );
  });
  const site = await startSite(
    { transport: { kind: 'socket', appToken: APP_TOKEN } },
    {
      prepare: (stub) =>
        stub.answer('apps.connections.open', () => ({ body: { ok: true, url: `ws://127.0.0.1:${port}/link` } })),
    },
  );
  onTestFinished(async () => {
    await site.running.stopListening();
    for (const socket of server.clients) socket.terminate();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const slack: Slack = {
    sockets,
    async opened(most) {
      while (count < most) await once(server, 'connection');
    },
    async deliver(socket, type, payload) {
      const envelope_id = `envelope-${Math.random()}`;
      socket?.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api' }));
      for (;;) {
        const [data] = await once(socket as WebSocket, 'message');
        const ack: Ack = JSON.parse(String(data));
        if (ack.envelope_id === envelope_id) return ack;
      }
    },
  };
  return { site, slack };
}

describe('over two connections', () => {
  test('hears over either of two connections, and answers a command in its acknowledgement', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const [first, second] = slack.sockets;
    const ack = await slack.deliver(first, 'slash_commands', command('vendor supports it only in virtual machines'));
    expect(ack.payload).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringMatching(/^Use a virtual machine/),
    });
    await slack.deliver(second, 'events_api', envelope(mention('networking', T)));
    const [post] = await site.stub.called('chat.postMessage');
    expect(post?.args).toMatchObject({ thread_ts: T });
  });

  test('the same event over both is answered once', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const event = envelope(mention('networking', T));
    await Promise.all(slack.sockets.map((socket) => slack.deliver(socket, 'events_api', event)));
    await site.stub.called('chat.postMessage');
    await site.delivery.stop();
    expect(site.stub.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });
});

describe('when something is amiss', () => {
  test('while Slack renews one connection, the other hears', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const [first, second] = slack.sockets;
    first?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }));
    await once(first as WebSocket, 'close');
    const ack = await slack.deliver(second, 'slash_commands', command('networking'));
    expect(ack.payload.text).toContain('Networking');
    expect(site.running.ready()).toBeUndefined();
  });

  test('we are not ready while no connection is open', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    expect(site.running.ready()).toBeUndefined();
    const [first, second] = [...slack.sockets];
    for (const socket of [first, second]) socket?.terminate();
    while (site.running.ready() === undefined) await setImmediate();
    expect(site.running.ready()).toBe('no connection to Slack is open');
  });

  test('what could not be written down is not acknowledged', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const { admit } = site.store;
    let tried = 0;
    site.store.admit = async (turn) => {
      tried += 1;
      return tried === 1 ? Promise.reject(new Error('the disk is full')) : admit(turn);
    };
    const event = envelope(mention('networking', T));
    const [socket] = slack.sockets;
    socket?.send(
      JSON.stringify({ envelope_id: 'lost', type: 'events_api', payload: event, accepts_response_payload: false }),
    );
    const ack = await slack.deliver(socket, 'events_api', event);
    expect([tried, ack.envelope_id === 'lost']).toEqual([2, false]);
  });
});
