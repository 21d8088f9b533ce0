import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message, Platform } from '../../src/delivery/platform.ts';
import type { Turn } from '../../src/delivery/turn.ts';

/** Where a process keeps its store, how far its clock is ahead (ms), and whether its platform can tell what came through. */
export interface Where {
  databaseUrl?: string;
  dataDir: string;
  ahead: number;
  tells: boolean;
  /** It dies at this step, as `mortal` counts them. */
  diesAt?: number;
}

/** To admit a turn, or to let the clock go on by so many ms. */
export type Order = { order: number; turn: Turn } | { order: number; advance: number };
export type FromParent = Order | { call: number; result: unknown };
export type ToParent =
  | { kind: 'ready' }
  | { kind: 'send' | 'find'; call: number; message: Message }
  | { kind: 'done'; order: number; result: string }
  | { kind: 'failed'; order: number; problem: string };

export interface Child {
  pid: number;
  alive(): boolean;
  /** What the delivery of the process said; rejects when it cannot write, or died before it acknowledged. */
  admit(turn: Turn): Promise<string>;
  /** Its clock goes on, as if it had waited. */
  advance(ms: number): Promise<string>;
  /** Ends it at once, as of kill -9. */
  kill(): Promise<void>;
  /** Asks it to stop: its exit code, and how long it took in ms. */
  stop(): Promise<{ code: number | null; took: number }>;
}

/** Most of a start is reading the program: it is kept as it was read. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'vm-or-container-compiled') };
const PROGRAM = join(import.meta.dirname, 'child.ts');

/** Starts a process on a store; resolves when it takes turns in. */
export async function startChild(where: Where, platform: Platform): Promise<Child> {
  const child = fork(PROGRAM, [JSON.stringify(where)], {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let orders = 0;
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: ToParent) => {
    if (message.kind === 'ready') ready.resolve();
    else if (message.kind === 'done') waiting.get(message.order)?.resolve(message.result);
    else if (message.kind === 'failed') waiting.get(message.order)?.reject(new Error(message.problem));
    else void reply(child, message, platform);
  });
  const gone = once(child, 'exit').then(([code, signal]) => {
    const died = new Error(`the process ended with ${code ?? signal}`);
    ready.reject(died);
    for (const { reject } of waiting.values()) reject(died);
  });
  await ready.promise;

  const obey = (what: { turn: Turn } | { advance: number }): Promise<string> => {
    orders += 1;
    const answer = Promise.withResolvers<string>();
    waiting.set(orders, answer);
    if (child.connected) tell(child, { order: orders, ...what });
    else answer.reject(new Error('the process ended'));
    return answer.promise;
  };

  return {
    pid: child.pid ?? 0,
    alive: () => child.exitCode === null && child.signalCode === null,
    admit: (turn) => obey({ turn }),
    advance: (ms) => obey({ advance: ms }),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      const start = performance.now();
      child.kill('SIGTERM');
      await gone;
      return { code: child.exitCode, took: performance.now() - start };
    },
  };
}

/** Plays the platform for a child; a child that died does not hear the reply, but what was sent is out. */
async function reply(child: ChildProcess, message: Extract<ToParent, { call: number }>, platform: Platform) {
  const { signal } = new AbortController();
  const result =
    message.kind === 'find'
      ? await platform.find?.(message.message, signal)
      : await platform.send(message.message, signal);
  tell(child, { call: message.call, result });
}

function tell(child: ChildProcess, message: FromParent): void {
  // A child that dies while we speak is told nothing: that is what these trials are about.
  if (child.connected) child.send(message, () => {});
}
