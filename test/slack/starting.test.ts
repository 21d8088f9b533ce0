import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../adapters/serve.ts';
import { startSlack } from '../../adapters/slack/start.ts';
import { KNOWLEDGE } from '../support.ts';
import { startStub } from './stub.ts';

const BOT_TOKEN = ['xoxb', 'canary'].join('-');
const APP_TOKEN = ['xapp', 'canary'].join('-');

/** The process as it would start: the code that it ends with, and what it says on the way out. */
async function started(refused: Record<string, string>, url?: string) {
  const stub = await startStub();
  const dataDir = mkdtempSync(join(tmpdir(), 'slack-'));
  onTestFinished(async () => {
    await stub.close();
    rmSync(dataDir, { recursive: true });
  });
  for (const [method, error] of Object.entries(refused)) stub.answer(method, () => ({ body: { ok: false, error } }));
  const complaints: string[] = [];
  const stderr = { write: (text: string) => void complaints.push(text) };
  const host = Object.assign(new EventEmitter(), { exit: () => undefined, stderr });
  const env = {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: url ?? stub.url,
    KNOWLEDGE_DIR: KNOWLEDGE,
    DATA_DIR: dataDir,
    WEB_PORT: '0',
    LOG_LEVEL: 'silent',
  };
  return { code: await serve(env, { slack: startSlack }, host), told: complaints.join('') };
}

test.each([
  ['the app token', { 'apps.connections.open': 'invalid_auth' }, 'SLACK_APP_TOKEN does not work: invalid_auth'],
  ['the app token', { 'apps.connections.open': 'token_revoked' }, 'SLACK_APP_TOKEN does not work: token_revoked'],
  ['the app token', { 'apps.connections.open': 'missing_scope' }, 'SLACK_APP_TOKEN does not work: missing_scope'],
  ['the bot token', { 'auth.test': 'token_revoked' }, 'SLACK_BOT_TOKEN does not work: token_revoked'],
])(
  'when Slack does not take %s (%j) the process ends with one line that says what to do',
  async (_, refused, words) => {
    const { code, told } = await started(refused);
    expect(code).toBe(78);
    expect(told.trim().split('\n')).toEqual([expect.stringContaining(words)]);
    expect(told).toContain('README');
    expect(told).not.toContain('canary');
  },
);

test('when Slack cannot be reached it says so', async () => {
  const { code, told } = await started({}, 'http://127.0.0.1:1/api/');
  expect(code).toBe(69);
  expect(told.trim().split('\n')).toEqual([expect.stringContaining('cannot be reached')]);
});
