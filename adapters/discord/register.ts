import {
  type APIApplication,
  PermissionFlagsBits,
  type REST,
  type RESTAPIPartialCurrentUserGuild,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import { COMMANDS } from './commands.ts';

/** What we do in a server, and nothing beyond: read where we are called, answer, and open threads. */
const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.ReadMessageHistory;

/** The address at which an administrator adds the bot to a server. */
export async function inviteLink(rest: REST): Promise<string> {
  const query = new URLSearchParams({
    client_id: await applicationId(rest),
    permissions: PERMISSIONS.toString(),
    scope: 'bot applications.commands',
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

export interface Registration {
  /** Only in this server, where it shows at once; everywhere when undefined. */
  guild: string | undefined;
  /** Says what would be done. */
  dryRun: boolean;
  /** Removes the commands instead. */
  clear: boolean;
}

/**
 * Brings the commands that Discord has up to date, and writes only what differs. Registered everywhere, they are removed
 * from single servers, where they would show twice. Returns a line for each thing done.
 */
export async function registerCommands(rest: REST, { guild, dryRun, clear }: Registration): Promise<string[]> {
  const application = await applicationId(rest);
  const places = guild === undefined ? [undefined, ...(await guildsOf(rest))] : [guild];
  const done: string[] = [];
  for (const place of places) {
    const wanted = clear || place !== guild ? [] : COMMANDS;
    done.push(...(await bringUpToDate(rest, routeOf(application, place), wanted, dryRun)).map(at(place)));
  }
  return done.length === 0 ? ['nothing to do: Discord has exactly these commands'] : done;
}

const at = (guild: string | undefined) => (what: string) =>
  `${guild === undefined ? 'everywhere' : `server ${guild}`}: ${what}`;

const applicationId = async (rest: REST): Promise<string> =>
  ((await rest.get(Routes.currentApplication())) as APIApplication).id;

/** Discord tells at most 200 servers at once: it is asked until there are none left. */
async function guildsOf(rest: REST, after?: string): Promise<string[]> {
  const query = after === undefined ? {} : { query: new URLSearchParams({ after }) };
  const page = (await rest.get(Routes.userGuilds(), query)) as RESTAPIPartialCurrentUserGuild[];
  const ids = page.map(({ id }) => id);
  return ids.length === 0 ? [] : [...ids, ...(await guildsOf(rest, ids.at(-1)))];
}

const routeOf = (application: string, guild: string | undefined) =>
  guild === undefined ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild);

type Command = RESTPostAPIApplicationCommandsJSONBody;

async function bringUpToDate(
  rest: REST,
  route: ReturnType<typeof routeOf>,
  wanted: readonly Command[],
  dryRun: boolean,
): Promise<string[]> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  const present = (await rest.get(route, { query })) as Command[];
  const same = (a: Command, b: Command): boolean => a.name === b.name && (a.type ?? 1) === (b.type ?? 1);
  const added = wanted.filter((command) => !present.some((other) => same(command, other)));
  const removed = present.filter((other) => !wanted.some((command) => same(command, other)));
  const changed = wanted.filter((command) => present.some((other) => same(command, other) && !covers(other, command)));
  if (added.length + removed.length + changed.length === 0) return [];
  if (!dryRun) await rest.put(route, { body: wanted });
  const told = Object.entries({ added, changed, removed })
    .filter(([, commands]) => commands.length > 0)
    .map(([what, commands]) => `${what} ${commands.map(({ name }) => name).join(', ')}`);
  return told.map((what) => `${dryRun ? 'would have ' : ''}${what}`);
}

/** Whether Discord's copy says what ours says; what it adds, and what it leaves out for "no", makes no difference. */
function covers(theirs: unknown, ours: unknown): boolean {
  if (typeof ours !== 'object' || ours === null) return (theirs ?? false) === ours;
  if (Array.isArray(ours))
    return (
      Array.isArray(theirs) && theirs.length === ours.length && ours.every((part, index) => covers(theirs[index], part))
    );
  const other = (theirs ?? {}) as Record<string, unknown>;
  return (
    optionsIn(theirs) === optionsIn(ours) && Object.entries(ours).every(([key, value]) => covers(other[key], value))
  );
}

/** An option list that we have not, Discord must not have either. */
const optionsIn = (command: unknown): number => (command as { options?: unknown[] } | undefined)?.options?.length ?? 0;
