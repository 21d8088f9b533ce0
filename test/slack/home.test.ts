import { describe, expect, test } from 'vitest';
import { viewProblems } from './block-kit.ts';
import { openedView } from './look.ts';
import { ANA, command, envelope, HOME, IN_HOME, press } from './payloads.ts';
import { startSite } from './site.ts';

const T = '1700000000.000100';

describe('the Home tab', () => {
  test('is drawn when it is opened, and an empty talk gets suggestions', async () => {
    const site = await startSite();
    const event = { type: 'app_home_opened', user: ANA, channel: 'D0DM', event_ts: T };
    await site.send(envelope({ ...event, tab: 'home' }));
    const [published] = await site.stub.called('views.publish');
    expect(viewProblems('HomeView', published?.args.view as { blocks: unknown[] })).toEqual([]);
    await site.send(envelope({ ...event, tab: 'messages', event_ts: '1700000001.000100' }));
    const [suggested] = await site.stub.called('assistant.threads.setSuggestedPrompts');
    expect(suggested?.args).toMatchObject({ channel_id: 'D0DM', prompts: { length: 4 } });
  });

  test('answers in a view, which goes on in itself', async () => {
    const site = await startSite();
    await site.send(press({ action_id: 'v1|take the tour', block_id: 'own|' }, IN_HOME));
    const view = await openedView(site);
    expect(JSON.stringify(view)).toContain('"v1|next step"');
    const modal = { ...HOME, type: 'modal', id: 'V0MODAL' };
    const next = { action_id: 'v1|next step', block_id: 'own|', action_ts: '1700000051.000100' };
    await site.send(press(next, { ...IN_HOME, view: modal }));
    const [update] = await site.stub.called('views.update');
    expect(update?.args).toMatchObject({
      view_id: 'V0MODAL',
      hash: '1.abc',
      view: { title: { text: 'Tour, step 2 of 5' } },
    });
  });
});

describe('how far somebody has come', () => {
  const home = { type: 'app_home_opened', user: ANA, channel: 'D0DM', tab: 'home' };

  test('is on their Home tab, with the way on', async () => {
    const site = await startSite();
    const drawn = async (count: number) => {
      await site.send(envelope({ ...home, event_ts: `1700000000.${count}` }));
      const view = (await site.stub.called('views.publish', count)).at(-1)?.args.view;
      expect(viewProblems('HomeView', view as { blocks: unknown[] })).toEqual([]);
      return JSON.stringify(view);
    };
    const fresh = await drawn(1);
    expect(fresh).toContain('The tour: not begun');
    expect(fresh).toContain('"v1|take the tour"');
    await site.send(command('learn', { trigger_id: '1.1' }));
    await site.send(command('learn', { trigger_id: '1.2' }));
    expect(await drawn(2)).toContain('The tour: step 2 of 5. Lessons read: 0 of 8.');
    await site.send(command('learn lesson 3', { trigger_id: '1.3' }));
    const on = await drawn(3);
    expect(on).toContain('step 2 of 5. Lessons read: 1 of 8.');
    expect(on).toContain('"v1|lesson 4"');
  });

  test('is deleted with all else, and the Home tab says so', async () => {
    const site = await startSite();
    await site.send(command('learn'));
    await site.send(press({ action_id: 'do|forget', block_id: 'data|' }, IN_HOME));
    const [published] = await site.stub.called('views.publish');
    expect(JSON.stringify(published?.args.view)).toContain('The tour: not begun');
  });
});
