import { z } from 'zod';

/** A workspace, such as `slack:T024` or `discord:41771983423143937`. Every key begins with it, so nothing crosses from one to another. */
export const tenantSchema = z.string().min(3).brand('tenant');
export type Tenant = z.infer<typeof tenantSchema>;

/** One channel of a tenant: posts to it go out one after another. */
export const laneSchema = z.string().min(5).brand('lane');
export type Lane = z.infer<typeof laneSchema>;

/** Where one conversation lives: `slack:TEAM:CHANNEL:TS`, `slack:TEAM:CHANNEL:@USER`, `discord:GUILD:THREAD`. */
export const threadKeySchema = z.string().min(5).brand('thread');
export type ThreadKey = z.infer<typeof threadKeySchema>;

/** What was said, not which event told us: tenant, channel and the platform's id or time of the message, or a trigger id. */
export const turnIdSchema = z.string().min(5).brand('turn');
export type TurnId = z.infer<typeof turnIdSchema>;

/** A person as the platform names them, within their tenant. */
export const speakerSchema = z.string().min(1).brand('speaker');
export type Speaker = z.infer<typeof speakerSchema>;

/** What one person said once, as an adapter heard it. */
const turnSchema = z.strictObject({
  id: turnIdSchema,
  tenant: tenantSchema,
  lane: laneSchema,
  thread: threadKeySchema,
  speaker: speakerSchema,
  text: z.string(),
  /** The platform's time of the message in microseconds; turns of a thread are taken in this order, equal times by id. */
  at: z.int(),
  /** Said to us by name, by a command or by a control of ours: always answered. */
  addressed: z.boolean(),
  /** In a conversation between one person and us. */
  direct: z.boolean(),
  /** The text begins by addressing somebody else. */
  toAnother: z.boolean(),
  /** Who sees the reply. */
  shown: z.enum(['thread', 'private']),
});
export type Turn = z.infer<typeof turnSchema>;

/** A turn in the inbox. */
export const admittedTurnSchema = turnSchema.extend({
  /** When it was admitted, ms since the epoch. */
  admitted: z.int(),
  /** How often its author changed it since. */
  revision: z.int().min(0),
  /** Beyond fair use: it gets the polite refusal, not an answer. */
  excess: z.boolean(),
});
export type AdmittedTurn = z.infer<typeof admittedTurnSchema>;

/** @throws RangeError when a part is empty or holds a colon, by which keys of two tenants could meet */
export function tenantFrom(platform: string, workspace: string): Tenant {
  return tenantSchema.parse(joined([platform, workspace]));
}

/** @throws RangeError as {@link tenantFrom} */
export function laneFrom(tenant: Tenant, channel: string): Lane {
  return laneSchema.parse(`${tenant}:${joined([channel])}`);
}

/** @throws RangeError as {@link tenantFrom} */
export function threadFrom(tenant: Tenant, ...parts: [string, ...string[]]): ThreadKey {
  return threadKeySchema.parse(`${tenant}:${joined(parts)}`);
}

/** @throws RangeError as {@link tenantFrom} */
export function turnIdFrom(tenant: Tenant, ...parts: [string, ...string[]]): TurnId {
  return turnIdSchema.parse(`${tenant}:${joined(parts)}`);
}

function joined(parts: readonly string[]): string {
  const wrong = parts.find((part) => part === '' || part.includes(':'));
  if (wrong !== undefined) throw new RangeError(`"${wrong}" cannot be part of a key: it is empty or holds a colon`);
  return parts.join(':');
}

/** The order in which turns of a thread were said. */
export function inOrder(a: Pick<Turn, 'at' | 'id'>, b: Pick<Turn, 'at' | 'id'>): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
