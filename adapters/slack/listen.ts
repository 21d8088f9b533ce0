import type { App } from '@slack/bolt';
import { answerCommand } from './commands.ts';
import { type Desk, personIn } from './desk.ts';
import { openFromAnywhere, openOnMessage, submit } from './forms.ts';
import { opened } from './home.ts';
import { ON_MESSAGE, OPEN_FORM, STEP } from './names.ts';
import { press } from './presses.ts';
import { recommendStep } from './step.ts';

const ANY = /[\s\S]*/;

/** Hears all that people do but messages, which are taken in before. What nobody knows any more is answered too. */
export function listenTo(app: App, desk: Desk): void {
  app.command(ANY, async ({ ack, command, context }) => {
    const answer = await answerCommand(desk, command, context);
    await (answer ? ack(answer) : ack());
  });
  app.action(ANY, async ({ ack, body, context }) => {
    await (body.type === 'block_actions' ? press(desk, body, context, ack) : ack());
  });
  app.view(ANY, async ({ ack, body, context }) => {
    const next = body.type === 'view_submission' ? await submit(desk, body, context) : undefined;
    await (next ? ack(next) : ack());
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
  app.function(STEP, async ({ inputs, complete, fail, context }) => {
    const given = recommendStep(desk, inputs.workload, String(context.functionExecutionId));
    await ('error' in given ? fail(given) : complete({ outputs: given }));
  });
}
