import { createHmac } from 'node:crypto';

export const SECRET = 'the-signing-secret-of-the-tests';

export interface How {
  /** As an event is sent; otherwise as a command, or as an interaction. */
  as?: 'event' | 'command' | 'interaction';
  headers?: Record<string, string>;
  secret?: string;
  /** Seconds from now. */
  skew?: number;
}

/** A request as it goes out. */
export interface Signed {
  method: 'POST';
  body: string;
  headers: Record<string, string>;
}

/** As Slack would send it: signed, for now unless told otherwise. */
export function request(
  payload: Record<string, unknown>,
  { as = kindOf(payload), headers = {}, secret = SECRET, skew = 0 }: How = {},
): Signed {
  const type = as === 'event' ? 'application/json' : 'application/x-www-form-urlencoded';
  return { method: 'POST', ...signed(bodyOf(payload, as), { 'content-type': type, ...headers }, secret, skew) };
}

/** A body, whatever it holds, with its signature among its headers. */
export function signed(
  body: string,
  headers: Record<string, string>,
  secret = SECRET,
  skew = 0,
): { body: string; headers: Record<string, string> } {
  const stamp = String(Math.floor(Date.now() / 1_000) + skew);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  return {
    body,
    headers: { 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature, ...headers },
  };
}

function kindOf(payload: Record<string, unknown>): 'event' | 'command' | 'interaction' {
  if ('command' in payload) return 'command';
  return payload.type === 'event_callback' || payload.type === 'url_verification' ? 'event' : 'interaction';
}

function bodyOf(payload: Record<string, unknown>, as: 'event' | 'command' | 'interaction'): string {
  if (as === 'event') return JSON.stringify(payload);
  const fields = as === 'command' ? Object.entries(payload) : [['payload', JSON.stringify(payload)]];
  return new URLSearchParams(fields as [string, string][]).toString();
}
