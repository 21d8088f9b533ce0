import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { startChild } from '../accept/children.ts';
import { until } from '../accept/trial.ts';
import { type Postgres, startPostgres } from '../storage/postgres.ts';
import { problemsIn } from './model.ts';
import { createScene } from './scene.ts';
import { turn } from './stage.ts';

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

/** What the killed process had claimed is free after its lease; the other one's clock goes on by that much. */
const LEASES = 26_000;
const KILLED_AT = 30;

test('of two processes on one PostgreSQL one is killed under load: each turn is answered once, and in order within its thread', async () => {
  const scene = createScene(systemClock);
  const where = { databaseUrl: await server.database(), dataDir: '', ahead: 0, tells: true };
  const children = await Promise.all([startChild(where, scene.telling), startChild(where, scene.telling)]);
  const [dies, stays] = children;
  const turns = Array.from({ length: 60 }, (_, at) => turn(`w${at}`, at, { channel: `C${at % 6}` }));
  const problems = () => problemsIn({ acknowledged: turns, visible: scene.visible });
  try {
    for (const [at, said] of turns.slice(0, KILLED_AT).entries()) await (at % 2 ? dies : stays).admit(said);
    await dies.kill();
    for (const said of turns.slice(KILLED_AT)) await stays.admit(said);
    await stays.advance(LEASES);
    await until(() => problems().length === 0, 20_000);
    expect(problems()).toEqual([]);
    expect((await stays.stop()).code).toBe(0);
  } finally {
    await Promise.all(children.map((child) => child.kill()));
  }
});
