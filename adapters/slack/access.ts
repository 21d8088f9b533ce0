import { createHash } from 'node:crypto';
import type { Logger, Receiver } from '@slack/bolt';
import { z } from 'zod';
import type { Parts } from '../adapter.ts';
import { ConfigError, type SlackSection } from '../config.ts';
import { type Api, soon } from './api.ts';
import { type Access, installationStore, manyWorkspaces, oneWorkspace } from './installations.ts';
import type { Settle } from './intake.ts';
import { scopesOf } from './manifest.ts';
import { muted } from './mute.ts';
import { joined } from './newcomers.ts';
import { httpReceiver, type Installing, socketReceivers } from './receiver.ts';

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
  const removed: Settle = async ({ store }, tenant) => {
    await store.forgetTenant(tenant);
    parts.giveUp('the app was removed from its workspace: install it again and set the new SLACK_BOT_TOKEN');
  };
  return { access: one, ...ways, settle: settling(removed) };
}

function doorsForMany({ access, transport, apiUrl }: SlackSection, { store, clock }: Parts, logger: Logger): Doors {
  if (access.kind !== 'oauth' || transport.kind !== 'http')
    throw new ConfigError('SLACK_CLIENT_ID needs SLACK_SIGNING_SECRET: an installation needs a web address');
  const receiver = httpReceiver(transport.signingSecret, logger, installing(access, apiUrl, { store, clock }));
  const installer = receiver.installer;
  if (!installer) throw new Error('Bolt made no installer of a client id and secret');
  const many = manyWorkspaces(async (source) => installer.authorize(source), clock.now);
  const removed: Settle = async (desk, tenant, _, at) => {
    await desk.store.uninstall(tenant, at);
    many.forget(tenant);
    // A late report of an earlier removal leaves a new installation alone.
    if ((await desk.store.installation(tenant)) === undefined) await desk.store.forgetTenant(tenant);
  };
  return { access: many, ...httpWay(receiver), settle: settling(removed) };
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
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
): Installing {
  const authorizationUrl = new URL('/oauth/v2/authorize', apiUrl).href;
  return {
    clientId,
    clientSecret,
    // Signs for ten minutes where a browser came from; it must be the same for all instances.
    stateSecret: createHash('sha256').update(`state of ${clientSecret}`).digest('base64'),
    installationStore: installationStore(store, clock.now),
    scopes: scopesOf(scopes),
    installerOptions: { directInstall: true, authorizationUrl, clientOptions: { slackApiUrl: apiUrl } },
  };
}

const revoked = z.looseObject({ tokens: z.looseObject({ bot: z.array(z.string()).nullish() }) });

/** Both events of the end tell of a removal, in any order; that a person took back a token of their own is none. */
const settling = (removed: Settle): ReadonlyMap<string, Settle> =>
  new Map<string, Settle>([
    ['reaction_added', muted],
    ['member_joined_channel', joined],
    ['app_uninstalled', removed],
    [
      'tokens_revoked',
      async (desk, tenant, event, at) => {
        const tokens = revoked.safeParse(event).data?.tokens.bot ?? [];
        if (tokens.length > 0) await removed(desk, tenant, event, at);
      },
    ],
  ]);
