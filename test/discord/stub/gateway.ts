import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { ID, user } from './payloads.ts';

export interface Gateway {
  /** Sends an event to whoever is connected, and keeps it for a session that resumes. */
  emit(type: string, data: unknown): void;
  /** Sends a packet as it is. */
  raw(packet: string): void;
  /** Closes the connection; with a code that can be resumed from, it is a drop. */
  drop(code: number): void;
  /** When somebody has identified for the first time. */
  connected(): Promise<void>;
  /** What each IDENTIFY asked for. */
  identified: { intents: number; shard?: [number, number] }[];
  resumed: number[];
  /** How often it wants a sign of life from a connection that is opened from now on, ms. */
  heartbeat: number;
  /** Neither hears nor says anything on the connections there are; a new one is heard. */
  freeze(): void;
  /** The servers we are in when we connect, and which of how many connections this is. */
  guilds: string[];
  shard: [number, number];
  /** How many events that came through before a drop are sent once more after it. */
  overlap: number;
  /** Refuses an IDENTIFY with a close code. */
  refuse(of: (identify: { intents: number }) => number | undefined): void;
  /** How many connections are open. */
  open(): number;
  close(): void;
}

interface Heard {
  intents: number;
  seq: number;
}

const HELLO = 10;
const HEARTBEAT = 1;
const HEARTBEAT_ACK = 11;
const IDENTIFY = 2;
const RESUME = 6;
const DISPATCH = 0;

/** The gateway's side of a connection. @param url where it is reached from; @param judge is told every event that is sent */
export function createGateway(server: Server, url: string, judge: (type: string, data: unknown) => void): Gateway {
  const sockets = new WebSocketServer({ server });
  const sent: Packet[] = [];
  const connected = Promise.withResolvers<void>();
  let open: WebSocket | undefined;
  let frozen: WebSocket | undefined;
  let refused: Parameters<Gateway['refuse']>[0] = () => undefined;
  const gateway: Gateway = {
    connected: () => connected.promise,
    identified: [],
    resumed: [],
    overlap: 0,
    heartbeat: 45_000,
    guilds: [],
    shard: [0, 1],
    freeze: () => {
      frozen = open;
    },
    emit(t, d) {
      judge(t, d);
      dispatch(t, d, open);
    },
    raw: (packet) => open?.send(packet),
    drop: (code) => open?.close(code),
    refuse: (of) => {
      refused = of;
    },
    ...endOf(sockets),
  };

  function dispatch(t: string, d: unknown, to: WebSocket | undefined): void {
    const packet = { op: DISPATCH, t, s: sent.length + 1, d } as const;
    sent.push(packet);
    if (to !== frozen) to?.send(JSON.stringify(packet));
  }

  const replies = repliesOf(gateway, { sent, dispatch, url, refused: (d) => refused(d) });
  const hear = (socket: WebSocket, data: unknown): void => {
    const { op, d } = JSON.parse(String(data));
    if (socket === frozen) return;
    replies[op]?.(d, socket);
    if (op === IDENTIFY) connected.resolve();
  };
  sockets.on('connection', (socket) => {
    open = socket;
    greet(socket, gateway.heartbeat);
    socket.on('message', (data) => hear(socket, data));
  });
  return gateway;
}

const endOf = (sockets: WebSocketServer): Pick<Gateway, 'open' | 'close'> => ({
  open: () => [...sockets.clients].filter(({ readyState }) => readyState === WebSocket.OPEN).length,
  close: () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  },
});

type Packet = { op: 0; t: string; s: number; d: unknown };

interface Saying {
  sent: readonly Packet[];
  dispatch: (type: string, data: unknown, to: WebSocket) => void;
  url: string;
  refused: (identify: { intents: number }) => number | undefined;
}

/** What we do at each packet, by its opcode. */
function repliesOf(
  gateway: Gateway,
  { sent, dispatch, url, refused }: Saying,
): Readonly<Record<number, (d: Heard, socket: WebSocket) => void>> {
  return {
    [HEARTBEAT]: (_, socket) => socket.send(JSON.stringify({ op: HEARTBEAT_ACK })),
    [IDENTIFY]: (d, socket) => {
      gateway.identified.push(d);
      const code = refused(d);
      if (code === undefined) dispatch('READY', readyAt(url, gateway), socket);
      else socket.close(code);
    },
    [RESUME]: ({ seq }, socket) => {
      gateway.resumed.push(seq);
      const replayed = sent.filter(({ s, t }) => s > seq - gateway.overlap && t !== 'READY');
      for (const packet of replayed) socket.send(JSON.stringify(packet));
      dispatch('RESUMED', {}, socket);
    },
  };
}

const greet = (socket: WebSocket, heartbeat_interval: number): void =>
  socket.send(JSON.stringify({ op: HELLO, d: { heartbeat_interval } }));

const readyAt = (url: string, { guilds, shard }: Gateway) => ({
  v: 10,
  user: { ...user(ID.self, true), mfa_enabled: false, verified: true },
  guilds: guilds.map((id) => ({ id, unavailable: true })),
  session_id: 'session',
  session_type: 'normal',
  resume_gateway_url: url,
  shard,
  application: { id: ID.application, flags: 0 },
});
