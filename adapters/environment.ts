import { join } from 'node:path';
import { z } from 'zod';
import { FAIR } from '../src/delivery/fair-use.ts';
import { createSeal, SealError } from './storage/sealed.ts';

const COPY = 'holds a space or a line break: copy it again';
const secret = (form = /^\S+$/, problem = COPY) => z.string().regex(/^\S+$/, COPY).regex(form, problem).optional();
const port = (standard: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port: write a number from 0 to 65535')
    .transform(Number)
    .refine((number) => number <= 65_535, 'is not a port: write a number from 0 to 65535')
    .default(standard);
const share = (standard: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'is not a number of turns a minute: write 1 or more')
    .transform(Number)
    .default(standard);
const address = () => z.url({ protocol: /^https?$/, error: 'is no web address: write it as https://host/' });
const host = () => z.string().regex(/^\S+$/, 'is no host: write a name or an address, such as 0.0.0.0');
const level = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
  error: 'is not a level: write debug, info, warn, error or silent',
});

/** Every variable there is, and what it must look like. */
export const environment = z.object({
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: secret(
    /^postgres(ql)?:\/\//,
    'is no address of a PostgreSQL: write postgres://user:password@host/name',
  ),
  SECRET_KEYS: z.string().superRefine(asKeyring).optional(),
  KNOWLEDGE_DIR: z.string().default(join(import.meta.dirname, '..', 'knowledge')),
  LOG_LEVEL: level.default('info'),
  WEB_HOST: host().default('127.0.0.1'),
  WEB_PORT: port(3001),
  FAIR_USE_PERSON: share(FAIR.speaker),
  FAIR_USE_CHANNEL: share(FAIR.lane),
  FAIR_USE_WORKSPACE: share(FAIR.tenant),
  HOST: host().default('127.0.0.1'),
  PORT: port(3000),
  SLACK_BOT_TOKEN: secret(/^(xoxe\.)?xoxb-/, 'is no bot token: copy the one that begins with xoxb-'),
  SLACK_SIGNING_SECRET: secret(),
  SLACK_APP_TOKEN: secret(/^xapp-/, 'is no app-level token: copy the one that begins with xapp-'),
  SLACK_CLIENT_ID: secret(),
  SLACK_CLIENT_SECRET: secret(),
  SLACK_SCOPES: z.enum(['minimal', 'conversational'], 'is neither minimal nor conversational').optional(),
  SLACK_API_URL: address().default('https://slack.com/api/'),
  DISCORD_TOKEN: secret(),
  DISCORD_API_URL: address().optional(),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{17,20}$/, 'is no id of a server: copy it with "Copy Server ID" in developer mode')
    .optional(),
  DISCORD_SHARDS: z
    .union(
      [
        z.literal('auto'),
        z
          .string()
          .regex(/^[1-9]\d{0,3}$/)
          .transform(Number),
      ],
      {
        error: 'is not a number of shards: write 1 or more, or auto',
      },
    )
    .default(1),
});

function asKeyring(keys: string, context: z.RefinementCtx): void {
  try {
    createSeal(keys);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    context.addIssue(error.message.replace(/^SECRET_KEYS:? /, ''));
  }
}
