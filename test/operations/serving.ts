import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Parts, Running } from '../../adapters/adapter.ts';
import { systemClock } from '../../adapters/clock.ts';
import type { SlackSection } from '../../adapters/config.ts';
import { type Adapters, serve } from '../../adapters/serve.ts';
import { createScene } from '../delivery/scene.ts';

/** What a test's adapter was told, in order. */
export type Told = 'started' | 'listening' | 'not listening' | 'stopped';

/** A process that serves, as a test sees it. */
export function createServing(env: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  const told: Told[] = [];
  const exits: number[] = [];
  const complaints: string[] = [];
  const listening = Promise.withResolvers<void>();
  const scene = createScene(systemClock);
  const held: { parts?: Parts; section?: SlackSection; problem?: string } = {};
  const tell = (what: Told) => async () => void told.push(what);
  const running: Running = {
    platform: { ...scene.platform, pace: 0 },
    ready: () => held.problem,
    listen: async () => {
      told.push('listening');
      listening.resolve();
    },
    stopListening: tell('not listening'),
    stop: tell('stopped'),
  };
  const host = Object.assign(new EventEmitter(), {
    exit: (code: number) => void exits.push(code),
    stderr: { write: (text: string) => void complaints.push(text) },
  });
  const settings = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    WEB_PORT: '0',
    LOG_LEVEL: 'silent',
    DATA_DIR: dataDir,
    ...env,
  };
  const slack: Adapters['slack'] = async (section, parts) => {
    Object.assign(held, { section, parts });
    told.push('started');
    return running;
  };
  return {
    ...scene,
    dataDir,
    told,
    exits,
    complaints,
    held,
    host,
    running,
    /** Resolves when the adapter hears. */
    listening: listening.promise,
    /** Resolves with the code to end with. */
    serve: (adapters: Adapters = { slack }) => serve(settings, adapters, host),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
