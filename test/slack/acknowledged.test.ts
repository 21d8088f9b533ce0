import { describe, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { viewProblems } from './block-kit.ts';
import { ANA, CHANNEL, command, onMessage, press, shortcut, submission } from './payloads.ts';
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

/** Slack's patience is over soon. */
const brief = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(ms / 40, run) };

/** A site at which Slack does not answer a method until it is let. */
async function startHolding(method: string, reply: Record<string, unknown>) {
  const site = await startSite({}, { clock: brief });
  const held = Promise.withResolvers<void>();
  site.stub.answer(method, async () => {
    await held.promise;
    return { body: { ok: true, ...reply } };
  });
  return { site, release: held.resolve };
}

describe('while Slack is slow', () => {
  test('a command is acknowledged, and answered later', async () => {
    const { site, release } = await startHolding('users.info', { user: { team_id: TEAM, is_admin: true } });
    const { status, text } = await site.send(command('onboarding', { response_url: answerAt(site) }));
    expect([status, text]).toEqual([200, '']);
    release();
    const [answer] = await site.stub.called('answer');
    expect(answer?.args).toMatchObject({ response_type: 'ephemeral' });
    expect(JSON.stringify(answer?.args.blocks)).toContain('do|invite');
  });

  test.each([
    ['posts it', {}, 'Done'],
    ['does not', { ok: false, error: 'is_archived' }, 'could not post'],
  ])('a form is acknowledged, and says later what came of it: Slack %s', async (_, reply, words) => {
    const { site, release } = await startHolding('chat.postMessage', reply);
    await site.send(command('networking', { trigger_id: '1.1' }));
    const state = { values: { channel: { picked: { selected_conversation: CHANNEL } } } };
    const view = { callback_id: 'result', private_metadata: '{"turn":"aside:1.1"}', state };
    const { json } = await site.send(submission(view));
    expect(json.response_action).toBe('update');
    expect(JSON.stringify(json.view)).toContain('a moment');
    expect(viewProblems('ModalView', json.view)).toEqual([]);
    release();
    const [update] = await site.stub.called('views.update');
    expect(update?.args.view_id).toBe('V0VIEW');
    expect(JSON.stringify(update?.args.view)).toContain(words);
  });
});

test.each([
  ['cannot say', { status: 500, body: '' }, 'try again'],
  ['may not', { body: { ok: false, error: 'missing_scope' } }, 'users:read'],
])('where Slack %s who is an admin, an admin is told so', async (_, reply, words) => {
  const site = await startSite();
  site.stub.answer('users.info', () => reply);
  expect((await site.send(command('onboarding'))).json.text).toContain(words);
  await site.send(press({ action_id: 'do|invite' }, { response_url: answerAt(site) }));
  const [told] = await site.stub.called('answer');
  expect(told?.args).toMatchObject({ replace_original: false, text: expect.stringContaining(words) });
});
