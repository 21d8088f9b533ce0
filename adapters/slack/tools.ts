import type { Tenant } from '../../src/delivery/turn.ts';
import type { Parts } from '../adapter.ts';
import { type Api, type Called, reasonOf, soon } from './api.ts';
import { type TokenOf, tokenFor } from './send.ts';

/** With what Slack is called. */
export interface Tools extends Parts {
  api: Api;
  tokenOf: TokenOf;
}

/** Calls a method for a workspace; says no when we are not installed there. Never rejects. */
export async function callFor(
  { api, tokenOf, log }: Tools,
  tenant: Tenant,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Called> {
  const token = await tokenFor(tokenOf, tenant);
  const called = typeof token === 'string' ? await api.call(method, token, args, soon()) : token;
  if (called.kind !== 'ok')
    log.warn({ tenant, method, outcome: called.kind, reason: reasonOf(called) }, 'a call failed');
  return called;
}
