import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/** Error codes of Discord on which we act; its list of JSON error codes. */
export const CODES = {
  unknownGuild: 10_004,
  unknownMessage: 10_008,
  directTooFast: 40_003,
  alreadyAnswered: 40_060,
  missingAccess: 50_001,
  missingPermissions: 50_013,
  systemMessage: 50_021,
  cannotInChannel: 50_024,
  invalidForm: 50_035,
  threadExists: 160_004,
  tooManyThreads: 160_006,
} as const;

export const codeOf = (error: unknown): number | undefined =>
  error instanceof DiscordAPIError ? Number(error.code) : undefined;

/** Discord says "no" to this very request: trying again changes nothing. */
export const isRefusal = (error: unknown): error is DiscordAPIError =>
  error instanceof DiscordAPIError && error.status >= 400 && error.status < 500;

/**
 * A call that may be made again: where nobody knows whether it was heard, it is made once more. Undefined when only the first
 * one was heard, and what it gave is lost.
 */
export async function madeAgain<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof HTTPError || isCutOff(error))) throw error;
  }
  try {
    return await call();
  } catch (error) {
    if (codeOf(error) === CODES.alreadyAnswered) return undefined;
    throw error;
  }
}

/** What breaks a connection that was there; one that hangs is not among them. */
const CUT_OFF: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const isCutOff = (error: unknown): boolean => error instanceof Error && 'code' in error && CUT_OFF.has(error.code);

/** Discord does not say for how long it wants no more direct channels to be opened. */
const DIRECT_WAIT = 60_000;

/** The ms to wait when Discord asks for it. */
export function waitOf(error: unknown): number | undefined {
  if (codeOf(error) === CODES.directTooFast) return DIRECT_WAIT;
  return error instanceof RateLimitError ? error.retryAfter : undefined;
}

/** What went wrong, without an address, which may hold a token. */
export function reasonOf(error: unknown): string {
  if (error instanceof DiscordAPIError) return `Discord refuses: ${error.message.split('\n')[0]} (${error.code})`;
  if (error instanceof HTTPError) return `Discord answers with status ${error.status}`;
  const code = error instanceof Error && 'code' in error ? `${error.code}` : undefined;
  return code ?? (error instanceof Error ? error.name : 'unknown');
}
