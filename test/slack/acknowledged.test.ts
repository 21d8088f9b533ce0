import { describe, expect, test } from 'vitest';
import { ANA, CHANNEL, onMessage, press, shortcut } from './payloads.ts';
import { answerAt, type Site, startSite } from './site.ts';
import { TEAM } from './stub.ts';

const T = '1700000000.000100';
const pressIn = (site: Site) =>
  press(
    { action_id: 'v1|compare networking', block_id: `talk|${ANA}` },
    { ...onMessage(T), response_url: answerAt(site) },
  );
const questionOn = (site: Site) =>
  shortcut('answer_message', {
    type: 'message_action',
    message_ts: T,
    channel: { id: CHANNEL, name: 'general' },
    message: { type: 'message', user: 'U0BEN', ts: T, text: 'is docker faster to start than a vm?', team: TEAM },
    response_url: answerAt(site),
  });

describe.each([
  ['a press in a thread', pressIn],
  ['a shortcut on a question', questionOn],
])('%s', (_, payload) => {
  test('is acknowledged when it is written down, not before', async () => {
    const site = await startSite();
    const { take } = site.store;
    const asked = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    site.store.take = async (...given) => {
      asked.resolve();
      await written.promise;
      return take(...given);
    };
    const order: string[] = [];
    const answer = site.send(payload(site)).then(({ status }) => order.push(`acknowledged ${status}`));
    await asked.promise;
    // Whatever was acknowledged before would be read by now.
    await fetch(site.address);
    order.push('written');
    written.resolve();
    await answer;
    expect(order).toEqual(['written', 'acknowledged 200']);
    await site.stub.called('chat.postMessage');
  });

  test('that cannot be written down says so', async () => {
    const site = await startSite();
    site.store.take = async () => Promise.reject(new Error('the disk is full'));
    expect((await site.send(payload(site))).status).toBe(200);
    const [told] = await site.stub.called('answer');
    expect(told?.args.text).toContain('reference');
  });

  test('that was acknowledged is answered although we stop', async () => {
    const site = await startSite();
    expect((await site.send(payload(site))).status).toBe(200);
    await site.stopped();
    expect(site.stub.calls.map(({ method }) => method)).toContain('chat.postMessage');
  });
});

test('we stop listening when what we heard is done', async () => {
  const site = await startSite();
  const said = Promise.withResolvers<void>();
  const { answer } = site.delivery;
  const begun = Promise.withResolvers<void>();
  site.delivery.answer = async (turn) => {
    begun.resolve();
    await said.promise;
    return answer(turn);
  };
  await site.send(press({ action_id: 'v1|compare networking' }, { response_url: answerAt(site) }));
  await begun.promise;
  const stopping = site.running.stopListening();
  said.resolve();
  await stopping;
  expect(site.stub.calls.map(({ method }) => method)).toContain('answer');
});
