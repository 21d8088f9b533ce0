import { describe, expect, test } from 'vitest';
import { tenantFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { viewProblems } from './block-kit.ts';
import { chosen, controlIn, openedView } from './look.ts';
import { ANA, CHANNEL, command, envelope, mention, onMessage, press, shortcut, submission } from './payloads.ts';
import { answerAt, startSite } from './site.ts';
import { TEAM } from './stub.ts';

const T = '1700000000.000100';

describe('the form', () => {
  test('opens from a private card, and its answer takes its place', async () => {
    const site = await startSite();
    const { json } = await site.send(command('recommend'));
    const button = controlIn(json, 'do|form');
    await site.send(press(button, { response_url: answerAt(site) }));
    const view = await openedView(site);
    expect(view.blocks).toHaveLength(5);
    const state = chosen({
      'os-family': 'v1|It needs Windows.',
      gui: 'v1|It needs a desktop with remote sessions.',
      trust: 'unknown',
    });
    const { json: next } = await site.send(
      submission({ callback_id: view.callback_id, private_metadata: view.private_metadata, state }),
    );
    expect(next).toMatchObject({ response_action: 'update', view: { callback_id: 'result' } });
    expect(viewProblems('ModalView', next.view)).toEqual([]);
    expect(JSON.stringify(next.view)).toContain('It needs Windows.');
  });

  test('posts its answer to the channel that is chosen', async () => {
    const site = await startSite();
    const state = chosen({ 'os-family': 'v1|It needs Windows.' });
    const { json } = await site.send(submission({ callback_id: 'form', private_metadata: '{}', state }));
    const picked = { type: 'conversations_select', selected_conversation: CHANNEL };
    const view = { ...json.view, state: { values: { channel: { picked } } } };
    const urls = [{ block_id: 'channel', action_id: 'picked', channel_id: CHANNEL, response_url: answerAt(site) }];
    const { status, text } = await site.send(submission(view, { response_urls: urls }));
    expect([status, text]).toEqual([200, '']);
    const [shared] = await site.stub.called('chat.postMessage');
    expect(shared?.args).toMatchObject({ channel: CHANNEL });
    expect(JSON.stringify(shared?.args.blocks)).toContain(`Shared by <@${ANA}>`);
  });
});

describe('the form of a thread, and of nowhere', () => {
  test('is answered in the thread', async () => {
    const site = await startSite();
    await site.send(envelope(mention('we have 8 linux services, where should they run?', T)));
    const [post] = await site.stub.called('chat.postMessage');
    const button = controlIn(post?.args, 'do|form');
    await site.send(press({ ...button, block_id: `talk|${ANA}` }, onMessage(T)));
    const view = await openedView(site);
    expect(JSON.parse(view.private_metadata)).toMatchObject({ channel: CHANNEL, thread: T });
    const state = chosen({ 'os-family': 'v1|It needs Windows.' });
    const { json } = await site.send(
      submission({ callback_id: 'form', private_metadata: view.private_metadata, state }),
    );
    expect(json).toEqual({ response_action: 'clear' });
    const [, answer] = await site.stub.called('chat.postMessage', 2);
    expect(answer?.args).toMatchObject({ thread_ts: T });
  });

  test('opens from anywhere by the global shortcut', async () => {
    const site = await startSite();
    expect((await site.send(shortcut('open_form'))).status).toBe(200);
    expect((await openedView(site)).private_metadata).toBe('{}');
  });
});

describe('the shortcut on a message', () => {
  const on = (text: string) => ({
    type: 'message_action',
    message_ts: T,
    channel: { id: CHANNEL, name: 'general' },
    message: { type: 'message', user: 'U0BEN', ts: T, text, team: TEAM },
    response_url: 'https://hooks.slack.com/app/T0TEAM/1/abc',
  });

  test('asks what is open, with what the message says filled in, and answers in its thread', async () => {
    const site = await startSite();
    await site.send(
      shortcut('answer_message', on('we have 8 linux services and untrusted customers, VM or container?')),
    );
    const view = await openedView(site);
    const picked = view.blocks.flatMap(({ element }) => element?.initial_option.value ?? []);
    expect(picked).toContain('v1|Outsiders write the code that runs there.');
    expect(JSON.stringify(view)).toContain('Noted: It runs on Linux.');
    await site.send(submission({ callback_id: 'form', private_metadata: view.private_metadata, state: chosen({}) }));
    const [answer] = await site.stub.called('chat.postMessage');
    expect(answer?.args).toMatchObject({ channel: CHANNEL, thread_ts: T });
  });

  test('answers a question at once', async () => {
    const site = await startSite();
    await site.send(shortcut('answer_message', on('is docker faster to start than a vm?')));
    const [answer] = await site.stub.called('chat.postMessage');
    expect(answer?.args).toMatchObject({ channel: CHANNEL, thread_ts: T, text: expect.stringContaining('Startup') });
  });

  test('reads all of a long question, and says what of a long description it leaves out', async () => {
    const site = await startSite();
    const filler = 'we have talked about this for weeks and nobody agrees with anybody else. '.repeat(20);
    await site.send(shortcut('answer_message', on(`${filler} what is a hypervisor?`)));
    const turns = await site.stub.called('chat.postMessage');
    expect(turns).toHaveLength(1);
    const asked = await site.store.recall(
      tenantFrom('slack', TEAM),
      turnIdFrom(tenantFrom('slack', TEAM), 'aside', `1700000060.000100.${ANA}`),
      undefined,
    );
    expect(asked?.turn.text).toContain('hypervisor');
    const told = 'we have 8 linux services and untrusted customers, VM or container? ';
    await site.send(shortcut('answer_message', { ...on(told + 'x '.repeat(700)), action_ts: '1700000061.000100' }));
    expect(JSON.stringify(await openedView(site))).toContain('only its first 1,200 characters');
  });
});
