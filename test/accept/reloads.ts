import { createLiveBot } from '../../adapters/live-bot.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { turn } from '../delivery/stage.ts';
import { type Folder, knowledgeFolder, LEAD } from '../operations/folder.ts';
import { liveStage, onBoth, pause, percentile, type Trial, timed } from './trial.ts';

const RELOADS = 50;

/** What can be wrong with a folder: every second reload meets one of these. */
const SPOIL: ((folder: Folder) => void)[] = [
  ({ write }) => write('rules.yaml', (text) => text.slice(0, text.length / 2)),
  ({ write }) => write('terms.yaml', () => '{ terms: ['),
  ({ write }) => write('facts.yaml', () => '- id: 7'),
  ({ write }) => write('terms.yaml', (text) => text.replace('sources: [cncfg]', 'sources: [nobody]')),
  ({ write }) => write('built/weights.bin', () => 'old'),
  ({ lose }) => lose(),
];

/** Knowledge is exchanged fifty times while people ask, every second time for a wrong one: who gets no answer, or one from neither the old nor the new. */
export const hotReload: Trial = async () => {
  const runs = await onBoth(async (store) => {
    const knowledge = knowledgeFolder();
    const live = await createLiveBot({
      folder: knowledge.folder,
      clock: { after: () => () => {} },
      log: { info: () => {}, error: () => {} },
    });
    const delivery = liveStage(store).run({ respond: (asked, before) => live.bot().respond(asked, before) });
    const asking = ask(delivery);
    for (let count = 1; count <= RELOADS; count += 1) {
      if (count % 2 === 0) SPOIL[(count / 2) % SPOIL.length]?.(knowledge);
      else {
        knowledge.restore();
        asking.allow(`The layer that creates it, told for the ${count}th time.`);
        knowledge.say(`The layer that creates it, told for the ${count}th time.`);
      }
      await live.reload();
    }
    const { asked, failed, times } = await asking.end();
    await delivery.stop();
    live.stop();
    knowledge.remove();
    const { taken, kept } = live.state().reloads;
    return { asked, failed, taken, kept, p99Ms: percentile(times, 0.99), mostMs: Math.max(...times) };
  });
  const value = Object.values(runs).reduce((sum, { failed }) => sum + failed, 0);
  const complete = Object.values(runs).every(
    ({ taken, kept, asked }) => taken === 25 && kept === 25 && asked > RELOADS,
  );
  return { value, goal: '0 failed answers in 50 reloads, 25 of them bad', pass: value === 0 && complete, detail: runs };
};

/** Asks one question after another until it is told to end. */
function ask(delivery: Delivery) {
  const allowed = new Set([LEAD]);
  const times: number[] = [];
  let asked = 0;
  let failed = 0;
  let ended = false;
  const once = async (): Promise<void> => {
    asked += 1;
    const question = turn('what is a hypervisor', asked, { root: String(asked) });
    try {
      const card = await delivery.answer(question);
      if (!card || !allowed.has(card.lead)) failed += 1;
    } catch {
      failed += 1;
    }
  };
  const done = (async () => {
    while (!ended) {
      times.push(Math.round(await timed(once)));
      await pause(5);
    }
  })();
  return {
    /** What the knowledge may say from now on. */
    allow: (lead: string) => void allowed.add(lead),
    async end() {
      ended = true;
      await done;
      return { asked, failed, times };
    },
  };
}
