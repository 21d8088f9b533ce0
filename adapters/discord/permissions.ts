import { PermissionFlagsBits } from 'discord.js';

/** The names of those permissions that are wanted and not granted, with commas between; empty when all are. */
export function missingIn(granted: string | undefined, wanted: Readonly<Record<string, bigint>>): string {
  const bits = BigInt(granted ?? '0');
  if (has(bits, PermissionFlagsBits.Administrator)) return '';
  return Object.entries(wanted)
    .filter(([, bit]) => !has(bits, bit))
    .map(([name]) => name)
    .join(', ');
}

const has = (bits: bigint, bit: bigint): boolean => (bits & bit) === bit;
