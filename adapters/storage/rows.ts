import { sql } from 'kysely';
import type { z } from 'zod';
import type { ClaimRequest } from '../../src/delivery/store.ts';

/** Is told which row could not be read and why, never what is in it. */
export type Warn = (row: Row & { problem: string }) => void;

interface Row {
  table: string;
  tenant: string;
  id: string;
}

/** Written into the queries themselves: an index over some rows only serves a query that names the same rows. */
export const OPEN = sql.lit('open' as const);
export const WAITING = [sql.lit('pending' as const), sql.lit('sending' as const)];
export const DEAD = sql.lit('dead' as const);

/** The lease of a thread or a lane that nobody has. */
export const FREE = { holder: null, claimed: null, until: 0 };

/** That a due time or a lease is over; one beyond the horizon was written by a clock that went wrong. */
export const isPast = (column: string, { now, horizon }: ClaimRequest) =>
  sql<boolean>`(${sql.ref(column)} <= ${now} or ${sql.ref(column)} > ${horizon})`;

/** What a row holds; undefined, after the warning, when it cannot be read. */
export function readable<Type>(schema: z.ZodType<Type>, text: string, row: Row, warn: Warn): Type | undefined {
  const { success, data, error } = schema.safeParse(fromJson(text));
  if (success) return data;
  const [issue] = error.issues;
  warn({ ...row, problem: `${issue?.path.join('.') || 'all of it'}: ${issue?.code}` });
  return undefined;
}

/** Undefined for what is no JSON, which no schema of a row accepts; the parser's own message would quote it. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
