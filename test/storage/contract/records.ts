import { expect } from 'vitest';
import { speakerSchema, tenantSchema } from '../../../src/delivery/turn.ts';
import { ANA, BEN, post, request, TENANT, taking, turn } from '../said.ts';
import type { Contract } from '../site.ts';

const OTHER = tenantSchema.parse('slack:T2');

const invitee = (due: number) => {
  const { lane, thread } = turn(1);
  return { by: ANA, remembered: TENANT, lane, thread, due, asked: false };
};

/** What is kept by name, and what is written down one after another. */
export const records: Contract = {
  'what is kept under a name is replaced and dropped, in its tenant': async (store) => {
    await store.keep(TENANT, 'setting', 'pace', { value: 'slow' });
    await store.keep(OTHER, 'setting', 'pace', { value: 'fast' });
    await store.keep(TENANT, 'progress', 'pace', { step: 2, lessons: [1] });
    await store.keep(TENANT, 'setting', 'pace', { value: 'slower' });
    expect(await store.kept(TENANT, 'setting', 'pace')).toEqual({ value: 'slower' });
    expect(await store.kept(TENANT, 'progress', 'pace')).toEqual({ step: 2, lessons: [1] });
    await store.drop(TENANT, 'setting', 'pace');
    expect(await store.kept(TENANT, 'setting', 'pace')).toBeUndefined();
    expect(await store.kept(OTHER, 'setting', 'pace')).toEqual({ value: 'fast' });
  },

  'what is reserved is had by one alone, until it is old or dropped': async (store) => {
    const take = (by: typeof ANA, at: number, since: number) =>
      store.reserve(TENANT, 'posted', 'here', { by, at }, since);
    const tried = await Promise.all([1, 2, 3].map((at) => take(ANA, 10 + at, 0)));
    expect(tried.filter((had) => had)).toHaveLength(1);
    expect(await take(BEN, 20, 9)).toBe(false);
    expect(await store.kept(TENANT, 'posted', 'here')).toMatchObject({ by: ANA });
    expect(await store.reserve(OTHER, 'posted', 'here', { by: BEN, at: 20 }, 0)).toBe(true);
    expect(await take(BEN, 30, 13)).toBe(true);
    await store.drop(TENANT, 'posted', 'here');
    expect(await take(ANA, 30, 0)).toBe(true);
  },

  'everything of a kind is found, whoever it belongs to': async (store) => {
    await store.keep(TENANT, 'invitee', ANA, invitee(7));
    await store.keep(OTHER, 'invitee', ANA, invitee(7));
    await store.keep(TENANT, 'invited', ANA, { at: 5 });
    await store.forgetSpeaker(TENANT, ANA);
    expect(await store.everyKept('invitee')).toEqual([{ tenant: OTHER, name: ANA, value: invitee(7) }]);
    expect(await store.everyKept('invited')).toEqual([{ tenant: TENANT, name: ANA, value: { at: 5 } }]);
  },

  'all that is kept of a kind is found in every tenant, but what cannot be read': async (store, site) => {
    await store.keep(TENANT, 'invitee', ANA, invitee(1));
    await store.keep(OTHER, 'invitee', ANA, invitee(2));
    await store.keep(TENANT, 'progress', ANA, { step: 1, lessons: [] });
    await site.run(`insert into kept (tenant, kind, name, value) values ('${TENANT}', 'invitee', 'x', 'no json')`);
    const found = await store.everyKept('invitee');
    expect(found.sort((a, b) => a.value.due - b.value.due)).toEqual([
      { tenant: TENANT, name: ANA, value: invitee(1) },
      { tenant: OTHER, name: ANA, value: invitee(2) },
    ]);
    await store.forgetSpeaker(TENANT, ANA);
    expect(await store.everyKept('invitee')).toHaveLength(1);
  },

  'a message is known by whom it was posted for; an old one by who began its thread': async (store) => {
    const said = turn(1, { speaker: 'ben' });
    await store.answer(said, (found) => ({ ...taking(said)(found), posts: [] }));
    await store.post(post(turn(1)));
    for (const claim of await store.claimPosts(request(9_000))) await store.sent(claim, '1700.1', 0, 9_000);
    const message = { ...said, sentAs: '1700.1' };
    expect(await store.askerOf(message)).toBe('ana');
    expect(await store.askerOf({ ...message, tenant: OTHER })).toBeUndefined();
    await store.prune({ threads: 0, done: 10_000 });
    expect(await store.askerOf(message)).toBe('words 1');
    await store.forgetSpeaker(said.tenant, said.speaker);
    expect(await store.askerOf(message)).toBeUndefined();
  },

  'entries are read oldest first, since a time, a thousand at most': async (store, site) => {
    const entry = (at: number) => ({ speaker: ANA, at, text: `how ${at}` });
    await store.note(TENANT, 'unanswered', entry(1_002));
    await site.run(`with recursive n(i) as (select 1001 union all select i - 1 from n where i > 0)
      insert into notes (id, tenant, kind, at, speaker, entry)
      select 'n' || i, '${TENANT}', 'unanswered', i, 'ana', '{"speaker":"ana","at":' || i || ',"text":"how ' || i || '"}' from n`);
    await store.note(OTHER, 'unanswered', entry(5));
    await store.note(TENANT, 'feedback', { speaker: ANA, at: 7, turn: turn(1).id, verdict: 'helpful' });
    const read = await store.noted(TENANT, 'unanswered', 2);
    expect(read).toHaveLength(1_000);
    expect([read[0], read[999]]).toEqual([entry(2), entry(1_001)]);
    expect(await store.noted(TENANT, 'feedback', 0)).toMatchObject([{ verdict: 'helpful' }]);
    expect(await store.noted(TENANT, 'decision', 0)).toEqual([]);
  },

  'credentials come back as they were, but are not to be seen in the rows': async (store, site) => {
    await store.install(TENANT, { secret: 'xoxb-canary', installedAt: 5 });
    expect(await store.installation(TENANT)).toEqual({ secret: 'xoxb-canary', installedAt: 5 });
    expect(await store.installation(OTHER)).toBeUndefined();
    const [row] = await site.run('select secret from installations');
    expect(row?.secret).toMatch(/^v1\.[0-9a-f]{8}\./);
    expect(site.traces('xoxb-canary')).toBe(0);
  },

  'a sealed record does not open for another tenant': async (store, site) => {
    await store.install(TENANT, { secret: 'xoxb-1', installedAt: 5 });
    await site.run("insert into installations select 'slack:T2', secret, installed_at from installations");
    await expect(store.installation(OTHER)).rejects.toThrow('belongs to another tenant or field');
  },

  'a late report of an uninstall leaves a newer installation alone': async (store) => {
    await store.install(TENANT, { secret: 'old', installedAt: 5 });
    await store.install(TENANT, { secret: 'new', installedAt: 9 });
    await store.uninstall(TENANT, 8);
    expect(await store.installation(TENANT)).toEqual({ secret: 'new', installedAt: 9 });
    await store.uninstall(TENANT, 9);
    expect(await store.installation(TENANT)).toBeUndefined();
  },

  'the backlog says how much waits and since when': async (store) => {
    const nothing = { turns: 0, oldestTurn: undefined, posts: 0, oldestPost: undefined, dead: 0 };
    expect(await store.backlog()).toEqual(nothing);
    await store.ping();
    for (const at of [3, 2]) await store.admit(turn(at));
    await store.post(post(turn(5)));
    await store.answer(turn(9), taking(turn(9)));
    expect(await store.backlog()).toEqual({ turns: 2, oldestTurn: 2_000, posts: 2, oldestPost: 5_000, dead: 0 });
  },
};

