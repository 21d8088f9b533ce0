import { z } from 'zod';
import { type Answer, post } from './exchange.ts';

const PATIENCE = 2_500;
/** While somebody waits for it, a call may take this long. */
export const soon = (): AbortSignal => AbortSignal.timeout(PATIENCE);

/** What a call came to. */
export type Called =
  | { kind: 'ok'; data: Record<string, unknown>; scopes: readonly string[] }
  /** Slack says no, by one of its words, such as `channel_not_found`. */
  | { kind: 'no'; error: string }
  | { kind: 'wait'; ms: number }
  /** It did not reach Slack. */
  | { kind: 'failed'; reason: string }
  /** It may have reached Slack. */
  | { kind: 'unsure'; reason: string };

/** Why a call came to nothing, for the log. */
export function reasonOf(called: Called): string {
  if (called.kind === 'no') return called.error;
  return 'reason' in called ? called.reason : called.kind;
}

export interface Api {
  /** Calls a method of the Web API. Never rejects; the signal ends it. */
  call(method: string, token: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Called>;
  /** Answers an interaction at the address that came with it; an address of anybody else is not called. */
  respond(url: string, message: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Called>;
}

/** Slack's Web API, without retries: whoever calls knows what may be sent again. */
export function createApi(apiUrl: string): Api {
  const base = new URL(apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
  const answerable = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);
  if (!/(^|\.)slack(-gov)?\.com$/.test(base.hostname)) answerable.add(base.hostname);
  return {
    call(method, token, args, signal) {
      const authorization = `Bearer ${token}`;
      return posted(new URL(method, base), { authorization }, takesJson(method) ? json(args) : form(args), signal);
    },
    async respond(url, message, signal) {
      const address = URL.parse(url);
      const ours = address && (address.protocol === 'https:' || address.origin === base.origin);
      if (!ours || !answerable.has(address.hostname)) return { kind: 'no', error: 'an address that is not of Slack' };
      return posted(address, {}, json(message), signal);
    },
  };
}

/** What reads takes forms only. */
const takesJson = (method: string): boolean => /^(chat\.(?!getPermalink)|views\.|assistant\.|functions\.)/.test(method);

interface Body {
  type: string;
  content: string;
}

const json = (args: Readonly<Record<string, unknown>>): Body => ({
  type: 'application/json; charset=utf-8',
  content: JSON.stringify(args),
});

const form = (args: Readonly<Record<string, unknown>>): Body => ({
  type: 'application/x-www-form-urlencoded',
  content: new URLSearchParams(
    Object.entries(args).map(([name, value]): [string, string] => [name, `${value}`]),
  ).toString(),
});

async function posted(url: URL, headers: Record<string, string>, body: Body, signal: AbortSignal): Promise<Called> {
  try {
    return readAnswer(await post(url, { ...headers, 'content-type': body.type }, body.content, signal));
  } catch (error) {
    const code = codeOf(error);
    return NEVER_LEFT.has(code) ? { kind: 'failed', reason: code } : { kind: 'unsure', reason: code };
  }
}

/** The connection was never made. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const answerSchema = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
/** Slack's words for a fault of its own, after which the call may have come through. */
const UNSURE: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);
const SECOND = 1_000;

function readAnswer({ status, headers, text }: Answer): Called {
  if (status === 429) return { kind: 'wait', ms: Math.max(1, Number(headers['retry-after']) || 1) * SECOND };
  if (status >= 500) return { kind: 'unsure', reason: `status ${status}` };
  if (text === 'ok') return { kind: 'ok', data: {}, scopes: [] };
  const parsed = answerSchema.safeParse(parse(text));
  if (!parsed.success) return answerless(status, text);
  const { ok, error = 'no reason given' } = parsed.data;
  if (ok) return { kind: 'ok', data: parsed.data, scopes: scopesIn(headers) };
  if (error === 'ratelimited' || error === 'rate_limited') return { kind: 'wait', ms: SECOND };
  return UNSURE.has(error) ? { kind: 'unsure', reason: error } : { kind: 'no', error };
}

const scopesIn = ({ 'x-oauth-scopes': scopes }: Answer['headers']): string[] => `${scopes ?? ''}`.split(/,\s*/);

/** A response address answers in words, or with nothing. */
function answerless(status: number, text: string): Called {
  if (status >= 300) return { kind: 'no', error: /^[a-z_]{3,40}$/.test(text) ? text : `status ${status}` };
  return text === ''
    ? { kind: 'ok', data: {}, scopes: [] }
    : { kind: 'unsure', reason: 'an answer that is none of Slack' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
