import { describe, expect, test } from 'vitest';
import { chosen, controlIn } from './look.ts';
import { command, press, shortcut, submission } from './payloads.ts';
import { answerAt, startSite } from './site.ts';

describe('a view that Slack does not open', () => {
  const late = async () => {
    const site = await startSite();
    site.stub.answer('views.open', () => ({ body: { ok: false, error: 'expired_trigger_id' } }));
    return site;
  };

  test.each(['do|form', 'do|wrong'])('is told to whoever pressed %s, and nothing breaks', async (action_id) => {
    const site = await late();
    const { json } = await site.send(command('networking'));
    const { value } = controlIn(json, 'do|wrong');
    await site.send(press({ action_id, value }, { response_url: answerAt(site) }));
    const [told] = await site.stub.called('answer');
    expect(told?.args).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('try once more') });
  });

  test('is told in a direct message where there is no other place', async () => {
    const site = await late();
    await site.send(shortcut('open_form'));
    const [told] = await site.stub.called('chat.postMessage');
    expect(told?.args).toMatchObject({ channel: 'U0ANA', text: expect.stringContaining('try once more') });
  });
});

test('a private answer whose blocks Slack does not know is drawn in older ones; one that it refuses is logged', async () => {
  const site = await startSite();
  const blocks = (args: Record<string, unknown>) => args.blocks as { type: string }[];
  site.stub.answer('answer', ({ args }) =>
    blocks(args).some(({ type }) => type === 'table') ? { status: 400, body: 'invalid_blocks' } : { body: 'ok' },
  );
  await site.send(press({ action_id: 'v1|compare VM and container' }, { response_url: answerAt(site) }));
  const [, simple] = await site.stub.called('answer', 2);
  expect(blocks(simple?.args ?? {}).map(({ type }) => type)).not.toContain('table');
  site.stub.answer('broken', () => ({ status: 404, body: 'expired_url' }));
  await site.send(press({ action_id: 'v1|networking', action_ts: '1.2' }, { response_url: answerAt(site, 'broken') }));
  await site.stub.called('broken');
  await expect.poll(() => site.lines.map(({ msg }) => msg)).toContain('a private answer did not come through');
});

describe('what is too late or made up', () => {
  test('an address for answers that has expired loses no more than that answer', async () => {
    const site = await startSite();
    site.stub.answer('expired', () => ({ status: 404, body: 'expired_url' }));
    const pressed = press({ action_id: 'v1|compare networking' }, { response_url: answerAt(site, 'expired') });
    expect((await site.send(pressed)).status).toBe(200);
    expect(await site.stub.called('expired')).toHaveLength(1);
    expect((await site.send(command('networking'))).json.text).toContain('Networking');
    expect(site.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each([
    ['no state', {}],
    ['a state of another form', { values: { x: { y: { selected_option: { value: 'z' } } } } }],
    ['a choice that is none', chosen({ gpu: 'do|share', 'os-family': '' })],
    ['a state that is none', { values: { gpu: null } }],
    ['a prototype', { values: { __proto__: { picked: { selected_option: { value: 'v1|x' } } } } }],
  ])('a form with %s is answered as one in which nothing is known', async (_, state) => {
    const { send } = await startSite();
    const { status, json } = await send(submission({ callback_id: 'form', private_metadata: '{"turn":1}', state }));
    expect(status).toBe(200);
    expect(JSON.stringify(json.view)).toContain('That depends');
  });

  test('a command that we do not have is answered', async () => {
    const { send } = await startSite();
    const { status, json } = await send(command('networking', { command: '/vm-or-container-of-old' }));
    expect([status, json.response_type]).toEqual([200, 'ephemeral']);
  });
});

test.each([
  'http://169.254.169.254/latest',
  'https://hooks.slack.com.evil.example/x',
  'https://evil@evil.example/hooks.slack.com',
  '//evil.example/x',
  'file:///etc/passwd',
])('an answer to %s is not sent', async (response_url) => {
  const site = await startSite();
  expect((await site.send(press({ action_id: 'v1|networking' }, { response_url }))).status).toBe(200);
  await site.send(press({ action_id: 'v1|networking', action_ts: '1.2' }, { response_url: answerAt(site) }));
  await site.stub.called('answer');
  expect(site.stub.calls.map(({ method }) => method)).toEqual(['auth.test', 'answer']);
});
