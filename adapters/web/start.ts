import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { ConfigError } from '../config.ts';
import type { Metrics } from './metrics.ts';

/** How a part of us is. */
export interface Check {
  ready: boolean;
  detail: string;
}

export interface WebParts {
  /** Looks at every part, by its name. */
  checks: Readonly<Record<string, () => Check | Promise<Check>>>;
  metrics: Pick<Metrics, 'text' | 'contentType'>;
}

export interface Web {
  port: number;
  stop(): Promise<void>;
}

/** What those who run us can ask: are we alive, are we ready, how are we. Nothing here changes anything. */
export function createWeb({ checks, metrics }: WebParts): Hono {
  const web = new Hono();
  web.get('/healthz', (context) => context.json({ alive: true }));
  web.get('/readyz', async (context) => {
    const looked = Object.entries(checks).map(async ([name, check]) => [name, await look(check)] as const);
    const parts = Object.fromEntries(await Promise.all(looked));
    const ready = Object.values(parts).every((part) => part.ready);
    return context.json({ ready, parts }, ready ? 200 : 503);
  });
  web.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  );
  return web;
}

async function look(check: () => Check | Promise<Check>): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    return { ready: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws ConfigError when the address is taken or not ours */
export async function startWeb({ host, port }: { host: string; port: number }, parts: WebParts): Promise<Web> {
  const server = serve({ fetch: createWeb(parts).fetch, hostname: host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`WEB_HOST and WEB_PORT: cannot listen at ${host}:${port} (${reason}); choose another port`);
  }
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
