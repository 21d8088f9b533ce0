import { describe, expect, test } from 'vitest';
import { ANA, BEN, CHANNEL, command, envelope, mention, message, onMessage, press } from './payloads.ts';
import { answerAt, startSite } from './site.ts';
import { BOT, TOKEN } from './stub.ts';

const T = '1700000000.000100';

describe('the command', () => {
  test('is answered in its own response, for nobody else to see, with a button that shares it', async () => {
    const site = await startSite();
    const { status, json } = await site.send(command('vendor supports it only in virtual machines'));
    expect(status).toBe(200);
    expect(json).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/^Use a virtual machine\./) });
    expect(JSON.stringify(json.blocks)).toContain('"do|share"');
    expect(site.stub.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });

  test.each([
    ['', 'I help you choose'],
    ['help', 'I help you choose'],
    ['help', 'card … (to post a comparison), learn, mute, unmute, forget me'],
    ['compare isolation startup', 'VM and container: '],
    ['compare', 'VMs separate machines'],
    ['recommend it needs windows and a desktop with RDP', 'Use a virtual machine'],
    ['recommend', 'That depends'],
    ['ask is docker faster to start than a vm?', 'Startup'],
    ['learn', 'Tour, step 1 of 5'],
    ['constructor', 'I do not cover that'],
  ])('"%s" says "%s"', async (text, said) => {
    const { send } = await startSite();
    const { json } = await send(command(text));
    expect(json.text).toContain(said);
  });

  test('delivered twice says nothing the second time', async () => {
    const { send } = await startSite();
    await send(command('networking'));
    const again = await send(command('networking'));
    expect([again.status, again.text]).toEqual([200, '']);
  });
});

describe('a thread', () => {
  test('is answered where it is, once, although a mention comes as two events and again', async () => {
    const site = await startSite();
    const events = [
      mention('it needs windows and a desktop', T),
      message(`<@${BOT}> it needs windows and a desktop`, T),
    ];
    for (const event of [...events, ...events]) expect((await site.send(envelope(event))).status).toBe(200);
    const [post] = await site.stub.called('chat.postMessage');
    expect(post?.token).toBe(TOKEN);
    expect(post?.args).toMatchObject({
      channel: CHANNEL,
      thread_ts: T,
      text: expect.stringMatching(/^Use a virtual machine/),
      unfurl_links: false,
      unfurl_media: false,
    });
    await site.delivery.stop();
    expect(site.stub.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });

  test('goes on without a mention for its asker, and by a button', async () => {
    const site = await startSite();
    await site.send(envelope(mention('it needs windows and a desktop', T)));
    await site.stub.called('chat.postMessage');
    await site.send(envelope(message('why?', '1700000010.000100', { thread_ts: T })));
    const [, why] = await site.stub.called('chat.postMessage', 2);
    expect(why?.args).toMatchObject({ thread_ts: T });
    expect(JSON.stringify(why?.args.blocks)).toContain('windows-desktop-needs-vm');
    await site.send(press({ action_id: 'v1|what would change it?', block_id: `talk|${ANA}` }, onMessage(T)));
    const [, , change] = await site.stub.called('chat.postMessage', 3);
    expect(change?.args).toMatchObject({ thread_ts: T });
  });
});

describe('a thread that others read', () => {
  test('somebody else who presses a button gets an answer of their own', async () => {
    const site = await startSite();
    await site.send(envelope(mention('it needs windows and a desktop', T)));
    await site.stub.called('chat.postMessage');
    const action = { action_id: 'v1|compare networking', block_id: `talk|${ANA}` };
    const by = { ...onMessage(T), user: { id: BEN, username: 'ben', name: 'ben', team_id: 'T0TEAM' } };
    await site.send(press(action, { ...by, response_url: answerAt(site) }));
    const [answer] = await site.stub.called('answer');
    expect(answer?.args).toMatchObject({ response_type: 'ephemeral', replace_original: false, thread_ts: T });
    expect(answer?.args.text).toContain('Networking');
  });

  test('a question that is changed within two minutes changes its answer', async () => {
    const site = await startSite();
    const now = `${Math.floor(Date.now() / 1_000)}.000100`;
    await site.send(envelope(mention('compare networking', now)));
    const [first] = await site.stub.called('chat.postMessage');
    expect(first?.args.text).toContain('Networking');
    const changed = { type: 'message', ts: now, user: ANA, text: `<@${BOT}> compare isolation` };
    const event = {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: CHANNEL,
      ts: '1700000099.000100',
      event_ts: '1700000099.000100',
      channel_type: 'channel',
      message: changed,
      previous_message: { ...changed, text: `<@${BOT}> compare networking` },
    };
    await site.send(envelope(event));
    const [update] = await site.stub.called('chat.update');
    expect(update?.args).toMatchObject({ channel: CHANNEL, ts: '1700000001.000100' });
    expect(update?.args.text).toContain('Isolation');
  });
});

describe('silence', () => {
  test.each([
    ['a bot', { bot_id: 'B0OTHER' }],
    ['ourselves', { user: BOT }],
    ['a notice', { subtype: 'channel_join' }],
    ['a thread that is not ours', { thread_ts: '1600000000.000100' }],
  ])('%s is not answered', async (_, fields) => {
    const site = await startSite();
    expect((await site.send(envelope(message('is docker faster?', T, fields)))).status).toBe(200);
    await site.delivery.stop();
    expect(site.stub.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });
});
