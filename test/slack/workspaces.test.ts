import { describe, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { tenantFrom } from '../../src/delivery/turn.ts';
import { install, letIn, startOpenSite, TENANT, tokenOf } from './installing.ts';
import { command, envelope, mention, press, shortcut, submission } from './payloads.ts';
import { answerAt, type Site, startSite } from './site.ts';
import { BOT, TEAM, TOKEN } from './stub.ts';

const T = '1700000000.000100';
const LATER = () => Math.ceil(Date.now() / 1_000) + 1;
const removal = (fields: Record<string, unknown> = {}) =>
  envelope({ type: 'app_uninstalled', event_ts: '1700000000.9' }, { event_time: LATER(), ...fields });
const gaveUp = ({ lines }: Site) => lines.some(({ msg }) => msg === 'gave up');

describe('with the token of one workspace', () => {
  const elsewhere = { team_id: 'T0OTHER', authorizations: [{ team_id: 'T0OTHER', is_enterprise_install: false }] };
  test.each([
    ['of its own ends the process', {}, true],
    ['of another one does not', elsewhere, false],
    ['of another one in an organisation does not', { ...elsewhere, authorizations: [], enterprise_id: 'E0ORG' }, false],
    ['before it was installed again does not', { event_time: 1_600_000_000 }, false],
  ])('a removal %s', async (_, fields, ends) => {
    const site = await startSite();
    await site.store.keep(TENANT, 'setting', 'any', { value: 'thing' });
    expect((await site.send(removal(fields))).status).toBe(200);
    expect(gaveUp(site)).toBe(ends);
    expect((await site.store.kept(TENANT, 'setting', 'any')) === undefined).toBe(ends);
  });

  test('what it may do is logged, and what it may not', async () => {
    const { lines } = await startSite();
    const granted = ['commands', 'chat:write', 'app_mentions:read', 'im:history'];
    expect(lines).toContainEqual(expect.objectContaining({ granted }));
    expect(lines).toContainEqual(expect.objectContaining({ missing: expect.stringMatching(/^users:read: /) }));
    expect(JSON.stringify(lines)).not.toContain(TOKEN);
  });
});

test('a workspace that installs us again is answered with the new token at once; both times its scopes are logged', async () => {
  const site = await startOpenSite({ pace: 0 });
  await install(site);
  await site.send(envelope(mention('networking', T)));
  await site.stub.called('chat.postMessage');
  letIn(site.stub, TEAM, { access_token: tokenOf(TEAM, 2), scope: 'commands' });
  await install(site);
  await site.send(envelope(mention('isolation', '1700000010.000100')));
  const posts = await site.stub.called('chat.postMessage', 2);
  expect(posts.map(({ token }) => token)).toEqual([tokenOf(TEAM), tokenOf(TEAM, 2)]);
  const granted = site.lines.flatMap((line) => ('granted' in line ? [[line.tenant, line.granted]] : []));
  expect(granted).toEqual([
    [TENANT, ['commands', 'chat:write']],
    [TENANT, ['commands']],
  ]);
});

/** A workspace whose token ends in so many seconds, and what Slack says when it is to be renewed. */
async function startEnding(seconds: number, reply: Parameters<Site['stub']['answer']>[1], late = 0) {
  const clock = { ...systemClock, now: () => systemClock.now() + late };
  const site = await startOpenSite({ clock });
  letIn(site.stub, TEAM, { refresh_token: 'xoxe-1', expires_in: seconds });
  await install(site);
  site.stub.answer('oauth.v2.access', reply);
  const renewals = () => site.stub.calls.filter(({ args }) => args.grant_type === 'refresh_token').length;
  return { site, renewals };
}

describe('a token that ends', () => {
  const HOUR = 3_600;
  const renewed = {
    body: {
      ok: true,
      access_token: tokenOf(TEAM, 2),
      refresh_token: 'xoxe-2',
      expires_in: 12 * HOUR,
      token_type: 'bot',
    },
  };

  test('is renewed before, once, and the new one is kept', async () => {
    const { site, renewals } = await startEnding(HOUR, () => renewed);
    await site.send(envelope(mention('networking', T)));
    const [post] = await site.stub.called('chat.postMessage');
    expect(post?.token).toBe(tokenOf(TEAM, 2));
    await site.send(command('networking'));
    expect(renewals()).toBe(1);
    expect((await site.store.installation(TENANT))?.secret).toContain('xoxe-2');
  });

  test.each([
    ['breaks', { status: 500, body: 'oops' }],
    ['asks to wait', { status: 429, headers: { 'retry-after': '30' } }],
    ['says nothing', 'hang' as const],
  ])('serves until then, in time, when Slack %s', async (_, reply) => {
    const { site, renewals } = await startEnding(HOUR, () => reply);
    const [{ status }] = await Promise.all([
      site.send(envelope(mention('networking', T))),
      site.send(command('networking')),
    ]);
    expect(status).toBe(200);
    const [post] = await site.stub.called('chat.postMessage');
    expect([post?.token, renewals()]).toEqual([tokenOf(TEAM), 1]);
  });

  test('and could not be renewed is not used any more: Slack delivers again', async () => {
    const { site } = await startEnding(HOUR, () => ({ status: 500, body: 'oops' }), 2 * HOUR * 1_000);
    expect((await site.send(envelope(mention('networking', T)))).status).toBe(503);
    site.stub.answer('oauth.v2.access', () => renewed);
    expect((await site.send(envelope(mention('networking', T)))).status).toBe(200);
    await site.stub.called('chat.postMessage');
  });
});

describe('where we cannot act, whoever asks hears why', () => {
  const reasons: [string, string, (site: Site) => void][] = [
    ['not installed', 'not installed', () => {}],
    [
      'the store is broken',
      'reference',
      ({ store }) => {
        store.installation = async () => Promise.reject(new Error('the disk is full'));
      },
    ],
  ];
  test.each(reasons)('%s', async (_, words, breakIt) => {
    const site = await startOpenSite();
    breakIt(site);
    const { json } = await site.send(command('networking'));
    expect(json).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining(words) });
    expect(JSON.stringify((await site.send(submission({ callback_id: 'form' }))).json.view)).toContain(words);
    await site.send(press({ action_id: 'v1|networking' }, { response_url: answerAt(site) }));
    const [told] = await site.stub.called('answer');
    expect(told?.args).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining(words) });
    const quiet = [
      shortcut('open_form'),
      envelope({ type: 'app_home_opened', user: 'U0ANA', tab: 'home', event_ts: T }),
    ];
    for (const payload of quiet) expect((await site.send(payload)).status).toBe(200);
  });

  test('with where to install us, under the name by which Slack reached us', async () => {
    const site = await startOpenSite();
    const headers = { 'x-forwarded-host': 'bot.example.com' };
    expect((await site.send(command('networking'), { headers })).json.text).toContain(
      'https://bot.example.com/slack/install',
    );
    const odd = { 'x-forwarded-host': 'bot.example.com/x y' };
    expect((await site.send(command('networking'), { headers: odd })).json.text).not.toContain('https://');
  });

  test('of another workspace than that of our token, without such an address', async () => {
    const site = await startSite();
    const { json } = await site.send(command('networking', { team_id: 'T0OTHER' }));
    expect(json.text).toMatch(/not installed in this workspace.* Ask whoever/);
  });
});

