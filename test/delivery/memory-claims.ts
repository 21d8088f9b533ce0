import type { ClaimRequest, PostClaim, TurnClaim } from '../../src/delivery/store.ts';

/** What may be claimed, and by whom it is. */
export interface Claimed {
  instance: string;
  attempt: number;
  until: number;
  due: number;
}

export const free = (): Claimed => ({ instance: '', attempt: 0, until: 0, due: 0 });

export const ahead = (time: number, { now, horizon }: ClaimRequest): boolean => time > now && time <= horizon;
export const holds = (row: Claimed, { instance, attempt }: TurnClaim | PostClaim): boolean =>
  row.instance === instance && row.attempt === attempt;

export function claimed(row: Claimed, { instance, until }: ClaimRequest): { instance: string; attempt: number } {
  Object.assign(row, { instance, until, attempt: row.attempt + 1 });
  return { instance, attempt: row.attempt };
}
