import { describe, expect, test } from 'vitest';
import { CHANNEL, command, envelope, mention } from './payloads.ts';
import { signed } from './signed.ts';
import { quickClock, startSite } from './site.ts';

const T = '1700000000.000100';
const MINUTES = 60;

describe('what nobody signed for now', () => {
  test.each([
    ['a wrong signature', { secret: 'another-secret' }],
    ['no signature', { headers: { 'x-slack-signature': '' } }],
    ['a signature of another version', { headers: { 'x-slack-signature': 'v1=abc' } }],
    ['no time', { headers: { 'x-slack-request-timestamp': '' } }],
    ['a time that is no number', { headers: { 'x-slack-request-timestamp': 'soon' } }],
    ['a time long past', { skew: -6 * MINUTES }],
    ['a time to come', { skew: 6 * MINUTES }],
  ])('%s is refused and reaches nothing', async (_, how) => {
    const site = await startSite();
    const answers = [await site.send(command('networking'), how), await site.send(envelope(mention('hello', T)), how)];
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [401, ''],
      [401, ''],
    ]);
    expect(await site.store.backlog()).toMatchObject({ turns: 0, posts: 0 });
    expect(site.stub.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });

  test('a payload that rides on a check of the connection is left out', async () => {
    const site = await startSite();
    const riding = { ...command('networking'), ssl_check: '1' };
    const answer = await site.send(riding, { secret: 'another-secret' });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });
});

describe('what is no request of Slack', () => {
  const form = (payload: string): string => `payload=${encodeURIComponent(payload)}`;
  test.each([
    ['half a JSON', '{"type": "event_callback"', 400],
    ['half a form', form('{"type": "block_actions"'), 400],
    ['a list', '[]', 400],
    ['a form with a list', form('[]'), 400],
    ['null', 'null', 400],
    ['a form with null', form('null'), 400],
    ['nothing', '', 400],
    ['more than we read', `{"x": "${'x'.repeat(600_000)}"}`, 413],
  ])('%s, although it is signed, is refused, and we live on', async (_, body, expected) => {
    const site = await startSite();
    const type = body.startsWith('payload=') ? 'application/x-www-form-urlencoded' : 'application/json';
    const sent = { method: 'POST', ...signed(body, { 'content-type': type }) };
    expect((await fetch(site.address, sent)).status).toBe(expected);
    expect((await site.send(command('networking'))).status).toBe(200);
  });

  test('a check that we are who Slack sends to is answered with what it holds', async () => {
    const site = await startSite();
    const check = {
      type: 'url_verification',
      token: 'old',
      challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    };
    expect((await site.send(check)).json).toEqual({ challenge: check.challenge });
    expect((await site.send(check, { secret: 'another-secret' })).status).toBe(401);
  });

  test('another path is not found', async () => {
    const site = await startSite();
    const port = site.lines.find(({ msg }) => msg === 'listening')?.port;
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  });
});

describe('what cannot be written down is not acknowledged', () => {
  test('so Slack delivers it again', async () => {
    const site = await startSite();
    const { take } = site.store;
    site.store.take = async () => Promise.reject(new Error('the disk is full'));
    expect((await site.send(envelope(mention('networking', T)))).status).toBe(503);
    site.store.take = take;
    expect((await site.send(envelope(mention('networking', T)))).status).toBe(200);
    await site.stub.called('chat.postMessage');
  });

  test('and a command says so, with a reference that is in the log', async () => {
    const site = await startSite();
    site.store.answer = async () => Promise.reject(new Error('the disk is full'));
    const { status, json } = await site.send(command('networking'));
    expect([status, json.response_type]).toEqual([200, 'ephemeral']);
    const [, reference] = /reference: (\S+)/.exec(json.text) ?? [];
    expect(site.lines).toContainEqual(expect.objectContaining({ reference, msg: 'a request broke' }));
    expect(json.text).not.toContain('disk');
  });

  test('while we stop either', async () => {
    const site = await startSite();
    await site.delivery.stop();
    expect((await site.send(envelope(mention('networking', T)))).status).toBe(503);
  });
});

