import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog, type Log } from '../../adapters/log.ts';
import { createReport } from '../../adapters/report.ts';
import { postIdSchema } from '../../src/delivery/post.ts';
import { turnIdSchema } from '../../src/delivery/turn.ts';

const SECRET = 'correct horse battery staple';

/** What a log writes, line by line. */
function written(write: (log: Log) => void, secrets: string[] = [SECRET]): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog('trace', secrets, { write: (line) => void lines.push(line) }));
  return lines.map((line) => {
    expect(line.trimEnd()).not.toContain('\n');
    return JSON.parse(line);
  });
}

test('a line is a JSON object with its time, its level, the id of its turn and a sentence', () => {
  const [line] = written((log) =>
    log.child({ adapter: 'slack' }).info({ turn: 'slack:T1:C1:1', ms: 3 }, 'a turn was taken'),
  );
  expect(line).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    adapter: 'slack',
    turn: 'slack:T1:C1:1',
    ms: 3,
    msg: 'a turn was taken',
  });
});

/** Made up, in the shape of the real ones. */
const OPENERS = [
  ['xoxb', '123456789012', 'abcdefABCDEF'].join('-'),
  ['xapp', '1', 'A0123', '99', 'abcdef0123456789'].join('-'),
  `xoxe.${['xoxb', '1', 'abc'].join('-')}`,
  ['MTIzNDU2Nzg5MDEyMzQ1Njc4', 'GabcdE', 'abcdefghijklmnopqrstuvwxyz0123456789AB'].join('.'),
  'https://hooks.slack.com/commands/T1/2/abc',
  'https://discord.com/api/webhooks/123/abcdefghijklmnopqrstuvwxyz',
  'https://discord.com/api/v10/interactions/123/aW50ZXJhY3Rpb246MTIzNDU2/callback',
  `v0=${'0123456789abcdef'.repeat(4)}`,
  'postgres://me:hunter2@db:5432/x',
];
const heart = (opener: string): string => (/hunter2|callback/.exec(opener)?.[0] === 'hunter2' ? 'hunter2' : opener);

describe('what opens doors never gets in', () => {
  test.each([SECRET, ...OPENERS])('%s', (opener) => {
    const lines = written((log) => {
      log.info({ reason: `it was ${opener}!` }, `about ${opener}`);
      log.info(`only ${opener}`);
      log.error({ err: Object.assign(new Error(`refused ${opener}`), { code: 7, opener }) }, '');
      log.error({ err: new Error(`refused ${opener}`) }, 'it failed');
      log.warn({ list: [opener, { opener }], deep: { of: { it: opener } }, [opener]: 1 }, 'odd');
      log.child({ adapter: opener }).info('a child');
    });
    expect(JSON.stringify(lines)).not.toContain(heart(opener));
    expect(lines).toHaveLength(6);
  });
});

test('what people say never gets in, whichever way it is handed over', () => {
  const said = 'our payroll runs on a beige box';
  const failure = Object.assign(new Error('refused'), {
    code: 'slack_webapi_platform_error',
    data: { text: said },
    requestBody: said,
  });
  const lines = written((log) => {
    log.info({ text: said, content: said, title: said, response_url: said, triggerToken: said }, 'heard');
    log.info({ event: { text: said }, body: JSON.stringify({ text: said }), turn: 'slack:T1:C1:1' }, 'heard');
    log.error({ err: failure }, 'failed');
  });
  expect(JSON.stringify(lines)).not.toContain('payroll');
  expect(lines[1]).toMatchObject({ turn: 'slack:T1:C1:1' });
  expect(lines[2]).toMatchObject({ err: { type: 'Error', problem: 'refused', code: 'slack_webapi_platform_error' } });
});

test('whatever is handed over, one line comes out and it is JSON', () => {
  const lines: string[] = [];
  const log = createLog('trace', [SECRET], { write: (line) => void lines.push(line) });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), fc.string({ unit: 'binary' }), (fields, message) => {
      log.warn(fields, message);
      const [line = '', ...more] = lines.splice(0);
      expect([JSON.parse(line).level, line.indexOf('\n'), more]).toEqual(['warn', line.length - 1, []]);
    }),
    { seed: 3, numRuns: 300 },
  );
});

test.each([
  [
    { kind: 'turn', turn: 't', outcome: 'answered', intent: 'ask', sinceAdmitted: 4 },
    { level: 'info', turn: 't', outcome: 'answered', intent: 'ask', ms: 4 },
  ],
  [
    { kind: 'turn-failed', turn: 't', attempt: 2, error: new RangeError('no') },
    { level: 'error', turn: 't', attempt: 2, err: { type: 'RangeError', problem: 'no' } },
  ],
  [
    { kind: 'sent', post: 'p', attempt: 1, sinceWritten: 9 },
    { level: 'debug', post: 'p', attempt: 1, ms: 9 },
  ],
  [
    { kind: 'retried', post: 'p', attempt: 1, reason: 'busy', wait: 5 },
    { level: 'warn', post: 'p', reason: 'busy', wait: 5 },
  ],
  [
    { kind: 'dead', post: 'p', attempt: 3, reason: 'gone' },
    { level: 'error', post: 'p', attempt: 3, reason: 'gone' },
  ],
  [
    { kind: 'store-failed', during: 'claiming turns', error: 'odd' },
    { level: 'error', during: 'claiming turns' },
  ],
] as const)('%j is told', (event, expected) => {
  const ids = { turn: turnIdSchema.parse('slack:T1:C1:1'), post: postIdSchema.parse('slack:T1:C1:1#0') };
  const known = { ...event, ...('turn' in event && { turn: ids.turn }), ...('post' in event && { post: ids.post }) };
  const [line] = written((log) => createReport(log)(known as Parameters<ReturnType<typeof createReport>>[0]));
  const told = {
    ...expected,
    ...('turn' in expected && { turn: ids.turn }),
    ...('post' in expected && { post: ids.post }),
  };
  expect(line).toMatchObject(told);
});
