import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { WebSocket } from 'ws';
import { chosen, openedView } from './look.ts';
import { ANA, command, envelope, mention, onMessage, press, shortcut, submission } from './payloads.ts';
import { answerAt } from './site.ts';
import { openSocketSite } from './socket.ts';

const T = '1700000000.000100';

async function startSocketSite() {
  const opened = await openSocketSite();
  onTestFinished(opened.end);
  return opened;
}

describe('over two connections', () => {
  test('hears over either of two connections, and answers a command in its acknowledgement', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const [first, second] = slack.sockets;
    const ack = await slack.deliver(first, 'slash_commands', command('vendor supports it only in virtual machines'));
    expect(ack.payload).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringMatching(/^Use a virtual machine/),
    });
    await slack.deliver(second, 'events_api', envelope(mention('networking', T)));
    const [post] = await site.stub.called('chat.postMessage');
    expect(post?.args).toMatchObject({ thread_ts: T });
  });

  test('the same event over both is answered once', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const event = envelope(mention('networking', T));
    await Promise.all(slack.sockets.map((socket) => slack.deliver(socket, 'events_api', event)));
    await site.stub.called('chat.postMessage');
    await site.delivery.stop();
    expect(site.stub.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });
});

describe('whatever people do', () => {
  test('a press is answered', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const payload = press({ action_id: 'v1|compare networking' }, { response_url: answerAt(site) });
    expect((await slack.deliver(slack.sockets[0], 'interactive', payload)).payload ?? {}).toEqual({});
    const [answer] = await site.stub.called('answer');
    expect(answer?.args.text).toContain('Networking');
  });

  test('a press in a thread that cannot be written down says so', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    site.store.take = async () => Promise.reject(new Error('the disk is full'));
    const action = { action_id: 'v1|compare networking', block_id: `talk|${ANA}` };
    await slack.deliver(
      slack.sockets[0],
      'interactive',
      press(action, { ...onMessage(T), response_url: answerAt(site) }),
    );
    const [told] = await site.stub.called('answer');
    expect(told?.args.text).toContain('reference');
  });

  test('a form is answered in its acknowledgement', async () => {
    const { slack } = await startSocketSite();
    await slack.opened(2);
    const state = chosen({ 'os-family': 'v1|It needs Windows.' });
    const payload = submission({ callback_id: 'form', private_metadata: '{}', state });
    const ack = await slack.deliver(slack.sockets[0], 'interactive', payload);
    expect(ack.payload).toMatchObject({ response_action: 'update', view: { callback_id: 'result' } });
  });

  test('a shortcut opens the form', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    await slack.deliver(slack.sockets[0], 'interactive', shortcut('open_form'));
    expect((await openedView(site)).callback_id).toBe('form');
  });
});

describe('when something is amiss', () => {
  test('while Slack renews one connection, the other hears', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const [first, second] = slack.sockets;
    first?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }));
    await once(first as WebSocket, 'close');
    const ack = await slack.deliver(second, 'slash_commands', command('networking'));
    expect(ack.payload.text).toContain('Networking');
    expect(site.running.ready()).toBeUndefined();
  });

  test('we are not ready while no connection is open', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    expect(site.running.ready()).toBeUndefined();
    const [first, second] = [...slack.sockets];
    for (const socket of [first, second]) socket?.terminate();
    while (site.running.ready() === undefined) await setImmediate();
    expect(site.running.ready()).toBe('no connection to Slack is open');
  });

  test('what could not be written down is not acknowledged', async () => {
    const { site, slack } = await startSocketSite();
    await slack.opened(2);
    const { take } = site.store;
    let tried = 0;
    site.store.take = async (...given) => {
      tried += 1;
      return tried === 1 ? Promise.reject(new Error('the disk is full')) : take(...given);
    };
    const event = envelope(mention('networking', T));
    const [socket] = slack.sockets;
    socket?.send(
      JSON.stringify({ envelope_id: 'lost', type: 'events_api', payload: event, accepts_response_payload: false }),
    );
    const ack = await slack.deliver(socket, 'events_api', event);
    expect([tried, ack.envelope_id === 'lost']).toEqual([2, false]);
  });
});
