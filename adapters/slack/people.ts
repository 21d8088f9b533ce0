import { z } from 'zod';
import { type Tenant, tenantFrom } from '../../src/delivery/turn.ts';
import type { Called } from './api.ts';
import { callFor, type Tools } from './tools.ts';

const profileSchema = z.looseObject({
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_admin: z.boolean().nullish(),
  is_owner: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  /** Of another workspace, with which a channel is shared; Slack does not always say so. */
  is_stranger: z.boolean().nullish(),
  /** The workspace that they are of. */
  team_id: z.string().nullish(),
  /** The organisation that they are of, and its workspaces that they are in. */
  enterprise_user: z
    .looseObject({ enterprise_id: z.string().nullish(), teams: z.array(z.string()).nullish() })
    .nullish(),
});
type Profile = z.infer<typeof profileSchema>;

/** What a person may do here, as Slack has it. */
export interface Standing {
  admin: boolean;
  /** A member of this workspace: no bot, no guest, nobody from elsewhere. */
  member: boolean;
  bot: boolean;
}

/** Who somebody is; what Slack said instead when we may not look, or cannot just now. */
export async function standingOf(
  tools: Tools,
  tenant: Tenant,
  user: string,
): Promise<Standing | Exclude<Called, { kind: 'ok' }>> {
  const called = await callFor(tools, tenant, 'users.info', { user });
  if (called.kind !== 'ok') return called;
  const profile = profileSchema.safeParse(called.data.user).data ?? {};
  const { deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger, is_admin, is_owner } = profile;
  const ours = isOf(tenant, profile) && is_stranger !== true;
  return {
    bot: is_bot === true,
    admin: ours && (is_admin === true || is_owner === true),
    member: ours && ![deleted, is_bot, is_restricted, is_ultra_restricted].includes(true),
  };
}

/** Whether somebody is of the workspace or organisation: those of another are admins and members there, not here. */
function isOf(tenant: Tenant, { team_id, enterprise_user }: Profile): boolean {
  const homes = [team_id, enterprise_user?.enterprise_id, ...(enterprise_user?.teams ?? [])];
  return homes.some((home) => home && tenantFrom('slack', home) === tenant);
}

/** Where we may not look, nobody is an admin. */
export async function isAdmin(tools: Tools, tenant: Tenant, user: string): Promise<boolean> {
  const standing = await standingOf(tools, tenant, user);
  return 'admin' in standing && standing.admin;
}

/** Whether somebody is a member here; where we may not look, nobody is. */
export async function isMember(tools: Tools, tenant: Tenant, user: string): Promise<'yes' | 'no' | 'unknown'> {
  const standing = await standingOf(tools, tenant, user);
  if ('kind' in standing) return standing.kind === 'no' ? 'no' : 'unknown';
  return standing.member ? 'yes' : 'no';
}

/** Whether somebody is known to be a bot; where we may not look, nobody is. */
export async function isBot(tools: Tools, tenant: Tenant, user: string): Promise<boolean> {
  const standing = await standingOf(tools, tenant, user);
  return 'bot' in standing && standing.bot;
}
