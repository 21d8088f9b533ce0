import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../adapters/clock.ts';
import type { Turn } from '../../src/delivery/turn.ts';
import { problemsIn } from '../delivery/model.ts';
import { createScene } from '../delivery/scene.ts';
import { turn } from '../delivery/stage.ts';
import { startPostgres } from '../storage/postgres.ts';
import { type Child, startChild, type Where } from './children.ts';
import { type Trial, until } from './trial.ts';

const TURNS: readonly Turn[] = [
  turn('one', 1),
  turn('two', 2),
  turn('and three', 3, { addressed: false }),
  turn('elsewhere', 1, { channel: 'C2' }),
];
/** As if the restart took longer than a lease. */
const LEASES = 26_000;
const SIDE_BY_SIDE = 4;

/** A process dies before and after each step of its turns, one after another until none is left; the next one must put it right. */
export const crashSteps: Trial = async () => {
  const server = await startPostgres();
  try {
    const sqlite = await sweep(async () => ({ dataDir: mkdtempSync(join(tmpdir(), 'vm-or-container-')) }));
    const postgres = await sweep(async () => ({ dataDir: '', databaseUrl: await server.database() }));
    const failing = [...sqlite.failing, ...postgres.failing];
    return {
      value: failing.length,
      goal: '0 failing crash points',
      pass: failing.length === 0,
      detail: { points: { sqlite: sqlite.points, postgres: postgres.points }, failing },
    };
  } finally {
    await server.stop();
  }
};

type Place = Pick<Where, 'dataDir' | 'databaseUrl'>;

async function sweep(place: () => Promise<Place>): Promise<{ points: number; failing: string[] }> {
  const failing: string[] = [];
  let points = 0;
  for (let survived = false; !survived; ) {
    const steps = Array.from({ length: SIDE_BY_SIDE }, (_, at) => points + at + 1);
    const runs = await Promise.all(steps.map(async (step) => crashAt(step, await place())));
    for (const { step, problems } of runs) failing.push(...problems.map((problem) => `step ${step}: ${problem}`));
    points += runs.filter(({ died }) => died).length;
    survived = runs.some(({ died }) => !died);
  }
  return { points, failing };
}

async function crashAt(step: number, place: Place) {
  const scene = createScene(systemClock);
  const acknowledged = new Set<Turn>();
  const seen = () => problemsIn({ acknowledged: TURNS, visible: scene.visible });
  const first = await startChild({ ...place, ahead: 0, tells: true, diesAt: step }, scene.telling).catch(
    () => undefined,
  );
  if (first) await deliver(first, acknowledged).catch(() => {});
  await until(() => first === undefined || !first.alive() || seen().length === 0, 5_000);
  const died = first === undefined || !first.alive();
  await first?.kill();
  const second = await startChild({ ...place, ahead: LEASES, tells: true }, scene.telling);
  await deliver(second, acknowledged);
  await until(() => seen().length === 0, 5_000);
  await second.stop();
  if (place.dataDir !== '') rmSync(place.dataDir, { recursive: true });
  return { step, died, problems: seen() };
}

/** Delivers as a platform does: each after the one before it, and again what was not acknowledged. */
async function deliver(child: Child, acknowledged: Set<Turn>): Promise<void> {
  for (const said of TURNS)
    if (!acknowledged.has(said)) {
      await child.admit(said);
      acknowledged.add(said);
    }
}
