import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runNode } from '../child-process.ts';
import { knowledgeFolder } from './folder.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
const knowledge = knowledgeFolder();
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
  knowledge.remove();
});

const SETTINGS = {
  SLACK_BOT_TOKEN: 'xoxb-canary-1',
  SLACK_APP_TOKEN: 'xapp-canary-1',
  WEB_PORT: '0',
  DATA_DIR: dataDir,
};

const CHILD = join(import.meta.dirname, 'child.ts');
const MAIN = join(import.meta.dirname, '..', '..', 'adapters', 'main.ts');

test('a process serves, tells how it is, takes new knowledge on SIGHUP, and ends well on SIGTERM', async () => {
  const one = runNode([CHILD], { ...SETTINGS, KNOWLEDGE_DIR: knowledge.folder });
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
    const one = runNode([MAIN, 'serve'], {});
    expect(await one.ended).toBe(78);
    expect(one.complaint()).toMatch(/^nothing is configured to serve\. Set one of:\n {2}SLACK_BOT_TOKEN/);
  });

  test('serves on "start" as soon as a platform is named', async () => {
    const one = runNode([MAIN, 'start'], { SLACK_BOT_TOKEN: 'xoxb-canary' });
    expect(await one.ended).toBe(78);
    expect(one.complaint()).toContain('SLACK_SIGNING_SECRET is missing');
    expect(one.complaint()).not.toContain('canary');
  });

  test('talks on "start" where none is', async () => {
    const one = runNode([MAIN, 'start', 'ask', 'what is a hypervisor'], {});
    expect([await one.ended, one.complaint()]).toEqual([0, '']);
  });
});
