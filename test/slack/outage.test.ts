import { describe, expect, test } from 'vitest';
import { systemClock } from '../../adapters/clock.ts';
import { install, startOpenSite } from './installing.ts';
import { envelope, mention } from './payloads.ts';
import { quickClock, type Site, startSite } from './site.ts';

const T = '1700000000.000100';
const posts = ({ stub }: Site) => stub.calls.filter(({ method }) => method === 'chat.postMessage');

const broken = async () => Promise.reject(new Error('the disk is full'));

describe('when the store cannot say whether we are installed', () => {
  test('an event is not acknowledged, and answered when it is delivered again', async () => {
    const site = await startOpenSite();
    await install(site);
    const { installation } = site.store;
    site.store.installation = broken;
    expect((await site.send(envelope(mention('networking', T)))).status).toBe(503);
    site.store.installation = installation;
    expect((await site.send(envelope(mention('networking', T)))).status).toBe(200);
    await site.stub.called('chat.postMessage');
  });

  test('a post is tried again', async () => {
    let late = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + late };
    const site = await startOpenSite({ clock, time: quickClock() });
    await install(site);
    const { installation } = site.store;
    const outcomes: string[] = [];
    site.stub.answer('chat.postMessage', () => {
      if (outcomes.push('asked') > 1) return { body: { ok: true, ts: '1.1' } };
      // While the post waits, the token that was read is forgotten.
      late = 61_000;
      site.store.installation = () => {
        outcomes.push('broken');
        site.store.installation = installation;
        return broken();
      };
      return { status: 429, headers: { 'retry-after': '1' } };
    });
    await site.send(envelope(mention('networking', T)));
    await site.stub.called('chat.postMessage', 2);
    await site.delivery.stop();
    expect(outcomes).toEqual(['asked', 'broken', 'asked']);
    expect(await site.store.backlog()).toMatchObject({ posts: 0, dead: 0 });
  });
});

test.each([
  ['asks to wait', { status: 429, headers: { 'retry-after': '1' } }],
  ['breaks', { status: 500, body: 'oops' }],
  ['is cut off', 'reset' as const],
])('a post that may have come through is not sent again while the look for it %s', async (_, reply) => {
  const site = await startSite({}, { time: quickClock() });
  let looked = 0;
  site.stub.answer('chat.postMessage', () => ({ status: 500, body: 'oops' }));
  site.stub.answer('conversations.replies', () => {
    looked += 1;
    const [taken] = posts(site);
    return looked === 1 ? reply : { body: { ok: true, messages: [{ ts: '1.2', metadata: taken?.args.metadata }] } };
  });
  await site.send(envelope(mention('networking', T)));
  await site.stub.called('conversations.replies', 2);
  await site.delivery.stop();
  expect(posts(site)).toHaveLength(1);
  expect(await site.store.backlog()).toMatchObject({ posts: 0, dead: 0 });
});
