import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../adapters/clock.ts';
import type { Turn } from '../../src/delivery/turn.ts';
import { problemsIn } from '../delivery/model.ts';
import { createScene, type Scene } from '../delivery/scene.ts';
import { turn } from '../delivery/stage.ts';
import { type Aftermath, aftermathIn } from '../storage/aftermath.ts';
import { startPostgres } from '../storage/postgres.ts';
import { type Child, startChild, type Where } from './children.ts';
import { pause, sum, type Trial, until } from './trial.ts';

/** Between two runs on PostgreSQL the clock goes on by more than a lease, as if the restart took that long. */
const LEASES = 26_000;
const KILLS = 200;
/** After so many kills all is answered before the next: the clock of a shared store goes on so fast that turns would be stale. */
const STORM = 10;
const STOPS = 50;

interface Load {
  acknowledged: Set<Turn>;
  /** What was delivered but not acknowledged: the platform delivers it again. */
  open: Turn[];
  count: number;
  /** The process that was the last not to acknowledge something. */
  refusedBy?: number;
}

const createLoad = (): Load => ({ acknowledged: new Set(), open: [], count: 0 });

/** At random moments under load the process is killed and started again; whatever was acknowledged is answered in the end. */
export const crashRandom: Trial = async () => {
  const runs = await onBothPlaces(async (where, shared) => {
    const scene = createScene(systemClock);
    const load = createLoad();
    const kills: Kill[] = [];
    const aheadAfter = (count: number): number => (shared ? count * LEASES : 0);
    await warmUp(where, scene);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const child = await startChild({ ...where, ahead: aheadAfter(kill) }, scene.platform);
      await loadUntil(killedAmid(child, load), child, load, kill);
      const left = { unanswered: unansweredIn(scene, load), unacknowledged: load.open.length };
      kills.push({ ...(await aftermathIn(where)), ...left });
      if (kill % STORM === 0) await answerTheRest({ ...where, ahead: aheadAfter(kill + 0.5) }, scene, load);
    }
    return judged(scene, load, kills);
  });
  const lost = sum(Object.values(runs).map(({ wrong }) => wrong));
  const truly = Object.values(runs).every(
    ({ amidAnswers, amidAdmissions }) => Math.min(amidAnswers, amidAdmissions) > KILLS / 2,
  );
  return {
    value: lost,
    goal: '0 unanswered, 0 corrupt, twice only what was being sent',
    pass: lost === 0 && truly,
    detail: runs,
  };
};

/** How things stood when the process was dead. */
interface Kill extends Aftermath {
  /** Turns that were acknowledged, and not yet answered. */
  unanswered: number;
  /** Turns that were delivered, and not yet acknowledged. */
  unacknowledged: number;
}

/** Counts what must not be, and how many kills came amid what. A turn that was in hand at four kills gets an apology for its answer. */
function judged(scene: Scene, load: Load, kills: readonly Kill[]) {
  const { unanswered, elsewhere, twice, ...counts } = told(scene, load);
  const inDoubt = new Set(kills.flatMap((kill) => kill.inDoubt));
  const unexplained = twice.filter((id) => !inDoubt.has(id)).length;
  const corrupt = kills.filter((kill) => kill.corrupt).length;
  return {
    wrong: unanswered + elsewhere + unexplained + corrupt,
    ...counts,
    unanswered,
    corrupt,
    twice: twice.length,
    unexplained,
    kills: kills.length,
    amidAnswers: kills.filter((kill) => kill.unanswered > 0).length,
    amidAdmissions: kills.filter((kill) => kill.unacknowledged > 0).length,
    amidSending: kills.filter((kill) => kill.inDoubt.length > 0).length,
  };
}

/** Kills it when it has acknowledged some more turns, however quick the machine is. */
async function killedAmid(child: Child, load: Load): Promise<void> {
  const enough = load.acknowledged.size + 1 + Math.floor(Math.random() * 80);
  await until(() => load.acknowledged.size >= enough, 10_000);
  await pause(Math.random() * 30);
  await child.kill();
}

