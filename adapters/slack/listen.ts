import type { App } from '@slack/bolt';
import { reasonOf, soon } from './api.ts';
import { answerCommand } from './commands.ts';
import { type Desk, personIn } from './desk.ts';
import { openFromAnywhere, openOnMessage, submit, told } from './forms.ts';
import { opened } from './home.ts';
import { inTime } from './in-time.ts';
import { ON_MESSAGE, OPEN_FORM } from './names.ts';
import { press } from './presses.ts';
import { callFor } from './tools.ts';

const DONE = told('Done ✓');
const ANY = /[\s\S]*/;

/** Hears all that people do but messages, which are taken in before. What nobody knows any more is answered too. */
export function listenTo(app: App, desk: Desk): void {
  app.command(ANY, async ({ ack, command, context }) => {
    const answering = answerCommand(desk, command, context);
    const answer = await inTime(desk, context.heard, answering);
    if (answer.kind === 'done') return answer.result ? ack(answer.result) : ack();
    await ack();
    const late = await answering;
    const sent = late && (await desk.api.respond(command.response_url, { ...late }, soon()));
    if (sent && sent.kind !== 'ok') desk.log.warn({ reason: reasonOf(sent) }, 'a late answer did not arrive');
  });
  app.action(ANY, async ({ ack, body, context }) => {
    await (body.type === 'block_actions' ? press(desk, body, context, ack) : ack());
  });
  app.view(ANY, async ({ ack, body, context }) => {
    if (body.type !== 'view_submission') return ack();
    const submitting = submit(desk, body, context);
    const next = await inTime(desk, context.heard, submitting);
    if (next.kind === 'done') return next.result ? ack(next.result) : ack();
    await ack(told('I am at it, it takes a moment…'));
    const late = (await submitting) ?? DONE;
    const view = 'view' in late ? late.view : DONE.view;
    await callFor(desk, personIn(context, body.user.id).tenant, 'views.update', { view_id: body.view.id, view });
  });
  app.shortcut({ type: 'shortcut' }, async ({ ack, shortcut, context }) => {
    await ack();
    if (shortcut.callback_id === OPEN_FORM) await openFromAnywhere(desk, shortcut, context);
  });
  app.shortcut({ type: 'message_action' }, async ({ ack, shortcut, context }) => {
    await (shortcut.callback_id === ON_MESSAGE ? openOnMessage(desk, shortcut, context, ack) : ack());
  });
  app.event('app_home_opened', async ({ event, context }) => {
    await opened(desk, personIn(context, event.user), event);
  });
}
