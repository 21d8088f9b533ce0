import { systemClock } from '../../adapters/clock.ts';
import { problemsIn } from '../delivery/model.ts';
import { createScene } from '../delivery/scene.ts';
import { turn } from '../delivery/stage.ts';
import { startPostgres } from '../storage/postgres.ts';
import { startChild } from './children.ts';
import { liveStage, onBoth, pause, sum, type Trial, until } from './trial.ts';

const TURNS = 1_000;
const AT_ONCE = 25;
const DELIVERIES = 4;

/** Two processes on one PostgreSQL get every turn four times each, all at once: each is answered once. */
export const dup: Trial = async () => {
  const server = await startPostgres();
  const databaseUrl = await server.database();
  const scene = createScene(systemClock);
  const where = { databaseUrl, dataDir: '', ahead: 0, tells: false };
  const children = await Promise.all([startChild(where, scene.platform), startChild(where, scene.platform)]);
  const turns = Array.from({ length: TURNS }, (_, at) =>
    turn('hello', at, { channel: `C${at % 50}`, root: `${at}`, by: `p${at}` }),
  );
  const told: string[] = [];
  for (let from = 0; from < TURNS; from += AT_ONCE) {
    const deliveries = turns
      .slice(from, from + AT_ONCE)
      .flatMap((said) => children.flatMap((child) => Array.from({ length: DELIVERIES }, () => child.admit(said))));
    told.push(...(await Promise.all(deliveries)));
  }
  await until(() => scene.visible.length >= TURNS, 30_000);
  await pause(1_000);
  const exits = await Promise.all(children.map((child) => child.stop()));
  await server.stop();
  const problems = problemsIn({ acknowledged: turns, visible: scene.visible });
  return {
    value: scene.visible.length / TURNS,
    goal: 'exactly 1.000 replies a turn',
    pass: problems.length === 0 && exits.every(({ code }) => code === 0),
    detail: {
      deliveries: told.length,
      admitted: told.filter((said) => said === 'admitted').length,
      problems: problems.slice(0, 5),
    },
  };
};

/** Five messages in one thread within 100 ms. */
export const burst: Trial = async () => {
  const runs = await onBoth(async (store) => {
    const stage = liveStage(store);
    const delivery = stage.run();
    const turns = ['one', 'two', 'three', 'four', 'five'].map((text, at) => turn(text, at + 1));
    for (const said of turns) {
      await delivery.admit(said);
      await pause(15);
    }
    await until(() => stage.visible.length === turns.length, 15_000);
    await delivery.stop();
    const inOrder = problemsIn({ acknowledged: turns, visible: stage.visible }).length === 0;
    const heardAll = stage.visible.at(-1)?.lead === 'one two three four five';
    return inOrder && heardAll ? stage.visible.length : 0;
  });
  const value = Math.min(...Object.values(runs));
  return { value, goal: '5 of 5 answered, in order', pass: value === 5, detail: runs };
};

/** The same time in two channels of two workspaces. */
export const tenantKey: Trial = async () => {
  const runs = await onBoth(async (store) => {
    const stage = liveStage(store);
    const delivery = stage.run();
    const turns = ['T1', 'T2'].flatMap((team) => ['C1', 'C2'].map((channel) => turn('hello', 1, { team, channel })));
    await Promise.all(turns.map((said) => delivery.admit(said)));
    await until(() => stage.visible.length >= turns.length, 5_000);
    await delivery.stop();
    return turns.length - problemsIn({ acknowledged: turns, visible: stage.visible }).length;
  });
  const value = sum(Object.values(runs)) / 2;
  return { value, goal: '4 of 4 answered', pass: value === 4, detail: runs };
};