/** Asked to stop at random moments under load, the process loses nothing, and ends well and in time. */
export const sigterm: Trial = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  const where = { dataDir, ahead: 0, tells: false };
  const scene = createScene(systemClock);
  const load = createLoad();
  const exits: { code: number | null; took: number }[] = [];
  for (let stop = 1; stop <= STOPS; stop += 1) {
    const child = await startChild(where, scene.platform);
    const stopped = pause(20 + Math.random() * 200).then(async () => void exits.push(await child.stop()));
    await loadUntil(stopped, child, load, stop);
  }
  const { unanswered, twice: again } = told(scene, load);
  const twice = again.length;
  rmSync(dataDir, { recursive: true });
  const slowest = Math.max(...exits.map(({ took }) => took));
  const failed = exits.filter(({ code }) => code !== 0).length;
  return {
    value: unanswered + twice + failed,
    goal: '0 lost or doubled, exit 0, at most 8 s',
    pass: unanswered + twice + failed === 0 && slowest <= 8_000,
    detail: {
      stops: STOPS,
      acknowledged: load.acknowledged.size,
      unanswered,
      twice,
      failed,
      slowestMs: Math.round(slowest),
    },
  };
};

/** A run that ends well leaves the program compiled for the others. */
async function warmUp(where: Omit<Where, 'ahead'>, scene: Scene): Promise<void> {
  const child = await startChild({ ...where, ahead: 0 }, scene.platform);
  await child.stop();
}

async function onBothPlaces<Result>(run: (where: Omit<Where, 'ahead'>, shared: boolean) => Promise<Result>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  const server = await startPostgres();
  try {
    const sqlite = await run({ dataDir, tells: false }, false);
    const postgres = await run({ dataDir, databaseUrl: await server.database(), tells: false }, true);
    return { sqlite, postgres };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true });
  }
}

/** Eight people in eight channels talk at once until the process takes nothing in any more. */
async function loadUntil(gone: Promise<void>, child: Child, load: Load, run: number): Promise<void> {
  while (load.refusedBy !== child.pid) {
    const again = load.open.splice(0);
    const fresh = Array.from({ length: 8 }, (_, at) => nextTurn(load, `C${run}-${at}`));
    await Promise.all([...again, ...fresh].map((said) => deliver(said, child, load)));
  }
  await gone;
}

function nextTurn(load: Load, channel: string): Turn {
  load.count += 1;
  return turn(`w${load.count}`, load.count, { channel, root: String(Math.floor(load.count / 80)) });
}

async function deliver(said: Turn, child: Child, load: Load): Promise<void> {
  try {
    await child.admit(said);
    load.acknowledged.add(said);
  } catch {
    load.open.push(said);
    load.refusedBy = child.pid;
  }
}

async function answerTheRest(where: Where, scene: Scene, load: Load): Promise<void> {
  const child = await startChild(where, scene.platform);
  await Promise.all(load.open.splice(0).map((said) => deliver(said, child, load)));
  await until(() => unansweredIn(scene, load) === 0, 60_000);
  await child.stop();
}

function unansweredIn({ visible }: Scene, { acknowledged }: Load): number {
  const answered = new Set(visible.map(({ turn: id }) => id));
  return [...acknowledged].filter(({ id }) => !answered.has(id)).length;
}

/** What the model says of all that was seen. Order is judged where nothing is delivered again after what was said later. */
function told(scene: Scene, { acknowledged, open }: Load) {
  const problems = problemsIn({ acknowledged: [...acknowledged, ...open], visible: scene.visible });
  const count = (kind: RegExp): number => problems.filter((problem) => kind.test(problem)).length;
  const pending = new Set<string>(open.map(({ id }) => `unanswered: ${id}`));
  const twice = problems.flatMap((problem) => /^\d+ replies: (.*)$/.exec(problem)?.[1] ?? []);
  return {
    acknowledged: acknowledged.size,
    unanswered: problems.filter((problem) => problem.startsWith('unanswered') && !pending.has(problem)).length,
    twice,
    elsewhere: count(/^reply to nobody/),
    apologies: scene.visible.filter(({ kind }) => kind === 'apology').length,
  };
}