describe('when the Web API', () => {
  test('does not know a block yet, the card is drawn without it', async () => {
    const site = await startSite();
    site.stub.answer('chat.postMessage', ({ args }) =>
      JSON.stringify(args.blocks).includes('"table"')
        ? { body: { ok: false, error: 'invalid_blocks' } }
        : { body: { ok: true, ts: '1.1' } },
    );
    await site.send(envelope(mention('compare all', T)));
    const [first, second] = await site.stub.called('chat.postMessage', 2);
    expect(JSON.stringify(first?.args.blocks)).toContain('"type":"table"');
    expect(JSON.stringify(second?.args.blocks)).toContain('"fields"');
    expect(second?.args.text).toBe(first?.args.text);
  });

  test.each(['channel_not_found', 'not_in_channel', 'is_archived'])(
    'says %s, the asker is told elsewhere, once',
    async (error) => {
      const site = await startSite();
      site.stub.answer('chat.postMessage', ({ args }) => ({
        body: args.channel === CHANNEL ? { ok: false, error } : { ok: true, ts: '1.1' },
      }));
      await site.send(envelope(mention('networking', T)));
      const [, note] = await site.stub.called('chat.postMessage', 2);
      expect(note?.args).toMatchObject({ channel: 'U0ANA', text: expect.stringContaining('could not post my answer') });
      await site.delivery.stop();
      expect(site.stub.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2);
    },
  );
});

describe('when nobody knows, or not now: the Web API', () => {
  test.each([
    ['breaks', { status: 500, body: 'oops' }],
    ['is cut off', 'reset' as const],
    ['says that it broke', { body: { ok: false, error: 'internal_error' } }],
  ])('%s after it took a post, the post is looked for and not sent again', async (_, reply) => {
    const site = await startSite({}, { time: quickClock() });
    site.stub.answer('chat.postMessage', () => reply);
    site.stub.answer('conversations.replies', () => {
      const [taken] = site.stub.calls.filter(({ method }) => method === 'chat.postMessage');
      return { body: { ok: true, messages: [{ ts: T }, { ts: '1.2', metadata: taken?.args.metadata }] } };
    });
    await site.send(envelope(mention('networking', T)));
    const [looked] = await site.stub.called('conversations.replies');
    expect(looked?.args).toMatchObject({ channel: CHANNEL, ts: T, include_all_metadata: 'true' });
    await site.delivery.stop();
    expect(site.stub.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
    expect(await site.store.backlog()).toMatchObject({ posts: 0, dead: 0 });
  });

  test('breaks where we may not look, the post is sent again rather than lost', async () => {
    const site = await startSite({}, { time: quickClock() });
    let tried = 0;
    site.stub.answer('chat.postMessage', () => {
      tried += 1;
      return tried === 1 ? { status: 503, body: '' } : { body: { ok: true, ts: '1.1' } };
    });
    site.stub.answer('conversations.replies', () => ({ body: { ok: false, error: 'missing_scope' } }));
    await site.send(envelope(mention('networking', T)));
    await site.stub.called('chat.postMessage', 2);
    await site.delivery.stop();
    expect(tried).toBe(2);
    expect(await site.store.backlog()).toMatchObject({ posts: 0, dead: 0 });
  });
});

describe('when it is too much at once: the Web API', () => {
  test('asks to wait, the post waits, and another channel does not', async () => {
    const site = await startSite();
    let asked = 0;
    site.stub.answer('chat.postMessage', ({ args }) => {
      asked += args.channel === CHANNEL ? 1 : 0;
      return args.channel === CHANNEL && asked === 1
        ? { status: 429, headers: { 'retry-after': '1' } }
        : { body: { ok: true, ts: '1.1' } };
    });
    await site.send(envelope(mention('networking', T)));
    await site.stub.called('chat.postMessage');
    await site.send(envelope(mention('isolation', '1700000000.000200', { channel: 'C0OTHER' })));
    const calls = await site.stub.called('chat.postMessage', 3);
    expect(calls.map(({ args }) => args.channel)).toEqual([CHANNEL, 'C0OTHER', CHANNEL]);
  });
});
