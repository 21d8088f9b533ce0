import { type APIApplication, type APIUser, ApplicationFlags, GatewayIntentBits, type REST, Routes } from 'discord.js';
import { type Parts, UnreachableError } from '../adapter.ts';
import { ConfigError } from '../config.ts';
import type { Granted } from './acts.ts';
import { isRefusal, reasonOf } from './fault.ts';

/** What Discord says of our application. */
export interface Application {
  /** The id of our own user. */
  self: string;
  granted: Granted;
}

/** @throws ConfigError when Discord refuses the token; UnreachableError when it cannot be reached */
export async function readApplication(rest: REST): Promise<Application> {
  try {
    const [application, user] = await Promise.all([
      rest.get(Routes.currentApplication()) as Promise<APIApplication>,
      rest.get(Routes.user()) as Promise<APIUser>,
    ]);
    return { self: user.id, granted: grantedBy(application.flags ?? 0) };
  } catch (error) {
    if (isRefusal(error) && error.status === 401) throw new ConfigError(REFUSED);
    throw unreachable(error);
  }
}

export const unreachable = (cause: unknown): UnreachableError =>
  new UnreachableError(`Discord cannot be reached (${reasonOf(cause)}): check the network and DISCORD_API_URL`, {
    cause,
  });

export const REFUSED =
  'DISCORD_TOKEN is refused by Discord: reset it on the "Bot" page of your application and copy it again';

const { GatewayGuildMembers, GatewayGuildMembersLimited, GatewayMessageContent, GatewayMessageContentLimited } =
  ApplicationFlags;

const grantedBy = (flags: number): Granted => ({
  content: (flags & (GatewayMessageContent | GatewayMessageContentLimited)) !== 0,
  members: (flags & (GatewayGuildMembers | GatewayGuildMembersLimited)) !== 0,
});

/** Neither privileged intent: what works then is enough. */
export const MINIMAL: Granted = { content: false, members: false };

/** The intents to ask for: those that are free to have, and of the privileged ones what is granted. */
export const intentsFor = ({ content, members }: Granted): GatewayIntentBits[] => [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  ...(content ? [GatewayIntentBits.MessageContent] : []),
  ...(members ? [GatewayIntentBits.GuildMembers] : []),
];

/** Says at start what does not work and how to switch it on. */
export function reportGranted({ content, members }: Granted, log: Parts['log']): void {
  const where = 'switch it on under "Privileged Gateway Intents" on the "Bot" page of the application';
  if (!content)
    log.info(`without the Message Content intent, follow-ups in threads need a mention, a reply or a button; ${where}`);
  if (!members) log.info(`without the Server Members intent, newcomers are not invited to the tour; ${where}`);
}
