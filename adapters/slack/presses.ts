import type { BlockAction } from '@slack/bolt';
import { reasonOf, soon } from './api.ts';
import { type Aside, turnInThread } from './aside.ts';
import { FORGOTTEN } from './commands.ts';
import { type Act, meaningOf, talkIn } from './controls.ts';
import { answerAside, apology, type Desk, openView, personIn, type Signed, tell } from './desk.ts';
import { answerView } from './form.ts';
import { openForm } from './forms.ts';
import { publishHome } from './home.ts';
import { answerInvitation, decide } from './newcomers.ts';
import { chooseChannel, drawnFor, share } from './posting.ts';
import { cardOf, type Press, rootOf } from './press.ts';
import { callFor } from './tools.ts';
import { askWhatIsWrong, rate, remove } from './worth.ts';

/**
 * Does what a pressed control says; whoever pressed hears of what went wrong.
 * @param ack tells Slack that we have it: of words in a thread not before they are written down
 */
export async function press(desk: Desk, body: BlockAction, context: Signed, ack: () => Promise<void>): Promise<void> {
  const [action] = body.actions;
  if (!action) return ack();
  const person = personIn(context, body.user.id);
  const value = 'value' in action && typeof action.value === 'string' ? action.value : '';
  const pressed = { person, body, action, talk: talkIn(action.block_id), value };
  const written = goesOnThread(pressed);
  if (!written) await ack();
  const told = await done(desk, pressed).then(
    () => undefined,
    (error: unknown) => apology(desk, error, action.action_ts),
  );
  if (written) await ack();
  if (told !== undefined) await say(desk, pressed, told);
}

/** Words of the asker of a thread, which go on with it for all to see. */
function goesOnThread(pressed: Press): boolean {
  const { person, body, action, talk } = pressed;
  const meaning = meaningOf(action.action_id);
  const says = meaning !== undefined && 'says' in meaning;
  return says && talk.asker === person.user && body.channel !== undefined && rootOf(pressed) !== undefined;
}

async function done(desk: Desk, pressed: Press): Promise<void> {
  const meaning = meaningOf(pressed.action.action_id);
  if (meaning && 'says' in meaning) return said(desk, pressed, meaning.says);
  const act = meaning && ACTS.get(meaning.act);
  if (act) return act(desk, pressed);
  await say(desk, pressed, 'This card is of an older version. Ask again with /vm-or-container');
}

/** Something short to whoever pressed: beside the message, or from the Home tab and a view in a view. */
async function say(desk: Desk, pressed: Press, words: string): Promise<void> {
  const url = pressed.body.response_url;
  if (url) return void (await tell(desk, url, words));
  const card = { title: 'VM or container?', lead: words, parts: [], buttons: [], sources: [], reviewed: '' };
  await openView(desk, pressed, answerView(card));
}

const ACTS = new Map<string, (desk: Desk, pressed: Press) => Promise<void>>(
  Object.entries({
    share: (desk, pressed) => share(desk, pressed, false),
    again: (desk, pressed) => share(desk, pressed, true),
    choose: chooseChannel,
    form: openForm,
    feedback: rate,
    wrong: askWhatIsWrong,
    remove,
    forget,
    tomorrow: (desk, pressed) => answerInvitation(desk, pressed, 'postpone'),
    decline: (desk, pressed) => answerInvitation(desk, pressed, 'decline'),
    invite: (desk, pressed) => decide(desk, pressed, true),
    uninvite: (desk, pressed) => decide(desk, pressed, false),
  } satisfies Record<Act, (desk: Desk, pressed: Press) => Promise<void>>),
);

async function forget(desk: Desk, pressed: Press): Promise<void> {
  const { person } = pressed;
  await desk.store.forgetSpeaker(person.tenant, person.speaker);
  const view = answerView({ title: 'Deleted', lead: FORGOTTEN, parts: [], buttons: [], sources: [], reviewed: '' });
  await openView(desk, pressed, view);
  await publishHome(desk, person);
}

/** Words on a button: the asker goes on with the thread for all to see, anybody else gets an answer of their own. */
async function said(desk: Desk, pressed: Press, words: string): Promise<void> {
  const { person, body, action, talk } = pressed;
  const channel = body.channel?.id;
  const event = `${action.action_ts}.${person.user}`;
  const { tenant, user } = person;
  const aside: Aside = { tenant, user, event, text: words, now: desk.clock.now() };
  const root = rootOf(pressed);
  if (channel && root && talk.asker === user) {
    await desk.delivery.admit(turnInThread({ ...aside, channel }, root, action.action_ts));
    return;
  }
  const answer = await (talk.own || !channel
    ? answerAside(desk, aside)
    : answerAside(desk, { ...aside, channel }, { under: cardOf(pressed) }));
  if (!answer) return;
  if (!body.response_url) return inView(desk, pressed, answerView(answer.card));
  const thread = root === undefined ? {} : { thread_ts: root };
  const how = { response_type: 'ephemeral', replace_original: false, ...thread };
  const url = body.response_url;
  const respond = (message: Record<string, unknown>) => desk.api.respond(url, { ...how, ...message }, soon());
  const called = await drawnFor(respond, answer.card, answer.showing);
  if (called.kind !== 'ok')
    desk.log.warn({ tenant, reason: reasonOf(called) }, 'a private answer did not come through');
}

/** From the Home tab an answer opens as a view; within that view it takes the place of the one before. */
async function inView(desk: Desk, pressed: Press, view: ReturnType<typeof answerView>): Promise<void> {
  const { person, body } = pressed;
  if (body.view?.type === 'modal')
    await callFor(desk, person.tenant, 'views.update', { view_id: body.view.id, hash: body.view.hash, view });
  else await openView(desk, pressed, view);
}