describe('an organisation', () => {
  const ORG = 'E0ORG';
  const ORGANISATION = tenantFrom('slack', ORG);
  const whole = { is_enterprise_install: true, enterprise: { id: ORG, name: 'Org' }, team: null };
  const authorizations = [
    { enterprise_id: ORG, team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: true },
  ];

  async function startInOrganisation(): Promise<Site> {
    const site = await startOpenSite();
    letIn(site.stub, TEAM, whole);
    await install(site);
    return site;
  }

  test('that installs us as a whole is answered in each of its workspaces', async () => {
    const site = await startInOrganisation();
    await site.send(envelope(mention('networking', T), { authorizations }));
    expect((await site.stub.called('chat.postMessage'))[0]?.token).toBe(tokenOf(TEAM));
    const fields = { enterprise_id: ORG, enterprise_name: 'Org', is_enterprise_install: 'true' };
    expect((await site.send(command('networking', fields))).json.text).toContain('Networking');
    const by = { is_enterprise_install: true, enterprise: { id: ORG, name: 'Org' } };
    await site.send(press({ action_id: 'v1|isolation' }, { ...by, response_url: answerAt(site) }));
    expect((await site.stub.called('answer'))[0]?.args.text).toContain('solation');
  });

  test.each([
    ['as such', { authorizations }, undefined, true],
    ['and Slack names it beside a workspace', { authorizations: undefined, enterprise_id: ORG }, 'token_revoked', true],
    ['or one of its workspaces does', { authorizations: undefined, enterprise_id: ORG }, undefined, false],
  ])('is forgotten when it removes us, %s', async (_, fields, error, forgotten) => {
    const site = await startInOrganisation();
    if (error) site.stub.answer('auth.test', () => ({ body: { ok: false, error } }));
    expect((await site.send(removal(fields))).status).toBe(200);
    expect((await site.store.installation(ORGANISATION)) === undefined).toBe(forgotten);
  });

  test('that may have removed us is looked at again when Slack cannot say', async () => {
    const site = await startInOrganisation();
    site.stub.answer('auth.test', () => ({ status: 500, body: 'oops' }));
    expect((await site.send(removal({ authorizations: undefined, enterprise_id: ORG }))).status).toBe(503);
  });
});
