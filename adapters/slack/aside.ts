import {
  laneFrom,
  speakerSchema,
  type Tenant,
  type Turn,
  type TurnId,
  threadFrom,
  turnIdFrom,
} from '../../src/delivery/turn.ts';
import { microseconds } from './turn.ts';

/** Words that a person says to us by a control of ours, to be answered where only they see it. */
export interface Aside {
  tenant: Tenant;
  /** Undefined where there is no channel: the Home tab, a shortcut, a lesson. */
  channel?: string | undefined;
  user: string;
  /** What Slack calls the press: unique, and the same when it is delivered again. */
  event: string;
  text: string;
  /** Ms since the epoch. */
  now: number;
}

/** The private talk between one person and us, in a channel or nowhere in particular. */
export function turnFromAside({ tenant, channel, user, event, text, now }: Aside): Turn {
  const place: [string, ...string[]] = channel === undefined ? [`@${user}`] : [channel, `@${user}`];
  return {
    id: turnIdFrom(tenant, 'aside', event),
    tenant,
    lane: laneFrom(tenant, channel ?? user),
    thread: threadFrom(tenant, ...place),
    speaker: speakerSchema.parse(user),
    text,
    at: now * 1_000,
    addressed: true,
    direct: true,
    toAnother: false,
    shown: 'private',
  };
}

/** Words said by a control in a thread, to be answered there for all to see. */
export function turnInThread(aside: Aside & { channel: string }, root: string, at: string): Turn {
  const { tenant, channel } = aside;
  return {
    ...turnFromAside(aside),
    thread: threadFrom(tenant, channel, root),
    at: microseconds(at),
    direct: false,
    shown: 'thread',
  };
}

/** A turn by what our controls carry of it; undefined for what is no such thing. */
export function turnIdIn(tenant: Tenant, reference: string): TurnId | undefined {
  return /^[A-Z0-9a-z]+:[\w.-]+$/.test(reference)
    ? turnIdFrom(tenant, ...(reference.split(':') as [string, string]))
    : undefined;
}
