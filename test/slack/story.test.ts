import { expect, onTestFinished, test } from 'vitest';
import { eventsOf } from '../../adapters/slack/manifest.ts';
import { speakerSchema, tenantFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { startWorkspace, type Workspace } from './emulator.ts';
import { controlIn } from './look.ts';
import { command, press } from './payloads.ts';
import { SECRET } from './signed.ts';
import { type Site, startSite } from './site.ts';

const KEYS = Buffer.alloc(32, 7).toString('base64');
const CLIENT = { clientId: '1.2', clientSecret: 'a-client-secret' };

/** Slack as others emulate it, and our app beside it, not yet installed. */
async function opening(): Promise<{ slack: Workspace; site: Site }> {
  const slack = await startWorkspace({ ...CLIENT, signingSecret: SECRET, events: eventsOf('minimal') });
  const site = await startSite(
    { access: { kind: 'oauth', ...CLIENT }, apiUrl: slack.url },
    { secretKeys: KEYS, pace: 0 },
  );
  onTestFinished(slack.close);
  slack.subscribe(site.address);
  return { slack, site };
}

/** Ana follows the link, allows it on Slack's page, and is sent back. */
async function install({ address }: Site, user: string): Promise<number> {
  const link = address.replace('events', 'install');
  const begun = await fetch(link, { redirect: 'manual' });
  const cookie = begun.headers.getSetCookie().join('; ').split(';')[0] ?? '';
  const page = await (await fetch(begun.headers.get('location') ?? '')).text();
  const form = page.split('<form').find((one) => one.includes(user)) ?? '';
  const fields = Object.fromEntries(
    [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  // An app that names no address is sent to the one in its manifest.
  const body = new URLSearchParams({ ...fields, redirect_uri: address.replace('events', 'oauth_redirect') });
  const { origin } = new URL(begun.headers.get('location') ?? '');
  const allowed = await fetch(`${origin}/oauth/v2/authorize/callback`, { method: 'POST', body, redirect: 'manual' });
  return (await fetch(allowed.headers.get('location') ?? '', { headers: { cookie } })).status;
}

interface Said {
  user: string;
  text: string;
  ts: string;
  thread_ts?: string;
}

/** What people do in the channel, and what they see there. */
function channelOf({ call, channel, people }: Workspace) {
  const [ana, ben] = [people.ana, people.ben];
  if (!ana || !ben) throw new Error('nobody is there');
  const read = async (method: string, args = {}): Promise<Said[]> =>
    (await call(method, ben.token, { channel, ...args })).messages as Said[];
  const say = async (by: { token: string }, text: string, thread?: string): Promise<string> => {
    const where = thread === undefined ? {} : { thread_ts: thread };
    return String((await call('chat.postMessage', by.token, { channel, text, ...where })).ts);
  };
  /** The thread once there are so many messages in it. */
  const thread = (ts: string, count: number) =>
    once(
      () => read('conversations.replies', { ts }),
      (messages) => messages.length >= count,
    );
  /** The latest message that is in no thread, when it is another than this. */
  const latest = async (than: string): Promise<Said | undefined> =>
    (
      await once(
        () => read('conversations.history'),
        ([first]) => first?.ts !== than,
      )
    )[0];
  return { ana, ben, say, thread, latest };
}

async function once<Result>(look: () => Promise<Result>, found: (result: Result) => boolean): Promise<Result> {
  for (;;) {
    const result = await look();
    if (found(result)) return result;
  }
}

test('a workspace installs us, asks, asks on, shares and removes us', async () => {
  const { slack, site } = await opening();
  const { ana, ben, say, thread, latest } = channelOf(slack);
  const { team, channel } = slack;
  const tenant = tenantFrom('slack', team);

  expect(await install(site, ana.id)).toBe(200);
  const bot = JSON.parse((await site.store.installation(tenant))?.secret ?? '{}').bot.userId;

  const asked = await say(ana, `<@${bot}> 8 linux services for untrusted customers, VM or container?`);
  const [, answer] = await thread(asked, 2);
  expect(answer).toMatchObject({ user: bot, thread_ts: asked, text: expect.stringContaining('Noted:') });
  await say(ana, `<@${bot}> it needs windows`, asked);
  const [, , , second] = await thread(asked, 4);
  expect(second).toMatchObject({ user: bot, text: expect.stringContaining('It needs Windows (was Linux)') });

  const from = { team_id: team, channel_id: channel, user_id: ana.id };
  const { json } = await site.send(command('is docker faster to start than a vm?', from));
  expect(json).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('Startup') });
  const there = { team: { id: team, domain: 'x' }, channel: { id: channel, name: 'platform' } };
  const by = { user: { id: ana.id, username: 'ana', name: 'ana', team_id: team } };
  await site.send(press(controlIn(json, 'do|share'), { ...there, ...by, response_url: slack.responseUrl(channel) }));
  const shared = await latest(asked);
  expect(shared).toMatchObject({ text: json.text, user: bot });
  expect(shared).not.toHaveProperty('thread_ts');

  await slack.uninstall();
  expect(await site.store.installation(tenant)).toBeUndefined();
  const turn = turnIdFrom(tenant, channel, asked);
  expect(await site.store.recall(tenant, turn, speakerSchema.parse(ana.id))).toBeUndefined();
  expect((await site.send(command('networking', { ...from, trigger_id: '2.2' }))).text).toContain('not installed');
  await say(ben, `<@${bot}> are you there?`, asked);
  await site.delivery.stop();
  expect((await thread(asked, 5)).map(({ user }) => user)).toEqual([ana.id, bot, ana.id, bot, ben.id]);
});
