import type { Tenant } from '../../src/delivery/turn.ts';
import type { Parts } from '../adapter.ts';
import { type Api, type Called, reasonOf, soon } from './api.ts';
import type { TokenOf } from './send.ts';

/** With what Slack is called. */
export interface Tools extends Parts {
  api: Api;
  tokenOf: TokenOf;
}

/** Calls a method for a workspace; says no when we are not installed there. */
export async function callFor(
  { api, tokenOf, log }: Tools,
  tenant: Tenant,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Called> {
  const token = await tokenOf(tenant);
  if (token === undefined) return { kind: 'no', error: 'not installed' };
  const called = await api.call(method, token, args, soon());
  if (called.kind !== 'ok')
    log.warn({ tenant, method, outcome: called.kind, reason: reasonOf(called) }, 'a call failed');
  return called;
}
