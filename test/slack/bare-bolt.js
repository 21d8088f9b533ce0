import { App, HTTPReceiver } from '@slack/bolt';

/** A program of its own, in JavaScript so that it starts as fast as Bolt can: the least that a bot does, without rules, store or manners. */
const {
  SLACK_BOT_TOKEN: token = '',
  SLACK_SIGNING_SECRET: signingSecret = '',
  SLACK_API_URL: slackApiUrl = '',
} = process.env;
const app = new App({ token, receiver: new HTTPReceiver({ signingSecret }), clientOptions: { slackApiUrl } });
const ok = 'ok';

app.command('/vm-or-container', ({ ack }) => ack(ok));
app.event('app_mention', async ({ event, say }) => {
  await say({ text: ok, thread_ts: event.thread_ts ?? event.ts });
});
// Ended so, Node keeps what it compiled.
process.once('SIGTERM', () => process.exit());
const server = await app.start({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: server.address().port })}\n{"msg":"ready"}\n`);
