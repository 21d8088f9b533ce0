import { SimpleShardingStrategy } from 'discord.js';
import { z } from 'zod';
import type { Parts } from '../adapter.ts';

const dispatched = z.looseObject({ t: z.string().regex(/^[A-Z_]+$/), s: z.int(), d: z.unknown() });
const named = z.looseObject({ id: z.string() });

/** What discord.js reads of an event without looking whether it is there. */
const EVENTS: Readonly<Record<string, z.ZodType>> = {
  READY: z.looseObject({
    session_id: z.string(),
    resume_gateway_url: z.string(),
    guilds: z.array(named),
    user: named,
    application: named,
  }),
  RESUMED: z.unknown(),
};

/** The same of the other packets, by their opcode. */
const PACKETS: Readonly<Record<number, z.ZodType>> = {
  0: dispatched.refine(({ t, d }) => (EVENTS[t] ?? z.unknown().refine(isThere)).safeParse(d).success),
  9: z.looseObject({ d: z.boolean() }),
  10: z.looseObject({ d: z.looseObject({ heartbeat_interval: z.int32().min(1) }) }),
};

const packetSchema = z.looseObject({ op: z.int() });

const isThere = (given: unknown): boolean => given !== undefined && given !== null;

function isPacket(given: unknown): boolean {
  const { success, data } = packetSchema.safeParse(given);
  return success && (PACKETS[data.op]?.safeParse(data).success ?? true);
}

/** A connection of discord.js to the gateway, as far as we change it. */
interface Shard {
  unpackMessage(...given: unknown[]): Promise<unknown>;
}

/**
 * How discord.js connects, but that packets without the shape that it relies on are let go: what it throws at one of them is
 * thrown where nobody can catch it.
 */
export function createStrategy(
  manager: ConstructorParameters<typeof SimpleShardingStrategy>[0],
  log: Parts['log'],
): SimpleShardingStrategy {
  const strategy = new SimpleShardingStrategy(manager);
  const spawn = strategy.spawn.bind(strategy);
  strategy.spawn = async (ids) => {
    await spawn(ids);
    const { shards } = strategy as unknown as { shards: ReadonlyMap<number, Shard> };
    for (const shard of shards.values()) letGoBroken(shard, log);
  };
  return strategy;
}

function letGoBroken(shard: Shard, log: Parts['log']): void {
  const unpack = shard.unpackMessage.bind(shard);
  shard.unpackMessage = async (...given) => {
    const packet = await unpack(...given);
    if (isPacket(packet)) return packet;
    log.warn('a packet of the gateway could not be read');
    return null;
  };
}
