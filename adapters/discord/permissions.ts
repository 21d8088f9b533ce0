import { type APIInteraction, ApplicationIntegrationType, type Client, PermissionFlagsBits } from 'discord.js';

/** The names of those permissions that are wanted and not granted, with commas between; empty when all are. */
export function missingIn(granted: string | undefined, wanted: Readonly<Record<string, bigint>>): string {
  const bits = BigInt(granted ?? '0');
  if (has(bits, PermissionFlagsBits.Administrator)) return '';
  return Object.entries(wanted)
    .filter(([, bit]) => !has(bits, bit))
    .map(([name]) => name)
    .join(', ');
}

/** Whether we are a member of the server in which we are used; else we are there for this person alone. */
export const isMember = ({ authorizing_integration_owners: owners }: APIInteraction): boolean =>
  owners[ApplicationIntegrationType.GuildInstall] !== undefined;

const { UseExternalApps } = PermissionFlagsBits;

/** Why Discord would show to one person alone what is meant for all here; empty when it would not. */
export function hiddenBecause(interaction: APIInteraction): string {
  if (interaction.guild_id === undefined || isMember(interaction)) return '';
  const missing = missingIn(interaction.member?.permissions, { 'Use External Apps': UseExternalApps });
  return missing === '' ? '' : `Nobody else would see it here. You lack: ${missing}. An administrator can add me.`;
}

/** What we may do in a channel of a server, as the gateway told; undefined when it did not. */
export function permissionsIn(channel: string, client: Client | undefined): string | undefined {
  const found = client?.channels.cache.get(channel);
  if (!client?.user || !found || !('permissionsFor' in found)) return undefined;
  return found.permissionsFor(client.user)?.bitfield.toString();
}

const has = (bits: bigint, bit: bigint): boolean => (bits & bit) === bit;
