import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Parts, Running, Start } from '../../adapters/adapter.ts';
import { systemClock } from '../../adapters/clock.ts';
import type { SlackSection } from '../../adapters/config.ts';
import { type Adapters, serve } from '../../adapters/serve.ts';
import { createScene } from '../delivery/scene.ts';

/** What a test's adapter was told, in order. */
type Told = 'started' | 'listening' | 'not listening' | 'stopped';

interface Held {
  section?: SlackSection;
  parts?: Parts;
  /** Why the adapter is not ready. */
  problem?: string;
}

/** An adapter for a platform that a test plays, and what it was told. */
export function createAdapter() {
  const { platform, ...scene } = createScene(systemClock);
  const told: Told[] = [];
  const listening = Promise.withResolvers<void>();
  const held: Held = {};
  const running: Running = {
    platform: { ...platform, pace: 0 },
    ready: () => held.problem,
    listen: async () => {
      told.push('listening');
      listening.resolve();
    },
    stopListening: async () => void told.push('not listening'),
    stop: async () => void told.push('stopped'),
  };
  const start: Start<SlackSection> = async (section, parts) => {
    Object.assign(held, { section, parts });
    told.push('started');
    return running;
  };
  return { ...scene, told, held, start, running, listening: listening.promise };
}

/** A process that serves that platform, as a test sees it. */
export function createServing(env: Record<string, string> = {}) {
  const adapter = createAdapter();
  const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  const exits: number[] = [];
  const complaints: string[] = [];
  const host = Object.assign(new EventEmitter(), {
    exit: (code: number) => void exits.push(code),
    stderr: { write: (text: string) => void complaints.push(text) },
  });
  const settings = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', WEB_PORT: '0', LOG_LEVEL: 'silent' };
  return {
    ...adapter,
    dataDir,
    exits,
    complaints,
    host,
    /** Resolves with the code to end with. */
    serve: (adapters: Adapters = { slack: adapter.start }) =>
      serve({ ...settings, DATA_DIR: dataDir, ...env }, adapters, host),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
