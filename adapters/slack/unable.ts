import type { App } from '@slack/bolt';
import { apology, type Desk, tell } from './desk.ts';
import { told } from './forms.ts';
import { type Access, isNotInstalled } from './installations.ts';
import { renderWords } from './render.ts';

type Authorize = Access['authorize'];

/** Bolt acknowledges what it may not authorise and calls no listener; we have it go on, and say why. */
export const neverSilent =
  (authorize: Authorize): Authorize =>
  (source) =>
    authorize(source).catch((unable: unknown) => ({ unable }));

type Heard = Parameters<Parameters<App['use']>[0]>[0];

/** Whoever did something where we cannot act hears why; an event from there needs no more than its acknowledgement. */
export function answerWhereUnable(app: App, desk: Desk, installable: boolean): void {
  app.use(async (heard) => {
    const { context, next } = heard;
    if (context.unable === undefined) return next();
    if ('event' in heard) return;
    await say(
      desk,
      heard,
      isNotInstalled(context.unable) ? notInstalled(installable, context.host) : broken(desk, heard),
    );
  });
}

const broken = (desk: Desk, { context, body }: Heard): string =>
  apology(desk, context.unable, 'trigger_id' in body ? String(body.trigger_id) : '');

/** To whoever asked alone, by the way that what they did leaves open. */
async function say(desk: Desk, heard: Heard, words: string): Promise<void> {
  if ('command' in heard) return heard.ack({ response_type: 'ephemeral', ...renderWords(words) });
  const { body } = heard;
  if (body.type === 'view_submission' && 'view' in heard) return heard.ack(told(words));
  if ('ack' in heard) await heard.ack?.();
  if ('response_url' in body && typeof body.response_url === 'string') await tell(desk, body.response_url, words);
}

/** @param host under which Slack reached us */
function notInstalled(installable: boolean, host: unknown): string {
  const how =
    installable && typeof host === 'string' && /^[\w.-]+(:\d+)?$/.test(host)
      ? `Install me at https://${host}/slack/install`
      : 'Ask whoever looks after your apps to install me.';
  return `I am not installed in this workspace, or not any more. ${how}`;
}
