import { KnowledgeError } from '../src/knowledge/load.ts';
import { UnreachableError } from './adapter.ts';
import { ConfigError } from './config.ts';
import { StoreError } from './storage/problems.ts';
import { SealError } from './storage/sealed.ts';

/** What a process that serves or looks after the store ends with; those above 60 as in sysexits.h. */
export const ENDED = { well: 0, hurried: 1, misused: 2, unavailable: 69, broken: 70, misconfigured: 78 } as const;

/** How an error ends the process: a mistake in the settings and what is out of reach tell themselves, anything else is ours and shows where it happened. */
export function endedBy(error: unknown): { code: number; told: string } {
  if (!(error instanceof Error)) return { code: ENDED.broken, told: String(error) };
  const { message, stack = message } = error;
  if (error instanceof ConfigError || error instanceof SealError || error instanceof KnowledgeError)
    return { code: ENDED.misconfigured, told: message };
  const away = error instanceof StoreError || error instanceof UnreachableError;
  return away ? { code: ENDED.unavailable, told: message } : { code: ENDED.broken, told: stack };
}
