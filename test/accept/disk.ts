import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../adapters/clock.ts';
import type { Turn } from '../../src/delivery/turn.ts';
import { problemsIn } from '../delivery/model.ts';
import { createScene } from '../delivery/scene.ts';
import { turn } from '../delivery/stage.ts';
import { type Child, startChild } from './children.ts';
import { pause, type Trial, until } from './trial.ts';

const TIMES = 20;
const AT_ONCE = 20;

/**
 * Again and again the files can grow no more, and then they can. What is acknowledged meanwhile is answered, what is not is
 * taken when it comes again, and the process goes on.
 */
export const diskFull: Trial = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  const scene = createScene(systemClock);
  const child = await startChild({ dataDir, ahead: 0, tells: false }, scene.platform);
  const acknowledged = new Set<Turn>();
  let refused = 0;
  let at = 0;
  for (let time = 0; time < TIMES; time += 1) {
    limitFiles(child, String(largestIn(dataDir) + time * 4_096));
    const turns = Array.from({ length: AT_ONCE }, () => {
      at += 1;
      return turn('hello'.repeat(200), at, { channel: `C${at}` });
    });
    const left = await deliver(turns, child, acknowledged);
    refused += left.length;
    await pause(50);
    limitFiles(child, 'unlimited');
    await deliver(left, child, acknowledged);
  }
  const seen = () => problemsIn({ acknowledged: [...acknowledged], visible: scene.visible });
  await until(() => seen().length === 0, 30_000);
  const { code } = await child.stop();
  rmSync(dataDir, { recursive: true });
  const lost = seen().length + (at - acknowledged.size);
  return {
    value: lost,
    goal: '0 lost, 0 restarts',
    pass: lost === 0 && code === 0 && refused > 0,
    detail: { times: TIMES, acknowledged: acknowledged.size, refused, exit: code },
  };
};

/** @returns the turns that were not acknowledged */
async function deliver(turns: readonly Turn[], child: Child, acknowledged: Set<Turn>): Promise<Turn[]> {
  const results = await Promise.allSettled(turns.map((said) => child.admit(said)));
  const written = turns.filter((_, at) => results[at]?.status === 'fulfilled');
  for (const said of written) acknowledged.add(said);
  return turns.filter((said) => !acknowledged.has(said));
}

/** The largest file that the process may write, in bytes: beyond it writing fails, as on a full disk. */
function limitFiles({ pid }: Child, bytes: string): void {
  const { status, stderr } = spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`prlimit of util-linux is needed: ${stderr}`);
}

function largestIn(folder: string): number {
  return Math.max(...readdirSync(folder).map((name) => statSync(join(folder, name)).size));
}
