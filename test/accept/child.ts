import { randomUUID } from 'node:crypto';
import { systemClock } from '../../adapters/clock.ts';
import { fingerprint } from '../../adapters/fingerprint.ts';
import { openStore } from '../../adapters/storage/store.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import type { Platform } from '../../src/delivery/platform.ts';
import { mortal } from '../delivery/mortal.ts';
import { parrot } from '../delivery/parrot.ts';
import type { FromParent, Order, ToParent, Where } from './children.ts';

/** A process that delivers on a real store, for a platform that its parent plays. */
const {
  databaseUrl,
  dataDir,
  ahead,
  tells,
  diesAt = Number.POSITIVE_INFINITY,
}: Where = JSON.parse(process.argv[2] ?? '');
const say = (message: ToParent): void => void process.send?.(message);
let offset = ahead;
const clock = { ...systemClock, now: () => systemClock.now() + offset };

const calls = new Map<number, (result: never) => void>();
let called = 0;
function call(kind: 'send' | 'find', message: Parameters<Platform['send']>[0]): Promise<never> {
  called += 1;
  say({ kind, call: called, message });
  return new Promise((resolve) => calls.set(called, resolve));
}

const send: Platform['send'] = (message) => call('send', message);
const find: NonNullable<Platform['find']> = (message) => call('find', message);
const unlimited = { speaker: 1e9, lane: 1e9, tenant: 1e9 };

const store = await openStore({
  databaseUrl,
  dataDir,
  log: { warn: (details, message) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`) },
});
const platform: Platform = tells ? { pace: 0, send, find } : { pace: 0, send };
const life = mortal({ store, clock, platform }, diesAt, () => process.kill(process.pid, 'SIGKILL'));
const delivery = createDelivery({
  store: life.store,
  clock: life.clock,
  instance: randomUUID(),
  platforms: { test: life.platform },
  respond: parrot,
  fingerprint,
  observe: () => {},
  limits: unlimited,
});
delivery.start();

process.on('message', (message: FromParent) => {
  if ('call' in message) {
    calls.get(message.call)?.(message.result as never);
    calls.delete(message.call);
  } else void obey(message);
});
process.once('SIGTERM', () => void stop());
say({ kind: 'ready' });

async function obey(order: Order): Promise<void> {
  try {
    const result = 'turn' in order ? await delivery.admit(order.turn) : advance(order.advance);
    say({ kind: 'done', order: order.order, result });
  } catch (error) {
    say({ kind: 'failed', order: order.order, problem: String(error) });
  }
}

function advance(ms: number): string {
  offset += ms;
  return 'advanced';
}

async function stop(): Promise<void> {
  await delivery.stop();
  await store.close();
  process.exit(0);
}
