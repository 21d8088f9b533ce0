import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { speakLines } from '../../adapters/terminal/lines.ts';
import { runTerminal, USAGE } from '../../adapters/terminal/start.ts';
import { realBot } from '../support.ts';

/** Runs one command line on streams that a test can read. */
async function run(args: string[], typed: string[] = []): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runTerminal(args, {
    input: Readable.from(typed.map((line) => `${line}\n`)),
    write: (text) => void out.push(text),
    complain: (text) => void err.push(text),
    person: false,
    bot: async () => realBot(),
    check: async (folder) => (folder === 'broken' ? ['rules.yaml:3: 0.id: wrong', 'facts.yaml:1: : wrong'] : []),
    build: async (folder) => `wrote ${folder ?? 'ours'}`,
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('one command, one answer', () => {
  test.each([
    [['ask', 'is docker faster to start than a vm?'], 0, 'Startup'],
    [['ask', 'is', 'docker', 'faster', 'to', 'start', 'than', 'a', 'vm?'], 0, 'Startup'],
    [['compare', 'isolation', 'networking'], 0, 'Containers on VMs'],
    [['compare'], 0, 'VM and container side by side'],
    [['recommend', 'vendor supports it only in virtual machines'], 0, 'Recommendation'],
    [['recommend', '--fact', 'os-family=windows', '--fact', 'gui=desktop'], 0, 'windows-desktop-needs-vm'],
    [['recommend', '--fact', 'os-family=windows', 'gui=desktop'], 0, 'windows-desktop-needs-vm'],
    [['lesson', '3'], 0, 'Lesson 3 of 8'],
    [['lesson'], 0, 'Lesson 1 of 8'],
    [['--help'], 0, 'Exit codes'],
    [['knowledge', 'check'], 0, 'The knowledge is sound.'],
    [['knowledge', 'build', 'there'], 0, 'wrote there'],
    [['knowledge', 'check', 'broken'], 1, 'rules.yaml:3: 0.id: wrong\nfacts.yaml:1: : wrong\n'],
    [['ask', 'who won the football match?'], 1, 'I do not cover that'],
    [['recommend', 'we have something'], 1, ''],
    [['recommend', '--fact', 'live-migration=yes', '--fact', 'device-ram-mb=256'], 1, 'No option meets all'],
  ] as [string[], number, string][])('%j ends with %i and says %j', async (args, expected, said) => {
    const { code, out, err } = await run(args);
    expect([code, err]).toEqual([expected, '']);
    expect(out).toContain(said);
    expect(out.endsWith('\n')).toBe(true);
  });

  test.each([
    [['--json', 'ask', 'networking'], { intent: 'ask', topic: 'networking', refused: false, verdict: null }],
    [['recommend', '--json', '--fact', 'os-family=macos'], { verdict: 'vm', facts: { 'os-family': 'macos' } }],
    [['recommend', '--json', '--fact', 'instance-count=40'], { facts: { 'instance-count': 40 } }],
  ])('%j writes one JSON object', async (args, expected) => {
    const { out } = await run(args);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject(expected);
    expect(Object.keys(JSON.parse(out))).toEqual(
      expect.arrayContaining(['sources', 'text', 'rules', 'ask', 'options']),
    );
  });
});

test.each([
  [['sing'], 'unknown command "sing"'],
  [['ask'], '"ask" needs some words'],
  [['recommend'], '"recommend" needs some words'],
  [['chat', 'hello'], 'did you mean: ask "hello"?'],
  [['--loud'], "Unknown option '--loud'"],
  [['ask', 'x', '--json=yes'], '--json'],
  [['knowledge'], '"knowledge" needs "check" or "build"'],
  [['knowledge', 'burn'], 'not "burn"'],
  [['recommend', '--fact', 'os-family'], 'write it as fact=value'],
  [['recommend', '--fact', '=windows'], 'write it as fact=value'],
  [['recommend', '--fact', 'colour=blue'], 'unknown fact "colour"; allowed: os-family, '],
  [['recommend', '--fact', 'os-family=dos'], '"os-family" has no value "dos"; allowed: linux, windows, '],
  [['recommend', '--fact', 'instance-count=many'], '"instance-count" is a number, not "many"'],
])('%j is bad usage: %s', async (args, problem) => {
  const { code, out, err } = await run(args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(problem);
  expect(err).toContain(USAGE);
});

describe('a conversation', () => {
  test('goes on line by line, a number presses a button, and "exit" ends it', async () => {
    const { code, out } = await run([], ['compare all', '1', 'EXIT', 'help']);
    expect(code).toBe(0);
    expect(out).toContain('Hello. VM or container?');
    expect(out).toContain('(VM and container side by side)');
    expect(out).toContain('(Isolation');
    expect(out).not.toContain('what it can do');
    expect(out.match(/I help you choose/g)).toBeNull();
  });

  test('fills in a form by numbers, words and empty lines', async () => {
    const { out } = await run([], ['which one should I use', 'form', '2', '', 'it needs a GPU', '', '']);
    expect(out).toContain('1/5 ');
    expect(out).toContain('5/5 ');
    expect(out).toContain("[enter] don't know");
    expect(out).toContain('Noted: ');
  });
});

describe('the JSON Lines protocol', () => {
  const speak = async (...lines: string[]): Promise<Record<string, unknown>[]> => {
    const written: string[] = [];
    await speakLines(realBot(), Readable.from(lines.map((line) => `${line}\n`)), (line) => void written.push(line));
    return written.map((line) => JSON.parse(line));
  };
  const message = (id: string, conversation: string, text: string): string =>
    JSON.stringify({ id, conversation, text });

  test('answers each line by its id, and keeps conversations apart', async () => {
    const replies = await speak(
      message('1', 'a', 'it needs windows'),
      message('2', 'b', 'it needs linux'),
      message('3', 'a', 'and a desktop with RDP sessions'),
    );
    expect(replies.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(replies[1]).toMatchObject({ facts: { 'os-family': 'linux' } });
    expect(replies[2]).toMatchObject({ verdict: 'vm', facts: { 'os-family': 'windows', gui: 'desktop' } });
  });

  test.each([
    ['not json', 'the line is not JSON'],
    ['{"id": "1"', 'the line is not JSON'],
    ['42', 'the line: '],
    ['null', 'the line: '],
    ['[]', 'the line: '],
    ['{"conversation": "a", "text": "x"}', 'id: '],
    ['{"id": 1, "conversation": "a", "text": "x"}', 'id: '],
    ['{"id": "1", "conversation": "a"}', 'text: '],
    ['{"id": "1", "conversation": null, "text": "x"}', 'conversation: '],
  ])('%s is answered with an error and the stream goes on', async (line, problem) => {
    const [error, next] = await speak(line, '', message('2', 'a', 'networking'));
    expect(error).toEqual({ id: null, error: expect.stringContaining(problem) });
    expect(next).toMatchObject({ id: '2', topic: 'networking' });
  });

  test('fields it does not know are ignored', async () => {
    const [reply] = await speak(
      JSON.stringify({ id: '1', conversation: 'a', text: 'networking', mood: 'fine', __proto__: 1 }),
    );
    expect(reply).toMatchObject({ id: '1', topic: 'networking' });
    expect(reply).not.toHaveProperty('mood');
  });

  test('ends with its input', async () => {
    const input = new PassThrough();
    const done = speakLines(realBot(), input, () => {});
    input.end();
    await expect(done).resolves.toBeUndefined();
  });
});
