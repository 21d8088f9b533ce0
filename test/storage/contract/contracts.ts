import type { Contract } from '../site.ts';
import { forgetting, retention } from './forgetting.ts';
import { inbox } from './inbox.ts';
import { clocks, outbox } from './outbox.ts';
import { records, unreadable } from './records.ts';
import { reference } from './reference.ts';
import { atOnce } from './taking.ts';
import { tenants } from './tenants.ts';
import { changes, thinking } from './thinking.ts';

/** What every store must do. */
export const contracts: Record<string, Contract> = {
  inbox,
  thinking,
  changes,
  atOnce,
  outbox,
  clocks,
  records,
  unreadable,
  forgetting,
  retention,
  tenants,
  reference,
};
