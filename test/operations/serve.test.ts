import { afterEach, expect, test } from 'vitest';
import { ConfigError } from '../../adapters/config.ts';
import { openStore } from '../../adapters/storage/store.ts';
import { ClosedError } from '../../src/delivery/delivery.ts';
import { laneFrom, speakerSchema, type Turn, tenantFrom, threadFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { createServing } from './serving.ts';

type Serving = ReturnType<typeof createServing>;
const made: Serving[] = [];
function serving(env: Record<string, string> = {}): Serving {
  const one = createServing(env);
  made.push(one);
  return one;
}
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

const tenant = tenantFrom('slack', 'T1');
const turn = (text: string, at: number): Turn => ({
  id: turnIdFrom(tenant, 'C1', String(at)),
  tenant,
  lane: laneFrom(tenant, 'C1'),
  thread: threadFrom(tenant, 'C1', '1'),
  speaker: speakerSchema.parse('ana'),
  text,
  at: at * 1_000_000,
  addressed: true,
  direct: false,
  toAnother: false,
  shown: 'thread',
});

/** Where the process can be asked how it is: the port stands in its log. */
const SECTION = {
  access: { kind: 'token', botToken: 'xoxb-1' },
  transport: { kind: 'socket', appToken: 'xapp-1' },
  apiUrl: 'https://slack.com/api/',
};

test('what is configured is started, hears, is answered, and stops in order', async () => {
  const one = serving();
  const code = one.serve();
  await one.listening;
  expect(one.held.section).toEqual(SECTION);
  expect(await one.held.parts?.delivery.admit(turn('is docker faster to start than a vm?', 1))).toBe('admitted');
  one.host.emit('SIGTERM');
  expect(await code).toBe(0);
  expect(one.visible.map(({ kind, title }) => [kind, title])).toEqual([['answer', expect.stringContaining('Startup')]]);
  expect(one.told).toEqual(['started', 'listening', 'not listening', 'stopped']);
  await expect(one.held.parts?.delivery.admit(turn('and networking?', 2))).rejects.toThrow(ClosedError);
  const store = await openStore({ dataDir: one.dataDir, log: { warn: () => {} } });
  expect(await store.backlog()).toMatchObject({ turns: 0, posts: 0, dead: 0 });
  await store.close();
});

test('a second signal ends it at once', async () => {
  const one = serving();
  const code = one.serve();
  await one.listening;
  one.host.emit('SIGINT');
  one.host.emit('SIGTERM');
  expect(one.exits).toEqual([1]);
  expect(await code).toBe(0);
});

test.each<[string, (one: Serving) => void, number]>([
  ['an adapter that can never work again', (one) => one.held.parts?.giveUp('the token was revoked'), 78],
  ['an error that nobody caught', (one) => one.host.emit('uncaughtException', new Error('odd')), 70],
])('%s stops all of it', async (_, happen, expected) => {
  const one = serving();
  const code = one.serve();
  await one.listening;
  happen(one);
  expect(await code).toBe(expected);
  expect(one.told.slice(-2)).toEqual(['not listening', 'stopped']);
});

test('an adapter that stops badly does not keep the others from it', async () => {
  const one = serving({ DISCORD_TOKEN: 'abc' });
  const other = serving();
  const bad = async () => ({
    ...other.running,
    stopListening: () => Promise.reject(new Error('odd')),
    stop: () => {
      throw new Error('odd');
    },
  });
  const code = one.serve({ slack: one.start, discord: bad });
  await Promise.all([one.listening, other.listening]);
  one.host.emit('SIGTERM');
  expect(await code).toBe(0);
  expect(one.told.slice(-2)).toEqual(['not listening', 'stopped']);
});

test.each<[string, (one: Serving) => Promise<number>, Record<string, string>, number, string]>([
  [
    'nothing is configured',
    (one) => one.serve(),
    { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' },
    78,
    'nothing is configured to serve. Set one of:\n  SLACK_BOT_TOKEN',
  ],
  [
    'the settings are wrong',
    (one) => one.serve(),
    { WEB_PORT: 'x', SLACK_APP_TOKEN: '' },
    78,
    'WEB_PORT is not a port: write a number from 0 to 65535\nSLACK_SIGNING_SECRET is missing',
  ],
  ['an adapter is not there', (one) => one.serve({}), {}, 78, 'slack is configured, but not a part of this build'],
  ['there is no knowledge', (one) => one.serve(), { KNOWLEDGE_DIR: '/nowhere' }, 78, 'cannot read /nowhere/'],
  [
    'the store is out of reach',
    (one) => one.serve(),
    { DATABASE_URL: 'postgres://me:s3cret@127.0.0.1:1/x' },
    69,
    'PostgreSQL does not answer at 127.0.0.1:1',
  ],
  ['the folder cannot be written', (one) => one.serve(), { DATA_DIR: '/dev/null/data' }, 69, 'cannot be written'],
  [
    'a platform refuses us',
    (one) => one.serve({ slack: () => Promise.reject(new ConfigError('SLACK_BOT_TOKEN is refused by Slack')) }),
    {},
    78,
    'SLACK_BOT_TOKEN is refused by Slack\n',
  ],
  [
    'an adapter breaks',
    (one) => one.serve({ slack: () => Promise.reject(new TypeError('odd')) }),
    {},
    70,
    'TypeError: odd\n    at ',
  ],
])('when %s it says so and ends', async (_, serve, env, expected, told) => {
  const one = serving(env);
  expect(await serve(one)).toBe(expected);
  expect(one.complaints.join('')).toContain(told);
  expect(one.complaints.join('')).not.toContain('s3cret');
});

test('when one adapter cannot start, the other is stopped', async () => {
  const one = serving({ DISCORD_TOKEN: 'abc' });
  const discord = () => Promise.reject(new ConfigError('DISCORD_TOKEN is refused by Discord'));
  expect(await one.serve({ slack: one.start, discord })).toBe(78);
  expect(one.told).toEqual(['started', 'not listening', 'stopped']);
});
