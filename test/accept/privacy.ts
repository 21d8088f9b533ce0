import { createLog } from '../../adapters/log.ts';
import { createReport } from '../../adapters/report.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import type { Turn } from '../../src/delivery/turn.ts';
import { TENANT, turn } from '../delivery/stage.ts';
import { liveStage, onBoth, sum, type Trial, timed, until } from './trial.ts';

const TOKEN = 'xoxb-canary-5b1d9e';
const WORDS = 'canary-words-83ac';
const SECOND = 1_000;

/**
 * A token is kept and used, calls fail in all ways, and all that can be done with a turn is done to it, while everything is
 * logged as `debug` logs it: the token is found in no file and no line, and words in no line.
 */
export const secrets: Trial = async () => {
  const runs = await onBoth(async (store, site) => {
    const lines: string[] = [];
    const log = createLog('debug', [], { write: (line) => void lines.push(line) });
    const stage = liveStage(store);
    await store.install(TENANT, { secret: TOKEN, installedAt: 1 });
    stage.fault(({ post }) => FAULTS.find(([word]) => post.card.title.includes(word))?.[1]);
    stage.fault(() => (stage.calls.length < 3 ? { kind: 'failed', reason: `refused to ${TOKEN}` } : undefined));
    const said = await goThrough(stage, stage.run());
    stage.events.forEach(createReport(log));
    await site.run(`update turns set body = '{' where id = '${said.id}'`);
    await store.amend(TENANT, said.id, { speaker: said.speaker, text: WORDS, since: 0 });
    log.error({ err: new Error(`${TOKEN} did not open`), text: WORDS, token: TOKEN }, `failed with ${TOKEN}`);
    for (const warning of site.warnings) log.warn(warning, 'a stored row cannot be read and was set aside');
    const kept = (await store.installation(TENANT))?.secret === TOKEN;
    const logged = lines.join('');
    const found = site.traces(TOKEN) + timesIn(logged, TOKEN) + timesIn(logged, WORDS);
    const kinds = new Set(stage.events.map(({ kind }) => kind)).size;
    return { found, kept, lines: lines.length, kinds, warned: site.warnings.length, wordsInFiles: site.traces(WORDS) };
  });
  const value = sum(Object.values(runs).map(({ found }) => found));
  const looked = Object.values(runs).every(
    ({ kept, lines, kinds, warned, wordsInFiles }) =>
      kept && lines > 10 && kinds >= 5 && warned > 0 && wordsInFiles > 0,
  );
  return { value, goal: '0 secrets in files and logs, 0 words in logs', pass: value === 0 && looked, detail: runs };
};

/** What a call does to a card of that name. */
const FAULTS = [
  ['refused', { kind: 'refused', reason: 'token_revoked' }],
  ['waits', { kind: 'wait', ms: 100 }],
  ['doubtful', { kind: 'unsure', reason: 'no reply in time' }],
] as const;

/** Everything that can become of a turn, good and bad. Returns one that was answered. */
async function goThrough(stage: ReturnType<typeof liveStage>, delivery: Delivery): Promise<Turn> {
  const texts = ['plain', 'poison', 'refused', 'doubtful', 'what about cheese'];
  const turns = texts.map((text, at) => turn(`${WORDS} ${text}`, at + 1, { channel: `C${at}` }));
  for (const said of turns) await delivery.admit(said);
  const waits = turn(`${WORDS} waits`, 9, { channel: 'C9' });
  await delivery.admit(waits);
  await delivery.answer(turn(`${WORDS} poison`, 10, { channel: 'C10' }));
  const has = (kind: string) => stage.events.some((event) => event.kind === kind);
  await until(() => ['sent', 'dead', 'retried', 'turn-failed'].every(has), 20_000);
  const [plain] = turns as [Turn, ...Turn[]];
  await delivery.amend(TENANT, plain.id, plain.speaker, `${WORDS} changed`);
  await delivery.recall(TENANT, plain.id, plain.speaker);
  await delivery.withdraw(TENANT, waits.id, waits.speaker);
  stage.mend();
  await delivery.stop();
  return plain;
}

const timesIn = (text: string, part: string): number => text.split(part).length - 1;

/** After a person and after a workspace are forgotten, no byte of theirs is left in any file. */
export const forget: Trial = async () => {
  const runs = await onBoth(async (store, site) => {
    const stage = liveStage(store);
    const delivery = stage.run({ platforms: { test: { ...stage.platform, pace: 0 } } });
    const said = (at: number, by: string) => turn(`${WORDS} ${by} ${at}`, at, { root: `${by}${at % 7}`, by });
    for (let at = 0; at < 100; at += 1) await delivery.admit(said(at, at % 2 ? 'ana' : 'ben'));
    await until(() => stage.visible.length === 100, 20_000);
    await delivery.stop();
    const before = site.traces(WORDS);
    const speakerMs = await timed(() => store.forgetSpeaker(TENANT, said(0, 'ana').speaker));
    const ofSpeaker = site.traces(`${WORDS} ana`);
    const tenantMs = await timed(() => store.forgetTenant(TENANT));
    return { before, left: ofSpeaker + site.traces(WORDS), slowestMs: Math.round(Math.max(speakerMs, tenantMs)) };
  });
  const found = Object.values(runs);
  const value = sum(found.map(({ left }) => left));
  const pass = value === 0 && found.every(({ before, slowestMs }) => before > 100 && slowestMs <= SECOND);
  return { value, goal: '0 bytes left within 1,000 ms', pass, detail: runs };
};
