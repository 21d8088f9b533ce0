import { pause, percentile, type Trial } from '../accept/trial.ts';
import { envelope, mention } from './payloads.ts';
import { openSocketSite, type Slack } from './socket.ts';

const RENEWALS = 2;
/** How often Slack looks for a connection to deliver over, ms. */
const LOOK = 5;
const SECOND = 1_000;

/** Slack renews one connection after the other: for how long there is none to deliver over, s; an event sent meanwhile is acknowledged. */
export const socketGap: Trial = async () => {
  const { slack, end } = await openSocketSite();
  try {
    await slack.opened(2);
    const gaps: number[] = [];
    const acks: number[] = [];
    for (let renewal = 1; renewal <= RENEWALS; renewal += 1) {
      renew(slack, 1);
      acks.push(await ackTime(slack, renewal));
      gaps.push(await gapUntilBoth(slack, 2 + renewal));
    }
    renew(slack, 2);
    const bothAtOnce = await gapUntilBoth(slack, 4 + RENEWALS);
    // Slack's client throws at nobody when it is stopped while it is being greeted.
    await pause(SECOND);
    const value = Math.max(...gaps);
    return {
      value,
      goal: 'at most 0.2 s without a connection',
      pass: value <= 0.2 && acks.length === RENEWALS,
      detail: { renewals: RENEWALS, ackMs: percentile(acks, 0.5), bothAtOnce },
    };
  } finally {
    await end();
  }
};

/** Slack asks that the oldest connections be made anew. */
function renew({ sockets }: Slack, count: number): void {
  for (const socket of sockets.slice(0, count))
    socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }));
}

/** How long until an event is acknowledged that is delivered right after a renewal was asked for, ms. */
async function ackTime({ sockets, deliver }: Slack, at: number): Promise<number> {
  const start = performance.now();
  await deliver(sockets.at(-1), 'events_api', envelope(mention('networking', `1700000000.00010${at}`)));
  return performance.now() - start;
}

/** For how long no connection is open until so many were ever opened, s. */
async function gapUntilBoth({ sockets, opened }: Slack, count: number): Promise<number> {
  let there = false;
  void opened(count).then(() => {
    there = true;
  });
  let gap = 0;
  let last = performance.now();
  while (!there) {
    await pause(LOOK);
    const now = performance.now();
    if (sockets.every(({ readyState, OPEN }) => readyState !== OPEN)) gap += now - last;
    last = now;
  }
  return gap / SECOND;
}
