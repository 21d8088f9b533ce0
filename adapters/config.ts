import type { z } from 'zod';
import type { Limits } from '../src/delivery/fair-use.ts';
import { environment } from './environment.ts';

/** What is configured is wrong: the message says what to do, a line a mistake, and never holds a secret. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

export interface Config {
  store: { databaseUrl: string | undefined; dataDir: string; secretKeys: string | undefined };
  web: Address;
  /** The folder of the knowledge. */
  knowledge: string;
  limits: Limits;
  logLevel: Environment['LOG_LEVEL'];
  slack: SlackSection | undefined;
  discord: DiscordSection | undefined;
  /** Every secret value, for the log to leave out. */
  secrets: string[];
}

interface Address {
  host: string;
  port: number;
}

interface OAuth {
  kind: 'oauth';
  clientId: string;
  clientSecret: string;
  /** Which scopes an installation asks for; the smallest set when undefined. */
  scopes?: 'minimal' | 'conversational';
}

export interface SlackSection {
  /** One workspace by its token, or any workspace that installs us. */
  access: { kind: 'token'; botToken: string } | OAuth;
  /** How Slack reaches us. */
  transport: ({ kind: 'http'; signingSecret: string } & Address) | { kind: 'socket'; appToken: string };
  apiUrl: string;
}

export interface DiscordSection {
  token: string;
  /** Undefined means Discord's own. */
  apiUrl: string | undefined;
  /** Commands are registered in this guild alone, while developing. */
  guildId: string | undefined;
  /** How many connections share the guilds; `auto` asks Discord. */
  shards: number | 'auto';
}

type Environment = z.infer<typeof environment>;
type Name = keyof Environment;

const SECRETS = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'SLACK_CLIENT_SECRET',
  'DISCORD_TOKEN',
  'DATABASE_URL',
] as const;

/**
 * What the environment says; an empty variable counts as unset.
 * @throws ConfigError with every mistake at once
 */
export function configFrom(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const { success, data, error } = environment.safeParse(set);
  const mistakes = success ? [] : error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  mistakes.push(...slackMistakes(new Set(Object.keys(set))));
  if (!success || mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
  return {
    store: { databaseUrl: data.DATABASE_URL, dataDir: data.DATA_DIR, secretKeys: data.SECRET_KEYS },
    web: { host: data.WEB_HOST, port: data.WEB_PORT },
    knowledge: data.KNOWLEDGE_DIR,
    limits: { speaker: data.FAIR_USE_PERSON, lane: data.FAIR_USE_CHANNEL, tenant: data.FAIR_USE_WORKSPACE },
    logLevel: data.LOG_LEVEL,
    slack: slackSection(data),
    discord: discordSection(data),
    secrets: [...SECRETS.flatMap((name) => data[name] ?? []), ...(data.SECRET_KEYS?.split(',') ?? [])],
  };
}

/** By which Slack is configured; the others only adjust it. */
const SLACK: readonly Name[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
];
const SEE = '(README, "Add to Slack")';

/** What is missing, and what contradicts what: told apart from the values, so that all is told at once. */
function slackMistakes(set: ReadonlySet<string>): string[] {
  const has = (name: Name): boolean => set.has(name);
  const oauth = has('SLACK_CLIENT_ID') || has('SLACK_CLIENT_SECRET');
  const rules: [boolean, string][] = [
    [!has('SLACK_CLIENT_ID'), oauth ? 'SLACK_CLIENT_ID is missing: SLACK_CLIENT_SECRET alone installs nothing' : ''],
    [!has('SLACK_CLIENT_SECRET'), oauth ? 'SLACK_CLIENT_SECRET is missing: SLACK_CLIENT_ID needs it' : ''],
    [
      oauth && !has('SECRET_KEYS'),
      'SECRET_KEYS is missing: tokens of workspaces are kept sealed; see openssl rand -base64 32',
    ],
    [
      oauth && has('SLACK_BOT_TOKEN'),
      'SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for many: unset one of them',
    ],
    [
      oauth && has('SLACK_APP_TOKEN'),
      'SLACK_APP_TOKEN cannot go with SLACK_CLIENT_ID: an installation needs a web address',
    ],
    [!oauth && !has('SLACK_BOT_TOKEN'), 'SLACK_BOT_TOKEN is missing: copy it from "OAuth & Permissions"'],
    [
      has('SLACK_APP_TOKEN') && has('SLACK_SIGNING_SECRET'),
      'SLACK_SIGNING_SECRET is for HTTP, SLACK_APP_TOKEN for Socket Mode: unset one of them',
    ],
    [
      !has('SLACK_APP_TOKEN') && !has('SLACK_SIGNING_SECRET'),
      'SLACK_SIGNING_SECRET is missing (for Socket Mode set SLACK_APP_TOKEN instead)',
    ],
  ];
  if (!SLACK.some(has)) return [];
  return rules.flatMap(([broken, problem]) => (broken && problem ? [`${problem} ${SEE}`] : []));
}

function slackSection(data: Environment): SlackSection | undefined {
  if (!SLACK.some((name) => data[name] !== undefined)) return undefined;
  const {
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret = '',
    SLACK_APP_TOKEN: appToken,
    SLACK_SCOPES: scopes,
  } = data;
  return {
    access:
      clientId === undefined
        ? { kind: 'token', botToken: data.SLACK_BOT_TOKEN ?? '' }
        : { kind: 'oauth', clientId, clientSecret, ...(scopes && { scopes }) },
    transport:
      appToken === undefined
        ? { kind: 'http', signingSecret: data.SLACK_SIGNING_SECRET ?? '', host: data.HOST, port: data.PORT }
        : { kind: 'socket', appToken },
    apiUrl: data.SLACK_API_URL,
  };
}

function discordSection(data: Environment): DiscordSection | undefined {
  if (data.DISCORD_TOKEN === undefined) return undefined;
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, DISCORD_GUILD_ID: guildId, DISCORD_SHARDS: shards } = data;
  return { token, apiUrl, guildId, shards };
}
