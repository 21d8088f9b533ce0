import type {
  AuthorizeResult,
  AuthorizeSourceData,
  Installation,
  InstallationQuery,
  InstallationStore,
} from '@slack/bolt';
import { z } from 'zod';
import type { Store } from '../../src/delivery/store.ts';
import { type Tenant, tenantFrom } from '../../src/delivery/turn.ts';
import { UnreachableError } from '../adapter.ts';
import { ConfigError } from '../config.ts';
import { type Api, reasonOf, soon } from './api.ts';
import type { TokenOf } from './send.ts';
import { workspaceOf } from './turn.ts';

/** We are not installed where something came from: nothing that failed, and nothing to try again. */
export class NotInstalledError extends Error {
  override name = 'NotInstalledError';
}

/** Bolt wraps what it was told. */
export const isNotInstalled = (error: unknown): boolean =>
  error instanceof NotInstalledError ||
  (error instanceof Error && 'original' in error && error.original instanceof NotInstalledError);

/** How we may act: for the outbox by tenant, for Bolt by what a payload says of itself. */
export interface Access {
  tokenOf: TokenOf;
  authorize: (source: AuthorizeSourceData<boolean>) => Promise<AuthorizeResult>;
  /** The scopes we have, where that is known at start. */
  scopes: readonly string[];
}

const identity = z.looseObject({
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
  user_id: z.string(),
  bot_id: z.string().optional(),
});

/**
 * Access to the one workspace of a token.
 * @throws ConfigError when Slack does not take the token, UnreachableError when it cannot be reached
 */
export async function oneWorkspace(api: Api, botToken: string): Promise<Access> {
  const called = await api.call('auth.test', botToken, {}, soon());
  if (called.kind === 'no')
    throw new ConfigError(
      `SLACK_BOT_TOKEN does not work: ${called.error}. Install the app again and copy its token (README, "Add to Slack")`,
    );
  const known = called.kind === 'ok' ? identity.safeParse(called.data).data : undefined;
  if (called.kind !== 'ok' || !known)
    throw new UnreachableError(`Slack cannot be reached (${reasonOf(called)}): check the network and SLACK_API_URL`);
  const { team_id, enterprise_id, is_enterprise_install, user_id, bot_id } = known;
  const own = tenantFrom('slack', is_enterprise_install && enterprise_id ? enterprise_id : team_id);
  const result: AuthorizeResult = { botToken, botUserId: user_id, ...(bot_id && { botId: bot_id }) };
  return {
    tokenOf: async (tenant) => (tenant === own ? botToken : undefined),
    authorize: async (source) => {
      if (workspaceOf(source) !== own) throw new NotInstalledError('a workspace that this token is not for');
      return result;
    },
    scopes: called.scopes,
  };
}

/**
 * Credentials of workspaces in our store, as Bolt keeps them.
 * @param stored is told of each that was written, and of its scopes
 */
export function installationStore(
  store: Store,
  now: () => number,
  stored: (tenant: Tenant, scopes: readonly string[]) => void,
): InstallationStore {
  return {
    async storeInstallation(installation) {
      const tenant = tenantIn(installation);
      await store.install(tenant, { secret: JSON.stringify(installation), installedAt: now() });
      stored(tenant, installation.bot?.scopes ?? []);
    },
    async fetchInstallation(query) {
      const kept = await store.installation(tenantIn(query));
      if (!kept) throw new NotInstalledError('not installed there');
      return JSON.parse(kept.secret);
    },
    deleteInstallation: (query) => store.uninstall(tenantIn(query), now()),
  };
}

function tenantIn(known: Installation<'v1' | 'v2', boolean> | InstallationQuery<boolean>): Tenant {
  const { enterpriseId, teamId } =
    'user' in known ? { enterpriseId: known.enterprise?.id, teamId: known.team?.id } : known;
  const tenant = workspaceOf({ isEnterpriseInstall: known.isEnterpriseInstall ?? false, enterpriseId, teamId });
  if (!tenant) throw new RangeError('an installation of no workspace');
  return tenant;
}

/** For so long a token that was read is used again, ms. */
const FRESH = 60_000;
const MOST_KEPT = 1_000;

interface Kept {
  result: Promise<AuthorizeResult>;
  until: number;
}

/**
 * Access to all workspaces that installed us.
 * @param authorize Bolt's own, which renews a token that is about to end: a renewal uses its key up, so there is one at a time for each tenant
 */
export function manyWorkspaces(
  authorize: Access['authorize'],
  now: () => number,
): Access & { forget(tenant: Tenant): void } {
  const known = new Map<Tenant, Kept>();
  const ask = (tenant: Tenant, source: AuthorizeSourceData<boolean>): Promise<AuthorizeResult> => {
    const kept = known.get(tenant);
    if (kept && kept.until > now()) return kept.result;
    const result = authorize(source).then((one) => unexpired(one, now()));
    known.delete(tenant);
    known.set(tenant, { result, until: now() + FRESH });
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest) known.delete(oldest);
    result.catch(() => known.delete(tenant));
    return result;
  };
  return {
    scopes: [],
    forget: (tenant) => void known.delete(tenant),
    tokenOf: async (tenant) =>
      ask(tenant, sourceOf(tenant)).then(
        ({ botToken }) => botToken,
        (error: unknown) => {
          if (isNotInstalled(error)) return undefined;
          throw error;
        },
      ),
    authorize: async (source) => {
      const tenant = workspaceOf(source);
      if (!tenant) throw new Error('a payload of no workspace');
      return ask(tenant, source);
    },
  };
}

/** A token that could not be renewed is good until it ends. */
function unexpired(result: AuthorizeResult, now: number): AuthorizeResult {
  const ends = result.botTokenExpiresAt;
  if (typeof ends === 'number' && ends * 1_000 <= now) throw new Error('the token ended and could not be renewed');
  return result;
}

/** A tenant as Bolt asks for it: organisations begin with E. */
function sourceOf(tenant: Tenant): AuthorizeSourceData<boolean> {
  const workspace = tenant.slice(tenant.indexOf(':') + 1);
  const isEnterpriseInstall = workspace.startsWith('E');
  return isEnterpriseInstall
    ? { isEnterpriseInstall, enterpriseId: workspace, teamId: undefined }
    : { isEnterpriseInstall, enterpriseId: undefined, teamId: workspace };
}
