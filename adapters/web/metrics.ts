import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../../src/delivery/clock.ts';
import type { Observe } from '../../src/delivery/events.ts';
import type { Store } from '../../src/delivery/store.ts';

export interface Metrics {
  observe: Observe;
  /** Everything as Prometheus reads it. */
  text(): Promise<string>;
  contentType: string;
}

export interface MetricsParts {
  store: Pick<Store, 'backlog'>;
  clock: Pick<Clock, 'now'>;
  knowledge: () => { version: string; stale: string | undefined; reloads: { taken: number; kept: number } };
}

/** Seconds, from a turn that is answered at once to a post that has waited for its lane as long as it is useful. */
const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600];
const PREFIX = 'vm_or_container_';

/** Counts what happens, and looks at the store whenever somebody asks. */
export function createMetrics(parts: MetricsParts): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const observe = createCounts(register);
  const look = createGauges(register, parts);
  return {
    observe,
    contentType: register.contentType,
    async text() {
      await look();
      return register.metrics();
    },
  };
}

function createCounts(register: Registry): Observe {
  const registers = [register];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `${PREFIX}${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string) =>
    new Histogram({ name: `${PREFIX}${name}`, help, labelNames: ['platform'], buckets: BUCKETS, registers });
  const turns = counter('turns_total', 'Turns that were taken', ['platform', 'intent', 'outcome']);
  const failures = counter('turn_failures_total', 'Attempts at a turn that failed', ['platform']);
  const posts = counter('posts_total', 'Attempts to send a post: sent, retried, or given up (dead)', [
    'platform',
    'outcome',
  ]);
  const faults = counter('store_faults_total', 'What the store could not do', ['during']);
  const thought = histogram('turn_seconds', 'From when a turn was taken in to when it was done');
  const sent = histogram('post_seconds', 'From when a post was written to when it was out');
  const delayed = histogram('lane_delay_seconds', 'How long a channel had to wait before it was tried again');

  return (event) => {
    if (event.kind === 'store-failed') return void faults.inc({ during: event.during });
    const platform = platformOf('turn' in event ? event.turn : event.post);
    switch (event.kind) {
      case 'turn':
        turns.inc({ platform, intent: event.intent ?? 'none', outcome: event.outcome });
        return void thought.observe({ platform }, event.sinceAdmitted / 1000);
      case 'turn-failed':
        return void failures.inc({ platform });
      case 'sent':
        sent.observe({ platform }, event.sinceWritten / 1000);
        break;
      case 'retried':
        delayed.observe({ platform }, event.wait / 1000);
    }
    posts.inc({ platform, outcome: event.kind });
  };
}

/** Ids begin with their tenant, and a tenant with its platform. */
const platformOf = (id: string): string => id.slice(0, id.indexOf(':'));

/** Returns what sets them to how things are now. */
function createGauges(register: Registry, { store, clock, knowledge }: MetricsParts): () => Promise<void> {
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `${PREFIX}${name}`, help, labelNames, registers: [register] });
  const up = gauge('store_up', 'Whether the store can be read');
  const depth = gauge('queue_depth', 'Turns of the inbox and posts of the outbox that wait', ['queue']);
  const age = gauge('queue_age_seconds', 'How long the oldest of them has waited', ['queue']);
  const dead = gauge('dead_letters', 'Posts given up that are still kept');
  const version = gauge('knowledge_info', 'Always 1: the version of the knowledge in use', ['version']);
  const stale = gauge('knowledge_stale', 'Whether the files on the disk are wrong, so that older ones are in use');
  const reloads = gauge('knowledge_reloads', 'How often new knowledge was taken, or the old kept', ['outcome']);

  const since = (oldest: number | undefined): number =>
    oldest === undefined ? 0 : Math.max(0, clock.now() - oldest) / 1000;
  return async () => {
    const now = knowledge();
    version.reset();
    version.set({ version: now.version }, 1);
    stale.set(now.stale === undefined ? 0 : 1);
    for (const outcome of ['taken', 'kept'] as const) reloads.set({ outcome }, now.reloads[outcome]);
    try {
      const waiting = await store.backlog();
      up.set(1);
      depth.set({ queue: 'inbox' }, waiting.turns);
      depth.set({ queue: 'outbox' }, waiting.posts);
      age.set({ queue: 'inbox' }, since(waiting.oldestTurn));
      age.set({ queue: 'outbox' }, since(waiting.oldestPost));
      dead.set(waiting.dead);
    } catch {
      up.set(0);
    }
  };
}
