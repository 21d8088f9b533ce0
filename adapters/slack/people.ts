import { z } from 'zod';
import type { Tenant } from '../../src/delivery/turn.ts';
import type { Called } from './api.ts';
import { callFor, type Tools } from './tools.ts';

const profileSchema = z.looseObject({
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_admin: z.boolean().nullish(),
  is_owner: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  /** Of another workspace, with which a channel is shared. */
  is_stranger: z.boolean().nullish(),
});

/** What a person may do here, as Slack has it. */
export interface Standing {
  admin: boolean;
  /** A member of this workspace: no bot, no guest, nobody from elsewhere. */
  member: boolean;
}

/** Who somebody is; what Slack said instead when we may not look, or cannot just now. */
export async function standingOf(
  tools: Tools,
  tenant: Tenant,
  user: string,
): Promise<Standing | Exclude<Called, { kind: 'ok' }>> {
  const called = await callFor(tools, tenant, 'users.info', { user });
  if (called.kind !== 'ok') return called;
  const profile = profileSchema.safeParse(called.data.user).data ?? { is_bot: true };
  const { deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger, is_admin, is_owner } = profile;
  return {
    admin: is_admin === true || is_owner === true,
    member: ![deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger].includes(true),
  };
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
