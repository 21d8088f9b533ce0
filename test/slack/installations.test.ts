import { describe, expect, test } from 'vitest';
import { manyWorkspaces, NotInstalledError } from '../../adapters/slack/installations.ts';
import { tenantFrom } from '../../src/delivery/turn.ts';
import { install, letIn, OAUTH, startOpenSite, TENANT, tokenOf } from './installing.ts';
import { command, envelope, mention } from './payloads.ts';
import { startSite } from './site.ts';
import { BOT, TEAM } from './stub.ts';

const T = '1700000000.000100';

describe('a workspace', () => {
  test('that let us in is answered with its own token, which is kept sealed', async () => {
    const site = await startOpenSite();
    expect((await install(site)).status).toBe(200);
    await site.send(envelope(mention('networking', T)));
    const [post] = await site.stub.called('chat.postMessage');
    expect(post?.token).toBe(tokenOf(TEAM));
    expect((await site.send(command('networking'))).json.text).toContain('Networking');
  });

  test('that did not is not answered, nor is anything of it kept', async () => {
    const site = await startOpenSite();
    expect((await site.send(envelope(mention('networking', T)))).status).toBe(200);
    expect((await site.send(command('networking'))).json.text).toContain('not installed');
    expect(await site.store.backlog()).toMatchObject({ turns: 0 });
    expect(site.stub.calls).toEqual([]);
  });

  test('that comes back with the answer to another question is not let in', async () => {
    const site = await startOpenSite();
    const port = site.lines.find(({ msg }) => msg === 'listening')?.port;
    const back = await fetch(`http://127.0.0.1:${port}/slack/oauth_redirect?code=c1&state=made-up`);
    expect(back.status).not.toBe(200);
    expect(await site.store.installation(TENANT)).toBeUndefined();
  });
});

test('a workspace whose token was revoked is given up without a storm, and another one does not notice', async () => {
  const other = 'T0OTHER';
  const site = await startOpenSite();
  await install(site);
  letIn(site.stub, other);
  await install(site);
  site.stub.answer('chat.postMessage', ({ token }) =>
    token === tokenOf(TEAM) ? { body: { ok: false, error: 'token_revoked' } } : { body: { ok: true, ts: '1.1' } },
  );
  await site.send(envelope(mention('networking', T)));
  const there = { enterprise_id: null, team_id: other, user_id: BOT, is_bot: true, is_enterprise_install: false };
  const elsewhere = envelope(mention('networking', T, { team: other }), { team_id: other, authorizations: [there] });
  await site.send({ ...elsewhere, event_id: 'Ev0OTHER' });
  await site.stub.called('chat.postMessage', 3);
  await site.delivery.stop();
  const tokens = site.stub.calls.filter(({ method }) => method === 'chat.postMessage').map(({ token }) => token);
  // The answer, and the note that it could not be posted; neither is tried again.
  expect(tokens.sort()).toEqual([tokenOf(other), tokenOf(TEAM), tokenOf(TEAM)].sort());
  expect(await site.store.backlog()).toMatchObject({ posts: 0, dead: 2 });
});

describe('a workspace that removes us', () => {
  test.each([
    ['app_uninstalled, then tokens_revoked', ['app_uninstalled', 'tokens_revoked']],
    ['tokens_revoked, then app_uninstalled', ['tokens_revoked', 'app_uninstalled']],
  ])('is forgotten: %s', async (_, events) => {
    const site = await startOpenSite();
    await install(site);
    await site.store.keep(TENANT, 'setting', 'any', { value: 'thing' });
    for (const [index, type] of events.entries()) {
      const event = { type, tokens: { oauth: [], bot: [BOT] }, event_ts: `1700000000.${index}` };
      expect((await site.send(envelope(event, { event_time: Math.ceil(Date.now() / 1_000) + 1 }))).status).toBe(200);
    }
    expect(await site.store.installation(TENANT)).toBeUndefined();
    expect(await site.store.kept(TENANT, 'setting', 'any')).toBeUndefined();
    expect((await site.send(command('networking'))).json.text).toContain('not installed');
  });

  test('and lets us in again is not forgotten by a late report', async () => {
    const site = await startOpenSite();
    await install(site);
    await site.send(envelope({ type: 'app_uninstalled', event_ts: '1700000000.1' }, { event_time: 1_600_000_000 }));
    expect((await site.send(command('networking'))).json.text).toContain('Networking');
  });

  test('only takes back the token of a person, which is none of ours, does not', async () => {
    const site = await startOpenSite();
    await install(site);
    const event = { type: 'tokens_revoked', tokens: { oauth: ['U0ANA'], bot: [] }, event_ts: '1700000000.1' };
    await site.send(envelope(event, { event_time: Math.ceil(Date.now() / 1_000) + 1 }));
    expect(await site.store.installation(TENANT)).toBeDefined();
  });
});

test('fifty at once that need a new token ask for one, and other workspaces do not wait for it', async () => {
  let asked = 0;
  const renewed = Promise.withResolvers<string>();
  const many = manyWorkspaces(
    async ({ teamId = '' }) => {
      asked += 1;
      if (teamId !== TEAM) return { botToken: tokenOf(teamId) };
      return { botToken: await renewed.promise };
    },
    () => 0,
  );
  const waiting = Array.from({ length: 50 }, () => many.tokenOf(TENANT));
  expect(await many.tokenOf(tenantFrom('slack', 'T0OTHER'))).toBe(tokenOf('T0OTHER'));
  renewed.resolve(tokenOf(TEAM, 2));
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([tokenOf(TEAM, 2)]));
  expect(asked).toBe(2);
});

test('a token is asked for again after a minute, after a failure, and when it is forgotten', async () => {
  let now = 0;
  const seen: number[] = [];
  const many = manyWorkspaces(
    async () => {
      seen.push(now);
      if (now === 100_000) throw new Error('not just now');
      return { botToken: tokenOf(TEAM, seen.length) };
    },
    () => now,
  );
  const at = (time: number) => {
    now = time;
    return many.tokenOf(TENANT);
  };
  expect([await at(0), await at(59_000)]).toEqual([tokenOf(TEAM, 1), tokenOf(TEAM, 1)]);
  expect([await at(61_000), await at(200_000)]).toEqual([tokenOf(TEAM, 2), tokenOf(TEAM, 3)]);
  many.forget(TENANT);
  await expect(at(100_000)).rejects.toThrow('not just now');
  expect(await at(100_001)).toBe(tokenOf(TEAM, 5));
});

test('only where we are not installed there is no token; what failed is no answer', async () => {
  const failing = (error: Error) =>
    manyWorkspaces(
      () => Promise.reject(error),
      () => 0,
    ).tokenOf(TENANT);
  expect(await failing(new NotInstalledError('not installed there'))).toBeUndefined();
  expect(await failing(Object.assign(new Error('wrapped'), { original: new NotInstalledError('x') }))).toBeUndefined();
  await expect(failing(new Error('the disk is full'))).rejects.toThrow('the disk is full');
});

test.each([
  [undefined, false],
  ['conversational', true],
] as const)('the scopes that are asked for are those that are wanted: %s', async (scopes, history) => {
  const access = { ...OAUTH.access, ...(scopes && { scopes }) };
  const site = await startSite({ access }, { secretKeys: Buffer.alloc(32, 7).toString('base64') });
  const asked = await fetch(new URL('/slack/install', site.address), { redirect: 'manual' });
  const wanted = new URL(asked.headers.get('location') ?? '').searchParams.get('scope')?.split(',') ?? [];
  expect([wanted.includes('channels:history'), wanted.includes('users:read')]).toEqual([history, history]);
});
