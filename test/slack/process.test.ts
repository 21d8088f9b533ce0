import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runMain } from '../child-process.ts';
import { talk } from '../support.ts';
import { envelope, mention } from './payloads.ts';
import { request, SECRET } from './signed.ts';
import { startStub, TOKEN } from './stub.ts';

const T = '1700000000.000100';
const LINES = [
  'we have 8 linux services and two engineers, where should they run?',
  'one of them runs code of our customers',
  'no, it is windows',
  'why?',
];
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The whole bot as it is run, on a store of its own, with Slack on loopback. */
async function inSlack() {
  const dataDir = mkdtempSync(join(tmpdir(), 'slack-process-'));
  folders.push(dataDir);
  const stub = await startStub();
  const posts = () => stub.calls.filter(({ method }) => method === 'chat.postMessage');
  // Whoever dies in the middle of a post asks whether it came through.
  stub.answer('conversations.replies', () => ({
    body: { ok: true, messages: posts().map(({ args: { metadata } }, at) => ({ ts: `${at}.1`, metadata })) },
  }));
  const env = {
    DATA_DIR: dataDir,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: stub.url,
    PORT: '0',
  };
  return {
    stub,
    async run() {
      const one = runMain(env);
      const { port } = await one.logged('listening');
      await one.logged('ready');
      const address = `http://127.0.0.1:${port}/slack/events`;
      return {
        async hear(text: string, at: number): Promise<void> {
          const event = mention(text, `170000000${at}.000100`, at === 0 ? {} : { thread_ts: T });
          expect((await fetch(address, request(envelope(event)))).status).toBe(200);
        },
        async kill(): Promise<void> {
          one.child.kill('SIGKILL');
          await one.ended;
        },
      };
    },
    /** What was posted, in the order in which it came. */
    answers: async (count: number) => (await stub.called('chat.postMessage', count)).map(({ args }) => args),
  };
}

test('a process that is killed between any two turns of a thread says what one says that lives on', async () => {
  const [living, mortal] = [await inSlack(), await inSlack()];
  const whole = await living.run();
  for (const [at, text] of LINES.entries()) {
    const part = await mortal.run();
    await Promise.all([whole.hear(text, at), part.hear(text, at)]);
    // Every other time it dies before it has said what it acknowledged.
    if (at % 2 === 0) await mortal.answers(at + 1);
    await part.kill();
  }
  const last = await mortal.run();
  const [expected, said] = [await living.answers(LINES.length), await mortal.answers(LINES.length)];
  await Promise.all([whole.kill(), last.kill()]);
  await Promise.all([living.stub.close(), mortal.stub.close()]);
  const told = ({ text, blocks, thread_ts }: Record<string, unknown>) => ({ text, blocks, thread_ts });
  expect(said.map(told)).toEqual(expected.map(told));
  expect(said.map(({ text }) => text)).toEqual(talk(...LINES).map(({ card }) => expect.stringContaining(card.lead)));
});
