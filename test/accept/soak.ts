import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { turn } from '../delivery/stage.ts';
import { sqliteSite } from '../storage/site.ts';
import { realBot } from '../support.ts';
import { liveStage, type Trial, until } from './trial.ts';

const TURNS = 40_000;
/** By then all that is bounded is full: people in fair use, prepared statements, compiled code. */
const WARM_UP = 12_000;
const STEP = 2_000;
const AT_ONCE = 100;
const TEXTS = ['is a container faster to start', 'compare networking', 'it needs windows', 'why?', 'what about cheese'];

/** Turn after turn in one process: how much more it holds after a hundred thousand, by the line nearest to all that was weighed. */
export const soak: Trial = async () => {
  const site = await sqliteSite();
  const stage = liveStage(await site.fresh());
  let sent = 0;
  const send = async () => {
    sent += 1;
    return { kind: 'sent', id: String(sent) } as const;
  };
  const delivery = stage.run({ platforms: { test: { pace: 0, send } }, respond: realBot().respond, observe: () => {} });
  const weights: { x: number; y: number }[] = [];
  for (let at = 0; at < TURNS; at += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, more) => delivery.admit(spoken(at + more))));
    await until(() => sent >= at + AT_ONCE, 30_000);
    if (at >= WARM_UP && at % STEP === 0) weights.push({ x: at, y: heapInUse() });
  }
  await delivery.stop();
  await site.stop();
  const value = slopeOf(weights) * 1e5;
  return {
    value,
    goal: 'at most 1 MB more after 100,000 turns',
    pass: value <= 1 && sent === TURNS,
    detail: { turns: sent, firstMb: weights[0]?.y, lastMb: weights.at(-1)?.y },
  };
};

const spoken = (at: number) =>
  turn(TEXTS[at % TEXTS.length] ?? '', at, {
    channel: `C${at % 200}`,
    root: String(at % 5_000),
    by: `p${at}`,
    team: `T${at % 3}`,
  });

/** In MB, after all that can go is gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

/** Of the straight line nearest to the points. */
function slopeOf(points: readonly { x: number; y: number }[]): number {
  const mean = (of: 'x' | 'y') => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean('x'), mean('y')];
  const over = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return over / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}
