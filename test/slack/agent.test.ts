import { describe, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { command, envelope, mention, message } from './payloads.ts';
import { startSite } from './site.ts';

const T = '1700000000.000100';
const dm = (text: string, ts: string, fields = {}) =>
  message(text, ts, { channel: 'D0DM', channel_type: 'im', ...fields });

/** A clock whose timers are due at once: nothing is quick. */
const impatient = { ...systemClock, after: (_: number, run: () => void) => systemClock.after(0, run) };

describe('the agent view', () => {
  test('answers each message in a thread of its own, and goes on in it', async () => {
    const site = await startSite({}, { pace: 0 });
    await site.send(envelope(dm('it needs windows and a desktop', T)));
    await site.stub.called('chat.postMessage');
    await site.send(envelope(dm('why?', '1700000010.000100', { thread_ts: T })));
    await site.send(envelope(dm('is docker faster?', '1700000020.000100')));
    const calls = await site.stub.called('chat.postMessage', 3);
    expect(calls.map(({ args }) => args.thread_ts).sort()).toEqual([T, T, '1700000020.000100']);
    expect(calls.every(({ args }) => args.channel === 'D0DM')).toBe(true);
  });
});

describe('a status', () => {
  test('is not shown where the answer comes at once', async () => {
    const site = await startSite();
    await site.send(envelope(dm('networking', T)));
    await site.stub.called('chat.postMessage');
    await site.stopped();
    expect(site.stub.calls.some(({ method }) => method === 'assistant.threads.setStatus')).toBe(false);
  });

  test.each([
    ['a direct message', dm('networking', T), 'D0DM'],
    ['a mention', mention('networking', T), 'C0TEAM'],
  ])('is shown where it takes long: %s', async (_, event, channel_id) => {
    const site = await startSite({}, { clock: impatient });
    const { admit, claimTurns } = site.store;
    site.store.take = async (turn) => ({ kind: (await admit(turn)) === 'admitted' ? 'waiting' : 'repeated' });
    site.store.claimTurns = async () => [];
    await site.send(envelope(event));
    const [shown] = await site.stub.called('assistant.threads.setStatus');
    expect(shown?.args).toMatchObject({ channel_id, thread_ts: T, status: expect.stringMatching(/…$/) });
    site.store.claimTurns = claimTurns;
    await site.stub.called('chat.postMessage');
  });

  test('is not shown where we were told to be quiet', async () => {
    const site = await startSite({}, { clock: impatient, pace: 0 });
    await site.send(envelope(dm('mute', T)));
    await site.stub.called('chat.postMessage');
    await site.send(envelope(dm('networking', '1700000010.000100', { thread_ts: T })));
    await site.stopped();
    const shown = site.stub.calls.filter(({ method }) => method === 'assistant.threads.setStatus');
    // At most for the first message, which is answered.
    expect(shown.length).toBeLessThanOrEqual(1);
  });

  test('that Slack refuses keeps nobody from the answer', async () => {
    const site = await startSite({}, { clock: impatient });
    site.stub.answer('assistant.threads.setStatus', () => ({ body: { ok: false, error: 'missing_scope' } }));
    await site.send(envelope(dm('networking', T)));
    await site.stub.called('chat.postMessage');
  });
});

const executed = (workload: unknown) =>
  envelope({
    type: 'function_executed',
    function: {
      id: 'Fn1',
      callback_id: 'recommend',
      title: 'Recommend',
      description: '',
      type: 'app',
      input_parameters: [],
      output_parameters: [],
      app_id: 'A0APP',
      date_created: 1,
      date_updated: 1,
      date_deleted: 0,
      form_enabled: false,
    },
    inputs: { workload },
    function_execution_id: 'Fx1',
    workflow_execution_id: 'Wx1',
    event_ts: '1700000000.2',
    bot_access_token: 'xwfp-of-a-test',
  });

describe('the step of a workflow', () => {
  test('gives the verdict and the answer', async () => {
    const site = await startSite();
    await site.send(executed('vendor supports it only in virtual machines'));
    const [done] = await site.stub.called('functions.completeSuccess');
    const { function_execution_id, outputs } = done?.args ?? {};
    expect(function_execution_id).toBe('Fx1');
    const given = typeof outputs === 'string' ? JSON.parse(outputs) : outputs;
    expect(given).toEqual({ verdict: expect.stringMatching(/^Use a virtual machine/), answer: expect.any(String) });
  });

  test.each([
    ['nothing', '', 'needs a workload'],
    ['no text', undefined, 'needs a workload'],
    ['no workload', 'what is the best pizza in town?', 'describes no workload'],
  ])('fails with words that help when it is given %s', async (_, workload, words) => {
    const site = await startSite();
    await site.send(executed(workload));
    const [failed] = await site.stub.called('functions.completeError');
    expect(failed?.args).toMatchObject({ function_execution_id: 'Fx1', error: expect.stringContaining(words) });
    expect(site.stub.calls.some(({ method }) => method === 'functions.completeSuccess')).toBe(false);
  });
});

describe('the step of a workflow that could not be ended', () => {
  test.each([
    ['breaks', { status: 500, body: 'oops' }],
    ['is cut off', 'reset' as const],
    ['asks to wait', { status: 429 }],
  ])('since Slack %s, is delivered again', async (_, reply) => {
    const site = await startSite();
    const event = executed('vendor supports it only in virtual machines');
    site.stub.answer('functions.completeSuccess', () => reply);
    expect((await site.send(event)).status).toBe(503);
    site.stub.answer('functions.completeSuccess', () => ({ body: { ok: true } }));
    expect((await site.send(event)).status).toBe(200);
    const [first, second] = await site.stub.called('functions.completeSuccess', 2);
    expect(second).toEqual(first);
    expect(second?.token).toBe('xwfp-of-a-test');
  });

  test('that ended before is not tried again', async () => {
    const site = await startSite();
    site.stub.answer('functions.completeSuccess', () => ({ body: { ok: false, error: 'function_execution_ended' } }));
    expect((await site.send(executed('vendor supports it only in virtual machines'))).status).toBe(200);
  });
});

test('a command in a direct message with us is answered like any other', async () => {
  const { send } = await startSite();
  const { json } = await send(command('networking', { channel_id: 'D0DM', channel_name: 'directmessage' }));
  expect(json.text).toContain('Networking');
});
