import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../adapters/storage/store.ts';
import { liveStage } from '../accept/trial.ts';
import { realBot, talk } from '../support.ts';
import { turn } from './stage.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const LINES = [
  'we have 8 linux services and two engineers, where should they run?',
  'one of them runs code of our customers',
  'why?',
  'what if it needs a GPU?',
  'ben: it needs windows',
  'no, it is linux',
  'and networking?',
  'thanks',
];

test('a process that ends after every turn holds the same conversation as one that never ends', async () => {
  const cards: unknown[] = [];
  for (const [at, line] of LINES.entries()) {
    const [, by = 'ana', text = line] = /^(ana|ben): (.*)$/.exec(line) ?? [];
    const store = await openStore({ dataDir, log: { warn: (details) => expect.unreachable(JSON.stringify(details)) } });
    const stage = liveStage(store);
    const delivery = stage.run({ respond: realBot().respond });
    await delivery.admit(turn(text, at + 1, { by }));
    await delivery.stop();
    cards.push(...stage.calls.map(({ post }) => post.card));
    await store.close();
  }
  expect(cards).toEqual(talk(...LINES).map(({ card }) => card));
});
