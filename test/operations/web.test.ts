import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createMetrics } from '../../adapters/web/metrics.ts';
import { type Check, createWeb, startWeb } from '../../adapters/web/start.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { postIdSchema } from '../../src/delivery/post.ts';
import type { Backlog } from '../../src/delivery/store.ts';
import { turnIdSchema } from '../../src/delivery/turn.ts';

const quiet: Backlog = { turns: 0, oldestTurn: undefined, posts: 0, oldestPost: undefined, dead: 0 };
const knowledge = { version: 'abc', stale: undefined as string | undefined, reloads: { taken: 0, kept: 0 } };
const metricsOver = (backlog: () => Promise<Backlog>, known = knowledge) =>
  createMetrics({ store: { backlog }, clock: { now: () => 100_000 }, knowledge: () => known });
const webOver = (checks: Record<string, () => Check | Promise<Check>>) =>
  createWeb({ checks, metrics: metricsOver(async () => quiet) });
const ready = { ready: true, detail: 'ready' };

test('it is alive as long as it answers', async () => {
  const web = webOver({ store: () => Promise.reject(new Error('gone')) });
  const reply = await web.request('/healthz');
  expect([reply.status, await reply.json()]).toEqual([200, { alive: true }]);
});

test.each<[string, Record<string, () => Check | Promise<Check>>, number, Record<string, Check>]>([
  ['every part is', { store: () => ready, slack: async () => ready }, 200, { store: ready, slack: ready }],
  [
    'one is not, which is named',
    { store: () => ready, slack: () => ({ ready: false, detail: 'not connected' }) },
    503,
    { store: ready, slack: { ready: false, detail: 'not connected' } },
  ],
  [
    'one breaks',
    { store: () => Promise.reject(new Error('the disk is full')), slack: () => ready },
    503,
    { store: { ready: false, detail: 'the disk is full' }, slack: ready },
  ],
])('it is ready when all of it is: %s', async (_, checks, status, parts) => {
  const reply = await webOver(checks).request('/readyz');
  expect([reply.status, await reply.json()]).toEqual([status, { ready: status === 200, parts }]);
});

test('nothing else is there, and nothing can be changed', async () => {
  const web = webOver({});
  expect((await web.request('/')).status).toBe(404);
  expect((await web.request('/readyz', { method: 'POST' })).status).toBe(404);
});

/** The samples of a text for Prometheus, without ours's prefix. */
const samples = (text: string): Map<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line.startsWith('vm_or_container_'))
      .map((line) => [
        line.slice('vm_or_container_'.length, line.lastIndexOf(' ')),
        Number(line.slice(line.lastIndexOf(' '))),
      ]),
  );

test('what happens is counted', async () => {
  const { observe, text } = metricsOver(async () => quiet);
  const turn = turnIdSchema.parse('slack:T1:C1:1');
  const post = postIdSchema.parse('discord:1:2#0');
  const events: DeliveryEvent[] = [
    { kind: 'turn', turn, outcome: 'answered', intent: 'compare', sinceAdmitted: 7 },
    { kind: 'turn', turn, outcome: 'answered', intent: 'compare', sinceAdmitted: 80 },
    { kind: 'turn', turn, outcome: 'refused', intent: undefined, sinceAdmitted: 1 },
    { kind: 'turn-failed', turn, attempt: 1, error: new Error('x') },
    { kind: 'sent', post, attempt: 1, sinceWritten: 2_000 },
    { kind: 'retried', post, attempt: 1, reason: 'asked to wait', wait: 4_000 },
    { kind: 'dead', post, attempt: 3, reason: 'gone' },
    { kind: 'store-failed', during: 'claiming turns', error: new Error('x') },
  ];
  for (const event of events) observe(event);
  const found = samples(await text());
  expect(Object.fromEntries(found)).toMatchObject({
    'turns_total{platform="slack",intent="compare",outcome="answered"}': 2,
    'turns_total{platform="slack",intent="none",outcome="refused"}': 1,
    'turn_failures_total{platform="slack"}': 1,
    'turn_seconds_bucket{le="0.01",platform="slack"}': 2,
    'turn_seconds_count{platform="slack"}': 3,
    'posts_total{platform="discord",outcome="sent"}': 1,
    'posts_total{platform="discord",outcome="retried"}': 1,
    'posts_total{platform="discord",outcome="dead"}': 1,
    'post_seconds_sum{platform="discord"}': 2,
    'lane_delay_seconds_sum{platform="discord"}': 4,
    'store_faults_total{during="claiming turns"}': 1,
  });
});

test('the store and the knowledge are looked at when somebody asks', async () => {
  const known = { ...knowledge };
  const waiting = { turns: 3, oldestTurn: 40_000, posts: 2, oldestPost: 99_000, dead: 5 };
  const answers = [async () => waiting, async () => quiet, () => Promise.reject(new Error('gone'))];
  const { text } = metricsOver(() => (answers.shift() ?? (async () => quiet))(), known);
  expect(Object.fromEntries(samples(await text()))).toMatchObject({
    store_up: 1,
    'queue_depth{queue="inbox"}': 3,
    'queue_age_seconds{queue="inbox"}': 60,
    'queue_depth{queue="outbox"}': 2,
    'queue_age_seconds{queue="outbox"}': 1,
    dead_letters: 5,
    'knowledge_info{version="abc"}': 1,
    knowledge_stale: 0,
  });
  Object.assign(known, { version: 'def', stale: 'rules.yaml:1: wrong', reloads: { taken: 1, kept: 2 } });
  const later = samples(await text());
  expect(Object.fromEntries(later)).toMatchObject({
    'queue_depth{queue="inbox"}': 0,
    'queue_age_seconds{queue="inbox"}': 0,
    'knowledge_info{version="def"}': 1,
    knowledge_stale: 1,
    'knowledge_reloads{outcome="taken"}': 1,
    'knowledge_reloads{outcome="kept"}': 2,
  });
  expect(later.has('knowledge_info{version="abc"}')).toBe(false);
  expect(samples(await text()).get('store_up')).toBe(0);
});

test('how late the event loop is can be read', async () => {
  expect(await metricsOver(async () => quiet).text()).toContain('\nnodejs_eventloop_lag_p99_seconds ');
});

test('it listens where it is told to, and lets go', async () => {
  const parts = { checks: {}, metrics: metricsOver(async () => quiet) };
  const web = await startWeb({ host: '127.0.0.1', port: 0 }, parts);
  const reply = await fetch(`http://127.0.0.1:${web.port}/metrics`);
  expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await reply.text()).toContain('vm_or_container_store_up 1');
  await web.stop();
  await expect(fetch(`http://127.0.0.1:${web.port}/healthz`)).rejects.toThrow();
});

test('an address that is taken is refused in one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const start = startWeb({ host: '127.0.0.1', port }, { checks: {}, metrics: metricsOver(async () => quiet) });
  await expect(start).rejects.toThrow(
    new RegExp(`^WEB_HOST and WEB_PORT: cannot listen at 127\\.0\\.0\\.1:${port} .*EADDRINUSE`),
  );
  taken.close();
});
