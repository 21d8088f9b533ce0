import type { Message, Platform, Sent } from '../../src/delivery/platform.ts';
import type { Post } from '../../src/delivery/post.ts';
import { laneFrom, type Tenant, type TurnId, threadFrom } from '../../src/delivery/turn.ts';
import { type Api, type Called, reasonOf } from './api.ts';
import { renderCard, type Showing } from './render.ts';

/** Slack takes about one message a second and channel. */
const PACE = 1_000;
const METADATA = 'vm_or_container_post';

/** The token to act in a workspace with; undefined when we are not installed there. Rejects when that cannot be told just now. */
export type TokenOf = (tenant: Tenant) => Promise<string | undefined>;

/** The token to act in a workspace with, or what a call comes to without one. */
export async function tokenFor(tokenOf: TokenOf, tenant: Tenant): Promise<string | Exclude<Called, { kind: 'ok' }>> {
  try {
    return (await tokenOf(tenant)) ?? { kind: 'no', error: 'not installed there' };
  } catch (error) {
    return { kind: 'failed', reason: `no token just now: ${error instanceof Error ? error.message : error}` };
  }
}

/**
 * Sends posts to Slack: each call once, and says what became of it.
 * @param answered is told of each turn whose post is no longer on its way
 */
export function createPlatform(api: Api, tokenOf: TokenOf, answered: (turn: TurnId) => void): Platform {
  return {
    pace: PACE,
    async send(message, signal) {
      const token = await tokenFor(tokenOf, message.post.tenant);
      if (typeof token !== 'string') return outcome(token);
      const first = await attempt(api, token, message, false, signal);
      const known = NEWER_BLOCKS.has(errorOf(first)) ? await attempt(api, token, message, true, signal) : first;
      if (known.kind === 'ok' || known.kind === 'no') answered(message.post.turn);
      return outcome(known);
    },
    /** By our mark in the thread. Without the scope to read there Slack does not tell, and has no key by which it would know a repeated post: then one that came through is sent twice rather than lost. */
    async find({ post }, signal) {
      const { channel, root } = placeOf(post);
      const token = await tokenOf(post.tenant);
      if (token === undefined || root === undefined) return undefined;
      const args = {
        channel,
        ts: root,
        limit: 100,
        oldest: String(post.written / 1_000 - 60),
        include_all_metadata: true,
      };
      const called = await api.call('conversations.replies', token, args, signal);
      // Whether it came through is open as long as Slack says neither what is there nor that we may not look.
      if (called.kind !== 'ok' && called.kind !== 'no') throw new Error(`could not look: ${reasonOf(called)}`);
      return called.kind === 'ok' ? foundIn(called.data, post.id) : undefined;
    },
    elsewhere({ tenant, speaker, lane }) {
      const own = laneFrom(tenant, speaker);
      return lane === own ? undefined : { lane: own, thread: threadFrom(tenant, speaker, `@${speaker}`) };
    },
  };
}

/** What a client or workspace says that does not know a block yet. */
const NEWER_BLOCKS: ReadonlySet<string> = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);
/** The message to change is gone, or too old to change. */
const NOT_THERE: ReadonlySet<string> = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

const errorOf = (called: Called): string => (called.kind === 'no' ? called.error : '');

async function attempt(
  api: Api,
  token: string,
  { post, replaces }: Message,
  simple: boolean,
  signal: AbortSignal,
): Promise<Called> {
  const { channel, root } = placeOf(post);
  const drawn = renderCard(post.card, { ...showingOf(post), simple });
  const message = { channel, ...drawn, unfurl_links: false, unfurl_media: false, parse: 'none' };
  if (post.shown === 'private' && !isPerson(channel)) {
    const thread = root === undefined ? {} : { thread_ts: root };
    return api.call('chat.postEphemeral', token, { ...message, ...thread, user: post.speaker }, signal);
  }
  const metadata = { event_type: METADATA, event_payload: { key: post.id } };
  if (replaces !== undefined) {
    const changed = await api.call('chat.update', token, { ...message, ts: replaces, metadata }, signal);
    if (!NOT_THERE.has(errorOf(changed))) return changed;
  }
  const thread = root === undefined ? {} : { thread_ts: root };
  return api.call('chat.postMessage', token, { ...message, ...thread, metadata }, signal);
}

function outcome(called: Called): Sent {
  switch (called.kind) {
    case 'ok': {
      const { ts, message_ts: private_ts } = called.data;
      return { kind: 'sent', id: String(ts ?? private_ts ?? '') };
    }
    case 'no':
      return { kind: 'refused', reason: called.error };
    default:
      return called;
  }
}

function showingOf({ tenant, turn, speaker, shown, kind }: Post): Showing {
  if (kind === 'invitation') return { private: true, own: true, invitation: true };
  if (kind !== 'answer' || shown === 'private') return { private: true };
  return { turn: turn.slice(tenant.length + 1), asker: speaker };
}

/** The channel of a post, and the message under which it goes. */
function placeOf({ tenant, lane, thread }: Post): { channel: string; root: string | undefined } {
  const channel = lane.slice(tenant.length + 1);
  const last = thread.slice(thread.lastIndexOf(':') + 1);
  return { channel, root: /^\d+\.\d+$/.test(last) ? last : undefined };
}

const isPerson = (channel: string): boolean => /^[UW]/.test(channel);

function foundIn(data: Record<string, unknown>, key: string): string | undefined {
  const messages = Array.isArray(data.messages) ? data.messages : [];
  return messages.find((message) => message?.metadata?.event_payload?.key === key)?.ts;
}
