import { TENANT, turn } from '../delivery/stage.ts';
import { liveStage, onBoth, sum, type Trial, timed, until } from './trial.ts';

const TOKEN = 'xoxb-canary-5b1d9e';
const WORDS = 'canary-words-83ac';
const SECOND = 1_000;

/** A token is kept and used, and calls fail in all ways: it is found in no file and in nothing that is logged, and neither are words. */
export const secrets: Trial = async () => {
  const runs = await onBoth(async (store, site) => {
    const stage = liveStage(store);
    await store.install(TENANT, { secret: TOKEN, installedAt: 1 });
    stage.fault(({ post }) =>
      post.card.title.includes('refused') ? { kind: 'refused', reason: 'token_revoked' } : undefined,
    );
    stage.fault(() => (stage.calls.length < 3 ? { kind: 'failed', reason: 'ECONNRESET' } : undefined));
    const delivery = stage.run();
    await delivery.admit(turn(`${WORDS} poison`, 1));
    await delivery.admit(turn(`${WORDS} refused`, 2, { channel: 'C2' }));
    await delivery.answer(turn(`${WORDS} poison`, 3, { channel: 'C3' }));
    await until(() => stage.events.some(({ kind }) => kind === 'sent'), 20_000);
    await delivery.stop();
    const kept = (await store.installation(TENANT))?.secret === TOKEN;
    const logged = JSON.stringify([stage.events.map(plain), site.warnings]);
    const found = site.traces(TOKEN) + timesIn(logged, TOKEN) + timesIn(logged, WORDS);
    return { found: kept ? found : Number.POSITIVE_INFINITY, events: stage.events.length };
  });
  const value = sum(Object.values(runs).map(({ found }) => found));
  return { value, goal: '0 secrets or words in files and logs', pass: value === 0, detail: runs };
};

/** Errors as a log writes them. */
const plain = (event: object): object =>
  'error' in event && event.error instanceof Error ? { ...event, error: event.error.stack } : event;

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
