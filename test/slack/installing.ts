import { expect } from 'vitest';
import { tenantFrom } from '../../src/delivery/turn.ts';
import { type Around, type Site, startSite } from './site.ts';
import { BOT, type Stub, TEAM } from './stub.ts';

const KEYS = Buffer.alloc(32, 7).toString('base64');
export const TENANT = tenantFrom('slack', TEAM);
export const tokenOf = (team: string, turn = 1): string => ['xoxb', team, String(turn)].join('-');

/** Slack's answer when a workspace lets us in. */
export function letIn(stub: Stub, team: string, more: Record<string, unknown> = {}): void {
  stub.answer('oauth.v2.access', () => ({
    body: {
      ok: true,
      access_token: tokenOf(team),
      token_type: 'bot',
      scope: 'commands,chat:write',
      bot_user_id: BOT,
      app_id: 'A0APP',
      team: { name: team, id: team },
      enterprise: null,
      authed_user: { id: 'U0ADMIN' },
      is_enterprise_install: false,
      ...more,
    },
  }));
}

export const OAUTH = { access: { kind: 'oauth' as const, clientId: '1.2', clientSecret: 'a-client-secret' } };

/** Goes the way of a browser: to us, to Slack's question, and back with its answer. */
export async function install(site: Site): Promise<Response> {
  const port = site.lines.find(({ msg }) => msg === 'listening')?.port;
  const begun = await fetch(`http://127.0.0.1:${port}/slack/install`, { redirect: 'manual' });
  const asked = new URL(begun.headers.get('location') ?? '');
  expect(asked.searchParams.get('scope')).toContain('chat:write');
  const back = `http://127.0.0.1:${port}/slack/oauth_redirect?code=c1&state=${encodeURIComponent(asked.searchParams.get('state') ?? '')}`;
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return fetch(back, { headers: { cookie } });
}

/** A site that any workspace may install, before the first has. */
export const startOpenSite = (around: Around = {}): Promise<Site> =>
  startSite(OAUTH, { prepare: (stub) => letIn(stub, TEAM), secretKeys: KEYS, ...around });
