import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Card } from '../../src/cards/card.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { FAIR } from '../../src/delivery/fair-use.ts';
import { TENANT, turn } from '../delivery/stage.ts';
import { realBot } from '../support.ts';
import { liveStage, onBoth, percentile, type Trial, timed, until } from './trial.ts';

type Stage = ReturnType<typeof liveStage>;

const HUNG = 120;
const FLOOD = 1_000;
const SAMPLES = 500;
const LOOP_MS = 20;

/** 120 calls for one workspace hang; another is answered. */
export const hungApi: Trial = async () => {
  const runs = await onBoth(async (store) => {
    const stage = liveStage(store);
    stage.fault(({ post }) => (post.tenant === TENANT ? 'hang' : undefined));
    const delivery = stage.run();
    for (let at = 0; at < HUNG; at += 1) await delivery.admit(turn('hello', at, { channel: `H${at}` }));
    await until(() => stage.calls.length === HUNG, 10_000);
    const took = await answerTime(stage, delivery, 'T2');
    stage.mend();
    await delivery.stop();
    return took;
  });
  const value = Math.max(...Object.values(runs));
  return { value, goal: 'B answered within 1,000 ms', pass: value <= 1_000, detail: { hung: HUNG, ...runs } };
};

/** One channel is told to wait for four seconds; another is not kept waiting. */
export const lane429: Trial = async () => {
  const runs = await onBoth(async (store) => {
    const stage = liveStage(store);
    stage.fault(({ post }) => (post.tenant === TENANT ? { kind: 'wait', ms: 4_000 } : undefined));
    const delivery = stage.run();
    const quietMs = await answerTime(stage, delivery, 'T3');
    await delivery.admit(turn('hello', 1));
    await until(() => stage.calls.length === 2, 5_000);
    const busyMs = await answerTime(stage, delivery, 'T2');
    stage.mend();
    await delivery.stop();
    return { quietMs, busyMs };
  });
  const value = Math.max(...Object.values(runs).map(({ quietMs, busyMs }) => Math.max(0, busyMs - quietMs)));
  return { value, goal: 'B delayed by at most 100 ms', pass: value <= 100, detail: runs };
};

/** How long a question in some other workspace waits for its answer, ms. */
async function answerTime(stage: Stage, delivery: Delivery, team: string): Promise<number> {
  const asked = turn('hello', 1, { team });
  const answered = () => stage.visible.some(({ turn: id }) => id === asked.id);
  const took = await timed(async () => {
    await delivery.admit(asked);
    await until(answered, 20_000);
  });
  return answered() ? Math.round(took) : Number.POSITIVE_INFINITY;
}

/** One person floods a thousand commands while others ask now and then: the others' p99, against that of a quiet time. */
export const fair: Trial = async () => {
  const runs = await onBoth(async (store) => {
    const stage = liveStage(store);
    const delivery = stage.run({ limits: FAIR, respond: realBot().respond });
    const cards: (Card | undefined)[] = [];
    let flooded = 0;
    const flood = () => {
      for (const end = flooded + FLOOD / SAMPLES; flooded < end; flooded += 1)
        void delivery.answer(turn('compare networking', flooded, { by: 'flooder' })).then((card) => cards.push(card));
    };
    await askTimes(delivery, 'W', () => {});
    const idle = percentile(await askTimes(delivery, 'I', () => {}), 0.99);
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const busy = percentile(await askTimes(delivery, 'B', flood), 0.99);
    loop.disable();
    await until(() => cards.length === FLOOD, 10_000);
    const titles = cards.flatMap((card) => (card ? [card.title] : []));
    await delivery.stop();
    const refusals = titles.filter((title) => title === 'One moment').length;
    const loopMs = loop.percentile(99.9) / 1e6;
    return { ratio: busy / idle, idleMs: idle, busyMs: busy, loopMs, answered: titles.length - refusals, refusals };
  });
  const value = Math.max(...Object.values(runs).map(({ ratio }) => ratio));
  const fairly = Object.values(runs).every(
    ({ refusals, answered, loopMs }) =>
      answered <= 2 * FAIR.speaker && answered + refusals === FLOOD && loopMs <= LOOP_MS,
  );
  return {
    value,
    goal: `p99 at most twice that of a quiet time, each of the others told at once, the event loop late by at most ${LOOP_MS} ms (p99.9)`,
    pass: value <= 2 && fairly,
    detail: runs,
  };
};

/** How long each person waits for the reply to a command, one after another; meanwhile something else goes on. */
async function askTimes(delivery: Delivery, who: string, meanwhile: () => void): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < SAMPLES; at += 1) {
    const place = { by: `${who}${at}`, channel: `${who}${at % 25}`, team: `${who}${at % 5}` };
    meanwhile();
    times.push(await timed(() => delivery.answer(turn('is a container faster to start', at, place))));
  }
  return times;
}
