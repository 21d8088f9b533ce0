import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import { knowledgeFolder } from './folder.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
const knowledge = knowledgeFolder();
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
  knowledge.remove();
});

const NONE = { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(tmpdir(), 'vm-or-container-compiled') };
const SETTINGS = {
  ...NONE,
  SLACK_BOT_TOKEN: 'xoxb-canary-1',
  SLACK_APP_TOKEN: 'xapp-canary-1',
  WEB_PORT: '0',
  DATA_DIR: dataDir,
};

function run(file: string, args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const output: string[] = [];
  let complaint = '';
  child.stderr.on('data', (data) => {
    complaint += data;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    output,
    ended,
    complaint: () => complaint,
    /** The next line of the log with this message. */
    async logged(message: string): Promise<Record<string, unknown>> {
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        output.push(line.value);
        const entry = JSON.parse(line.value);
        if (entry.msg === message) return entry;
      }
      throw new Error(`it never logged "${message}": ${output.join('\n')}${complaint}`);
    },
  };
}

const CHILD = join(import.meta.dirname, 'child.ts');
const MAIN = join(import.meta.dirname, '..', '..', 'adapters', 'main.ts');

test('a process serves, tells how it is, takes new knowledge on SIGHUP, and ends well on SIGTERM', async () => {
  const one = run(CHILD, [], { ...SETTINGS, KNOWLEDGE_DIR: knowledge.folder });
  const { web, knowledge: version } = await one.logged('ready');
  const asked = async (path: string) => fetch(`http://127.0.0.1:${web}${path}`);
  const ready = await asked('/readyz');
  const detail = { ready: true, detail: 'ready' };
  const parts = {
    process: detail,
    store: detail,
    slack: detail,
    knowledge: { ready: true, detail: `version ${version}` },
  };
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, parts }]);
  knowledge.write('rules.yaml', () => '- nothing');
  one.child.kill('SIGHUP');
  const { problem } = await one.logged('the new knowledge is wrong: the old is kept');
  expect(problem).toContain('rules.yaml:1: ');
  expect(await (await asked('/readyz')).text()).toContain(
    `version ${version}, kept because the files are wrong: rules.yaml:1: `,
  );
  expect((await asked('/readyz')).status).toBe(200);
  expect(await (await asked('/metrics')).text()).toContain('vm_or_container_knowledge_stale 1');
  one.child.kill('SIGTERM');
  await one.logged('stopped');
  expect(await one.ended).toBe(0);
  expect(one.output.join() + one.complaint()).not.toContain('canary');
});

describe('main', () => {
  test('says what to set and ends with 78 where there is nothing to serve', async () => {
    const one = run(MAIN, ['serve'], NONE);
    expect(await one.ended).toBe(78);
    expect(one.complaint()).toMatch(/^nothing is configured to serve\. Set one of:\n {2}SLACK_BOT_TOKEN/);
  });

  test('serves on "start" as soon as a platform is named', async () => {
    const one = run(MAIN, ['start'], { ...NONE, SLACK_BOT_TOKEN: 'xoxb-canary' });
    expect(await one.ended).toBe(78);
    expect(one.complaint()).toContain('SLACK_SIGNING_SECRET is missing');
    expect(one.complaint()).not.toContain('canary');
  });

  test('talks on "start" where none is', async () => {
    const one = run(MAIN, ['start', 'ask', 'what is a hypervisor'], NONE);
    expect([await one.ended, one.complaint()]).toEqual([0, '']);
  });
});
