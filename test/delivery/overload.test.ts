import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../adapters/storage/store.ts';
import { liveStage, timed, until } from '../accept/trial.ts';
import { problemsIn } from './model.ts';
import { turn } from './stage.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const FLOOD = 1_200;
const MOST_AT_ONCE = 200;

test('far more at once than can be answered waits in the inbox or is told to wait, and then all is as before', async () => {
  const store = await openStore({ dataDir, log: { warn: (details) => expect.unreachable(JSON.stringify(details)) } });
  const stage = liveStage(store);
  const delivery = stage.run({ platforms: { test: { ...stage.platform, pace: 0 } } });
  const place = (at: number) => ({ channel: `C${at % 60}`, root: String(at) });
  const turns = Array.from({ length: FLOOD }, (_, at) => turn('hello', at, place(at)));
  const admissions = turns.map((said) => delivery.admit(said));
  const commands = Array.from({ length: FLOOD }, (_, at) => delivery.answer(turn('hello', FLOOD + at, place(at))));
  const told = await Promise.all(commands.slice(MOST_AT_ONCE));
  expect(new Set(told.map((card) => card?.title)), 'told to wait at once').toEqual(new Set(['One moment']));
  expect(new Set(await Promise.all(admissions))).toEqual(new Set(['admitted']));
  expect((await Promise.all(commands)).filter((card) => card?.title === 'hello')).toHaveLength(MOST_AT_ONCE);
  const problems = () => problemsIn({ acknowledged: turns, visible: stage.visible });
  await until(() => stage.visible.length >= FLOOD, 60_000);
  expect(problems()).toEqual([]);
  const after = turn('hello', 10 * FLOOD, { channel: 'A' });
  const took = await timed(async () => {
    await delivery.admit(after);
    await until(() => stage.visible.some(({ turn: id }) => id === after.id), 5_000);
  });
  expect(took, 'ms').toBeLessThan(5_000);
  await delivery.stop();
  await store.close();
}, 90_000);
