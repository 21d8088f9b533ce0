import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Running } from '../../adapters/adapter.ts';
import { systemClock } from '../../adapters/clock.ts';
import type { SlackSection } from '../../adapters/config.ts';
import { fingerprint } from '../../adapters/fingerprint.ts';
import { createLog } from '../../adapters/log.ts';
import { startSlack } from '../../adapters/slack/start.ts';
import { type OpenStore, openStore } from '../../adapters/storage/store.ts';
import type { Clock } from '../../src/delivery/clock.ts';
import { createDelivery, type Delivery } from '../../src/delivery/delivery.ts';
import type { Platform } from '../../src/delivery/platform.ts';
import { realBot } from '../support.ts';
import { type How, request, SECRET } from './signed.ts';
import { type Stub, startStub, TOKEN } from './stub.ts';

export interface Site {
  stub: Stub;
  store: OpenStore;
  delivery: Delivery;
  running: Running;
  /** Sends what Slack would send, signed; resolves with the status and what was answered in words or JSON. */
  send(payload: Record<string, unknown>, how?: How): Promise<Answered>;
  /** What was logged. */
  lines: Record<string, unknown>[];
  dataDir: string;
  /** Where Slack would send to. */
  address: string;
  /** Stops as the process would; the store stays for another run. */
  stopped(): Promise<void>;
  end(): Promise<void>;
}

interface Answered {
  status: number;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what was answered is compared by its parts
  json: any;
}

export interface Around {
  /** Before we start. */
  prepare?: (stub: Stub) => void;
  secretKeys?: string;
  /** The time as the adapter sees it; delivery keeps its own. */
  clock?: Clock;
  /** The time as delivery sees it. */
  time?: Clock;
  /** The folder of the store, when an earlier run left one. */
  dataDir?: string;
  /** Least time between two posts in a channel, ms. */
  pace?: number;
}

/** A site that ends with its test. */
export async function startSite(given: Partial<SlackSection> = {}, around: Around = {}): Promise<Site> {
  const site = await openSite(given, around);
  onTestFinished(site.end);
  return site;
}

/** The real adapter, on real Bolt, a real store and the real bot, between a stub of Slack's Web API and whoever plays Slack. */
export async function openSite(given: Partial<SlackSection> = {}, around: Around = {}): Promise<Site> {
  const stub = await startStub();
  around.prepare?.(stub);
  const dataDir = around.dataDir ?? mkdtempSync(join(tmpdir(), 'slack-'));
  const lines: Record<string, unknown>[] = [];
  const log = createLog('debug', [], { write: (line) => void lines.push(JSON.parse(line)) });
  const store = await openStore({ dataDir, log, secretKeys: around.secretKeys });
  const platforms: Record<string, Platform> = {};
  const delivery = deliveryOn(store, platforms, around.time ?? systemClock);
  const giveUp = (problem: string): void => log.fatal({ problem }, 'gave up');
  const parts = { bot: realBot, delivery, store, clock: around.clock ?? systemClock, log, giveUp };
  const running = await startSlack({ ...sectionAt(stub), ...given }, parts);
  platforms.slack = { ...running.platform, pace: around.pace ?? running.platform.pace };
  delivery.start();
  await running.listen();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await running.stopListening();
    await delivery.stop();
    await running.stop();
    await stub.close();
    await store.close();
  };
  const stopped = (): Promise<void> => {
    stopping ??= stop();
    return stopping;
  };
  const end = async (): Promise<void> => {
    await stopped();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const address = `http://127.0.0.1:${lines.find(({ msg }) => msg === 'listening')?.port}/slack/events`;
  const send: Site['send'] = async (payload, how = {}) => answered(await fetch(address, request(payload, how)));
  return { stub, store, delivery, running, send, lines, dataDir, address, stopped, end };
}

const QUICK = 20;
/** Time that goes twenty times as quickly, for what happens after seconds. */
export function quickClock(): Clock {
  const begun = systemClock.now();
  return {
    now: () => begun + (systemClock.now() - begun) * QUICK,
    after: (ms, run) => systemClock.after(ms / QUICK, run),
    random: systemClock.random,
  };
}

const sectionAt = ({ url }: Stub): SlackSection => ({
  access: { kind: 'token', botToken: TOKEN },
  transport: { kind: 'http', signingSecret: SECRET, host: '127.0.0.1', port: 0 },
  apiUrl: url,
});

const deliveryOn = (store: OpenStore, platforms: Record<string, Platform>, clock: Clock): Delivery =>
  createDelivery({
    store,
    clock,
    instance: 'site',
    platforms,
    fingerprint,
    respond: (turn, before) => realBot().respond(turn, before),
    observe: () => {},
    limits: { speaker: 1e6, lane: 1e6, tenant: 1e6 },
  });

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
  return { status: response.status, text, json };
}

/** An address for answers that reaches the stub. */
export const answerAt = ({ stub }: Pick<Site, 'stub'>, name = 'answer'): string =>
  stub.url.replace('/api/', `/${name}`);
