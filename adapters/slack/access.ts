import { createHash } from 'node:crypto';
import type { InstallationStore, Logger, Receiver } from '@slack/bolt';
import { z } from 'zod';
import type { Tenant } from '../../src/delivery/turn.ts';
import type { Parts } from '../adapter.ts';
import { ConfigError, type SlackSection } from '../config.ts';
import type { Log } from '../log.ts';
import { type Api, reasonOf, soon } from './api.ts';
import type { Desk } from './desk.ts';
import { type Access, installationStore, manyWorkspaces, oneWorkspace } from './installations.ts';
import type { Settle } from './intake.ts';
import { degraded, scopesOf } from './manifest.ts';
import { muted } from './mute.ts';
import { joined } from './newcomers.ts';
import { httpReceiver, type Installing, socketReceivers } from './receiver.ts';
import { executed } from './step.ts';

/** Slack tells when something happened in whole seconds. */
const SECOND = 1_000;

/** By which ways Slack comes in, and with what we may act. */
export interface Doors {
  access: Access;
  receivers: Receiver[];
  /** Whether anything can come in just now. */
  connected: () => boolean;
  /** What is to be done about events that must not be lost. */
  settle: ReadonlyMap<string, Settle>;
}

/** @throws ConfigError when Slack does not take a token */
export async function doors(section: SlackSection, parts: Parts, api: Api, logger: Logger): Promise<Doors> {
  const { access, transport, apiUrl } = section;
  if (access.kind === 'oauth') return doorsForMany(section, parts, logger);
  const one = await oneWorkspace(api, access.botToken);
  const ways =
    transport.kind === 'socket'
      ? await socketWays(api, transport.appToken, apiUrl, logger)
      : httpWay(httpReceiver(transport.signingSecret, logger, {}));
  const begun = parts.clock.now();
  const removed: Removed = async ({ store }, tenant, at) => {
    // Of another workspace, or told late of a removal before we were installed again: with our token we go on.
    if ((await one.tokenOf(tenant)) === undefined || at + SECOND <= begun) return;
    await store.forgetTenant(tenant);
    parts.giveUp('the app was removed from its workspace: install it again and set the new SLACK_BOT_TOKEN');
  };
  return { access: one, ...ways, settle: settling(removed) };
}

function doorsForMany({ access, transport, apiUrl }: SlackSection, parts: Parts, logger: Logger): Doors {
  if (access.kind !== 'oauth' || transport.kind !== 'http')
    throw new ConfigError('SLACK_CLIENT_ID needs SLACK_SIGNING_SECRET: an installation needs a web address');
  const { store, clock, log } = parts;
  const kept = installationStore(store, clock.now, (tenant, granted) => {
    many.forget(tenant);
    reportScopes(log.child({ tenant }), granted);
  });
  const receiver = httpReceiver(transport.signingSecret, logger, installing(access, apiUrl, kept));
  const installer = receiver.installer;
  if (!installer) throw new Error('Bolt made no installer of a client id and secret');
  const many = manyWorkspaces(async (source) => installer.authorize(source), clock.now);
  const removed: Removed = async (desk, tenant, at) => {
    await desk.store.uninstall(tenant, at);
    many.forget(tenant);
    // A late report of an earlier removal leaves a new installation alone.
    if ((await desk.store.installation(tenant)) === undefined) await desk.store.forgetTenant(tenant);
  };
  return { access: many, ...httpWay(receiver), settle: settling(removed) };
}

/** Where the event does not tell whether a workspace removed us or its whole organisation, the token does. */
const removedFrom = async (desk: Desk, tenant: Tenant, organisation: Tenant | undefined): Promise<Tenant> =>
  organisation && (await isRevoked(desk, organisation)) ? organisation : tenant;

/**
 * Whether Slack takes our token no more.
 * @throws when it does not say: then it shall tell us of the removal once more
 */
async function isRevoked({ api, tokenOf }: Desk, tenant: Tenant): Promise<boolean> {
  const token = await tokenOf(tenant);
  if (token === undefined) return false;
  const called = await api.call('auth.test', token, {}, soon());
  if (called.kind !== 'ok' && called.kind !== 'no') throw new Error(`could not look: ${reasonOf(called)}`);
  return called.kind === 'no';
}

const httpWay = (receiver: Receiver): Pick<Doors, 'receivers' | 'connected'> => ({
  receivers: [receiver],
  connected: () => true,
});

/** Asked before Bolt's client does, which would ask for ever, or end in an error of its own. */
async function socketWays(api: Api, appToken: string, apiUrl: string, logger: Logger) {
  const called = await api.call('apps.connections.open', appToken, {}, soon());
  if (called.kind === 'no')
    throw new ConfigError(
      `SLACK_APP_TOKEN does not work: ${called.error}. Make an app-level token with the scope connections:write (README, "Add to Slack")`,
    );
  return socketReceivers(appToken, apiUrl, logger);
}

function installing(
  { clientId, clientSecret, scopes = 'minimal' }: Extract<SlackSection['access'], { kind: 'oauth' }>,
  apiUrl: string,
  kept: InstallationStore,
): Installing {
  const authorizationUrl = new URL('/oauth/v2/authorize', apiUrl).href;
  return {
    clientId,
    clientSecret,
    // Signs for ten minutes where a browser came from; it must be the same for all instances.
    stateSecret: createHash('sha256').update(`state of ${clientSecret}`).digest('base64'),
    installationStore: kept,
    scopes: scopesOf(scopes),
    installerOptions: { directInstall: true, authorizationUrl, clientOptions: { slackApiUrl: apiUrl, ...ONCE } },
  };
}

/** Somebody may wait for the answer that needs the token: it is renewed before it ends, and after a failure tried again with the next. */
const ONCE = { timeout: 2_500, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };

/** Says what we may do in a workspace, and what works less well without the rest. */
export function reportScopes(log: Log, granted: readonly string[]): void {
  log.info({ granted }, 'scopes');
  for (const missing of degraded(granted)) log.info({ missing }, 'a scope was not granted');
}

const revoked = z.looseObject({ tokens: z.looseObject({ bot: z.array(z.string()).nullish() }) });

/** What follows when a workspace or an organisation removed us. */
type Removed = (desk: Desk, tenant: Tenant, at: number) => Promise<void>;

/** Both events of the end tell of a removal, in any order; that a person took back a token of their own is none. */
function settling(removed: Removed): ReadonlyMap<string, Settle> {
  const ended: Settle = async (desk, tenant, _, at, organisation) =>
    removed(desk, await removedFrom(desk, tenant, organisation), at);
  return new Map<string, Settle>([
    ['reaction_added', muted],
    ['member_joined_channel', joined],
    ['function_executed', executed],
    ['app_uninstalled', ended],
    [
      'tokens_revoked',
      async (desk, tenant, event, ...rest) => {
        const tokens = revoked.safeParse(event).data?.tokens.bot ?? [];
        if (tokens.length > 0) await ended(desk, tenant, event, ...rest);
      },
    ],
  ]);
}
