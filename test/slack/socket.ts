import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';
import { openSite, type Site } from './site.ts';

const APP_TOKEN = ['xapp', 'of', 'the', 'stub'].join('-');

/** What the adapter says back: the id of an envelope, and the answer in it. */
interface Ack {
  envelope_id: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is compared by its parts
  payload?: any;
}

export interface Slack {
  /** The connections that are open, in the order in which they came. */
  sockets: WebSocket[];
  /** Resolves when so many have ever been opened. */
  opened(count: number): Promise<void>;
  deliver(socket: WebSocket | undefined, type: string, payload: unknown): Promise<Ack>;
}

/** The adapter over Socket Mode: Slack's own client against a server on loopback. */
export async function openSocketSite(): Promise<{ site: Site; slack: Slack; end(): Promise<void> }> {
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
  const site = await openSite(
    { transport: { kind: 'socket', appToken: APP_TOKEN } },
    {
      prepare: (stub) =>
        stub.answer('apps.connections.open', () => ({ body: { ok: true, url: `ws://127.0.0.1:${port}/link` } })),
    },
  );
  const end = async (): Promise<void> => {
    await site.running.stopListening();
    for (const socket of server.clients) socket.terminate();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    await site.end();
  };
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
  return { site, slack, end };
}
