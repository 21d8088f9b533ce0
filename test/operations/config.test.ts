import { describe, expect, test } from 'vitest';
import { type Config, ConfigError, configFrom } from '../../adapters/config.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-abc', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    configFrom(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message.split('\n');
  }
  return [];
};

describe('settings', () => {
  test('none are needed', () => {
    const config = configFrom({ HOME: '/root' });
    expect(config).toMatchObject({
      store: { databaseUrl: undefined, dataDir: 'data', secretKeys: undefined },
      web: { host: '127.0.0.1', port: 3001 },
      limits: { speaker: 10, lane: 30, tenant: 300 },
      logLevel: 'info',
      slack: undefined,
      discord: undefined,
      secrets: [],
    });
    expect(config.knowledge).toMatch(/\/knowledge$/);
  });

  test('that are empty count as unset', () => {
    expect(configFrom({ SLACK_BOT_TOKEN: '', DISCORD_TOKEN: ' ', WEB_PORT: '', DATABASE_URL: '' })).toEqual(
      configFrom({}),
    );
  });

  test.each<[Record<string, string>, Partial<Config>]>([
    [{ WEB_PORT: '0', WEB_HOST: '0.0.0.0' }, { web: { host: '0.0.0.0', port: 0 } }],
    [{ FAIR_USE_PERSON: '3', FAIR_USE_WORKSPACE: '5000' }, { limits: { speaker: 3, lane: 30, tenant: 5000 } }],
    [{ KNOWLEDGE_DIR: '/srv/pack' }, { knowledge: '/srv/pack' }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [{ DISCORD_API_URL: 'http://127.0.0.1:9/api', DISCORD_SHARDS: '2' }, { discord: undefined }],
    [{ SLACK_API_URL: 'https://slack-gov.com/api/', PORT: '80', SLACK_SCOPES: 'minimal' }, { slack: undefined }],
  ])('%j is read as %j', (env, expected) => {
    expect(configFrom(env)).toMatchObject(expected);
  });
});

const http = { kind: 'http', signingSecret: SLACK.SLACK_SIGNING_SECRET, host: '127.0.0.1', port: 3000 };
const token = { kind: 'token', botToken: 'xoxb-1-abc' };
test.each<[string, Record<string, string>, Config['slack']]>([
  ['over HTTP', SLACK, { access: token, transport: http, apiUrl: 'https://slack.com/api/' } as Config['slack']],
  [
    'at an address and API of its own',
    { ...SLACK, HOST: '0.0.0.0', PORT: '8080', SLACK_API_URL: 'http://127.0.0.1:9/api/' },
    {
      access: token,
      transport: { ...http, host: '0.0.0.0', port: 8080 },
      apiUrl: 'http://127.0.0.1:9/api/',
    } as Config['slack'],
  ],
  [
    'over Socket Mode',
    { SLACK_BOT_TOKEN: 'xoxe.xoxb-1-abc', SLACK_APP_TOKEN: 'xapp-1-A-1-f' },
    {
      access: { kind: 'token', botToken: 'xoxe.xoxb-1-abc' },
      transport: { kind: 'socket', appToken: 'xapp-1-A-1-f' },
      apiUrl: 'https://slack.com/api/',
    },
  ],
  [
    'for any workspace',
    {
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'cs',
      SLACK_SIGNING_SECRET: SLACK.SLACK_SIGNING_SECRET,
      SECRET_KEYS: KEY,
      SLACK_SCOPES: 'conversational',
    },
    {
      access: { kind: 'oauth', clientId: '1.2', clientSecret: 'cs', scopes: 'conversational' },
      transport: http,
      apiUrl: 'https://slack.com/api/',
    } as Config['slack'],
  ],
])('Slack %s', (_, env, expected) => {
  expect(configFrom(env).slack).toEqual(expected);
});

test.each<[string, Record<string, string>, string[]]>([
  ['a token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET is missing (for Socket Mode']],
  ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN is missing']],
  [
    'both ways in',
    { ...SLACK, SLACK_APP_TOKEN: 'xapp-1' },
    ['SLACK_SIGNING_SECRET is for HTTP, SLACK_APP_TOKEN for Socket Mode'],
  ],
  [
    'half an installation',
    { SLACK_CLIENT_ID: '1.2' },
    ['SLACK_CLIENT_SECRET is missing', 'SECRET_KEYS is missing', 'SLACK_SIGNING_SECRET is missing'],
  ],
  [
    'the other half',
    { SLACK_CLIENT_SECRET: 'x', SECRET_KEYS: KEY, SLACK_SIGNING_SECRET: 'abc' },
    ['SLACK_CLIENT_ID is missing'],
  ],
  [
    'everything at once',
    { ...SLACK, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'x', SLACK_APP_TOKEN: 'xapp-1', SECRET_KEYS: KEY },
    ['SLACK_BOT_TOKEN is for one workspace', 'SLACK_APP_TOKEN cannot go with', 'SLACK_SIGNING_SECRET is for HTTP'],
  ],
])('Slack with %s is refused, with what to do and where to read on', (_, env, expected) => {
  const problems = problemsOf(env);
  expect(problems).toHaveLength(expected.length);
  for (const [index, problem] of problems.entries()) {
    expect(problem).toContain(expected[index]);
    expect(problem).toContain('Add to Slack');
  }
});

