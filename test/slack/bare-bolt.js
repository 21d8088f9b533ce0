import { App, HTTPReceiver } from '@slack/bolt';
import { SECRET } from './signed.ts';
import { TOKEN } from './stub.ts';

/** A program of its own: the least that a bot on Bolt does, without rules, store or manners. */
const app = new App({
  token: TOKEN,
  receiver: new HTTPReceiver({ signingSecret: SECRET }),
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' },
});
const ok = 'ok';

app.command('/vm-or-container', ({ ack }) => ack(ok));
app.event('app_mention', async ({ event, say }) => {
  await say({ text: ok, thread_ts: event.thread_ts ?? event.ts });
});
const server = (await app.start({ port: 0, host: '127.0.0.1' })) as { address(): { port: number } };
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: server.address().port })}\n{"msg":"ready"}\n`);