/** Rows that an older or newer version, a broken disk or a hand has left. */
export const unreadable: Contract = {
  'a thread that cannot be read is set aside, and the next turn starts afresh and says so': async (store, site) => {
    await store.answer(turn(1, { text: 'canary' }), taking(turn(1)));
    await site.run(`update turns set state = '{"version":1,"conversation":{"canary":1}}'`);
    const seen: { afresh: boolean; thread: unknown }[] = [];
    await store.answer(turn(2), taking(turn(2), seen as never));
    await store.answer(turn(3), taking(turn(3), seen as never));
    expect(seen).toMatchObject([
      { thread: undefined, afresh: true },
      { thread: { asker: 'words 2' }, afresh: false },
    ]);
    expect(site.warnings).toEqual([
      { table: 'turns', tenant: TENANT, id: turn(1).id, problem: 'conversation.version: invalid_value' },
    ]);
    expect(await site.run('select count(*) as n from turns where aside is not null')).toMatchObject([
      { n: expect.anything() },
    ]);
  },

  'a turn and a post that cannot be read hold nobody up': async (store, site) => {
    for (const at of [1, 2]) {
      await store.admit(turn(at));
      await store.post(post(turn(at)));
    }
    await site.run(`update turns set body = 'canary' where id = '${turn(1).id}'`);
    await site.run(`update posts set body = '{"canary":1}' where id = '${turn(1).id}#0'`);
    const now = { instance: 'one', now: 9_000, horizon: 99_000, until: 10_000, most: 10 };
    expect([await store.claimTurns(now), await store.claimPosts(now)]).toEqual([[], []]);
    expect(await store.claimTurns(now)).toMatchObject([{ turn: { id: turn(2).id } }]);
    expect(await store.claimPosts(now)).toMatchObject([{ post: { id: `${turn(2).id}#0` } }]);
    expect(site.warnings).toMatchObject([
      { table: 'turns', id: turn(1).id },
      { table: 'posts', id: `${turn(1).id}#0` },
    ]);
    expect(JSON.stringify(site.warnings)).not.toContain('canary');
  },

  'a record that cannot be read counts as absent': async (store, site) => {
    await store.keep(TENANT, 'setting', 'pace', { value: 'slow' });
    await store.note(TENANT, 'unanswered', { speaker: speakerSchema.parse('ana'), at: 1, text: 'how' });
    await site.run(`update kept set value = '{"canary":1}'`);
    await site.run(`update notes set entry = 'canary'`);
    expect(await store.kept(TENANT, 'setting', 'pace')).toBeUndefined();
    expect(await store.noted(TENANT, 'unanswered', 0)).toEqual([]);
    expect(site.warnings).toMatchObject([{ table: 'kept', id: 'setting pace' }, { table: 'notes' }]);
  },
};