test('Discord', () => {
  expect(configFrom({ DISCORD_TOKEN: 'abc.def.ghi' }).discord).toEqual({
    token: 'abc.def.ghi',
    apiUrl: undefined,
    guildId: undefined,
    shards: 1,
  });
  const all = {
    DISCORD_GUILD_ID: '41771983423143937',
    DISCORD_SHARDS: 'auto',
    DISCORD_API_URL: 'http://127.0.0.1:9/api',
  };
  expect(configFrom({ DISCORD_TOKEN: 'abc.def.ghi', ...all }).discord).toEqual({
    token: 'abc.def.ghi',
    apiUrl: 'http://127.0.0.1:9/api',
    guildId: '41771983423143937',
    shards: 'auto',
  });
  expect(configFrom({ DISCORD_TOKEN: 'a', DISCORD_SHARDS: '4' }).discord?.shards).toBe(4);
});

test('all mistakes are told at once, each with its variable, and no secret is told', () => {
  const env = {
    DATABASE_URL: 'mysql://me:hush@db/x',
    SECRET_KEYS: `${KEY},hush`,
    LOG_LEVEL: 'loud',
    WEB_PORT: '70000',
    PORT: 'http',
    WEB_HOST: 'a b',
    FAIR_USE_PERSON: '0',
    FAIR_USE_CHANNEL: '-1',
    SLACK_BOT_TOKEN: 'xoxp-hush',
    SLACK_APP_TOKEN: 'hush',
    SLACK_SIGNING_SECRET: 'hu\nsh',
    SLACK_API_URL: 'slack.com',
    DISCORD_TOKEN: 'Bot hush',
    DISCORD_API_URL: 'ftp://hush/',
    DISCORD_GUILD_ID: 'my server',
    DISCORD_SHARDS: '0',
  };
  const problems = problemsOf(env);
  expect(new Set(problems.map((line) => line.split(' ')[0]))).toEqual(new Set(Object.keys(env)));
  expect(problems.join()).not.toMatch(/hush|my server/);
  expect(problems).toContain('WEB_PORT is not a port: write a number from 0 to 65535');
  expect(problems).toContain('SECRET_KEYS key 2 is not 32 bytes in base64; make one with: openssl rand -base64 32');
});

test('what is secret is known, for the log to leave out', () => {
  const env = { ...SLACK, SECRET_KEYS: `${KEY},${KEY}`, DISCORD_TOKEN: 'a.b.c', DATABASE_URL: 'postgres://u:p@h/d' };
  expect(configFrom(env).secrets.toSorted()).toEqual(
    [SLACK.SLACK_BOT_TOKEN, SLACK.SLACK_SIGNING_SECRET, KEY, KEY, 'a.b.c', 'postgres://u:p@h/d'].toSorted(),
  );
});
