import { afterEach, describe, expect, test } from 'vitest';
import { createLiveBot, type LiveBot } from '../../adapters/live-bot.ts';
import { type Folder, knowledgeFolder, LEAD } from './folder.ts';

let knowledge: Folder;
let live: LiveBot;
let lines: { level: string; fields: unknown; message: string | undefined }[];
/** What the bot asked the clock to do later; the clock never does by itself. */
let asked: { ms: number; run: () => void; next: PromiseWithResolvers<void> };

async function begin(): Promise<void> {
  knowledge = knowledgeFolder();
  lines = [];
  asked = { ms: 0, run: () => {}, next: Promise.withResolvers() };
  const write = (level: string) => (fields: unknown, message?: string) => void lines.push({ level, fields, message });
  const after = (ms: number, run: () => void) => {
    asked.next.resolve();
    asked = { ms, run, next: Promise.withResolvers() };
    return () => {};
  };
  live = await createLiveBot({
    folder: knowledge.folder,
    clock: { after },
    log: { info: write('info'), error: write('error') },
  });
}
afterEach(() => {
  live.stop();
  knowledge.remove();
});

const lead = (): string => live.bot().respond({ text: 'what is a hypervisor', speaker: 'ana' }).card.lead;
const yes = (text: string) => text.replace(LEAD, 'The layer below.');

describe('new knowledge', () => {
  test('is read aside, used from the next turn on, and told', async () => {
    await begin();
    const { version } = live.state();
    await live.reload();
    expect([live.state(), lines]).toEqual([{ version, stale: undefined, reloads: { taken: 0, kept: 0 } }, []]);
    const before = live.bot().respond({ text: 'what is a hypervisor', speaker: 'ana' });
    knowledge.say('The layer that creates virtual things.');
    const reading = live.reload();
    expect(lead()).toBe(LEAD);
    await reading;
    expect(lead()).toBe('The layer that creates virtual things.');
    expect(live.state()).toMatchObject({ stale: undefined, reloads: { taken: 1, kept: 0 } });
    expect(live.state().version).not.toBe(version);
    expect(lines).toEqual([
      { level: 'info', fields: { knowledge: live.state().version }, message: 'new knowledge is in use' },
    ]);
    expect(live.bot().respond({ text: 'why?', speaker: 'ana' }, before.conversation).card.lead).not.toBe('');
  });

  test('need not be built', async () => {
    await begin();
    knowledge.write('terms.yaml', yes);
    await live.reload();
    expect([lead(), live.state().stale]).toEqual(['The layer below.', undefined]);
  });

  test('that changes while it is read is read again', async () => {
    await begin();
    knowledge.say('The layer that creates first things.');
    const first = live.reload();
    knowledge.say('The layer that creates last things.');
    await Promise.all([first, live.reload()]);
    expect(lead()).toBe('The layer that creates last things.');
  });
});

const WRONG: [string, (folder: Folder) => void, RegExp][] = [
  ['half written', ({ write }) => write('rules.yaml', (text) => text.slice(0, text.length / 2)), /^rules\.yaml:\d+: /],
  ['no YAML', ({ write }) => write('terms.yaml', () => '{ terms: ['), /^terms\.yaml:\d+: /],
  ['not as the schema wants it', ({ write }) => write('facts.yaml', () => '- id: 7'), /^facts\.yaml:1: 0\.id: /],
  [
    'naming a source that does not exist',
    ({ write }) => write('terms.yaml', (text) => text.replace('sources: [cncfg]', 'sources: [nobody]')),
    /^terms\.yaml:9: .*nobody/,
  ],
  ['without its files', ({ lose }) => lose(), /cannot read .*sources\.yaml/],
  [
    'with weights of another version',
    ({ write }) => write('built/weights.bin', () => 'old'),
    /weights\.bin is of another/,
  ],
];

test('wrong knowledge is not taken: the old answers, and what is wrong is told', async () => {
  await begin();
  for (const [index, [name, spoil, problem]] of WRONG.entries()) {
    spoil(knowledge);
    await live.reload();
    expect(lead()).toBe(LEAD);
    expect(live.state(), name).toMatchObject({
      stale: expect.stringMatching(problem),
      reloads: { taken: 0, kept: index + 1 },
    });
    expect(lines.at(-1)).toMatchObject({ level: 'error', fields: { problem: live.state().stale } });
    knowledge.restore();
  }
  await live.reload();
  expect(live.state()).toMatchObject({ stale: undefined, reloads: { taken: 0, kept: WRONG.length } });
});

describe('the folder is looked at', () => {
  test('and read when its files were left alone for a while', async () => {
    await begin();
    const noticed = asked.next.promise;
    knowledge.say('The layer that creates watched things.');
    await noticed;
    expect(asked.ms).toBe(300);
    asked.run();
    await live.reload();
    expect(lead()).toBe('The layer that creates watched things.');
  });

  test('and looked for when it is gone', async () => {
    await begin();
    const noticed = asked.next.promise;
    knowledge.lose();
    await noticed;
    asked.run();
    await live.reload();
    expect(live.state().stale).toContain('cannot read');
    expect(asked.ms).toBe(5_000);
    asked.run();
    expect(asked.ms).toBe(5_000);
    knowledge.restore();
    knowledge.say('The layer that creates found things.');
    asked.run();
    await live.reload();
    expect([lead(), live.state().stale]).toEqual(['The layer that creates found things.', undefined]);
  });
});
