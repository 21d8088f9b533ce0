import type { Card } from '../../src/cards/card.ts';
import { laneFrom } from '../../src/delivery/turn.ts';
import { type Called, reasonOf, soon } from './api.ts';
import { turnIdIn } from './aside.ts';
import { actButton } from './controls.ts';
import { answerAside, type Desk, openView, type Person, tell } from './desk.ts';
import { resultView } from './form.ts';
import { type Earlier, earlierPost, earlierWords, keepPosted } from './posted.ts';
import type { Press } from './press.ts';
import { type Drawn, renderCard, renderWords, type Showing } from './render.ts';
import { callFor } from './tools.ts';

/** A comparison as it will look in a channel, with buttons that post it there or elsewhere; the features by name, or all. */
export async function previewCard(
  desk: Desk,
  { tenant, user }: Person,
  channel: string,
  event: string,
  { features, audience }: { features: string; audience?: string },
): Promise<Drawn | undefined> {
  const text = features === '' ? 'compare all' : `compare ${features}`;
  const answer = await answerAside(desk, { tenant, channel, user, event, text, now: desk.clock.now() });
  if (!answer) return undefined;
  const { text: words, blocks } = renderCard(answer.card, {
    credit: { by: user, ...(audience !== undefined && { for: audience }) },
  });
  const value = audience === undefined ? answer.turn : `${answer.turn}|${audience}`;
  const elements = [
    { ...actButton('share', 'Post here', value), style: 'primary' as const },
    actButton('choose', 'Choose a channel', value),
  ];
  return { text: words, blocks: [...blocks, { type: 'actions', block_id: 'post|', elements }] };
}

/** Where an answer is to be shown, and how its owner is told. */
export interface Posting {
  /** The turn it answered, and whom it is for, as the button carries them. */
  value: string;
  channel: string;
  /** The message under which it goes. */
  thread?: string | undefined;
  /** Where Slack takes the answer for that channel, if we are no member of it. */
  url: string | undefined;
  /** Post it although the same was posted there within a day. */
  again?: boolean;
}

/** Why it was not posted. */
export type Hindrance = { kind: 'words'; words: string } | { kind: 'again'; earlier: Earlier };

/**
 * Shows an answer of theirs to the channel under their name: once for each channel, however often it is asked for. The
 * same comparison is not posted twice within a day without being asked again.
 */
export async function postAnswer(desk: Desk, person: Person, posting: Posting): Promise<Hindrance | undefined> {
  const { tenant, speaker } = person;
  const { channel } = posting;
  const [reference = '', audience = ''] = posting.value.split('|');
  const id = turnIdIn(tenant, reference);
  const card = id && (await desk.delivery.recall(tenant, id, speaker));
  if (!id || !card) return words('That answer is gone; please ask again.');
  const place = { tenant, lane: laneFrom(tenant, channel), speaker };
  if (!(await desk.delivery.show(place, id))) return words('That is shared already.');
  const earlier = posting.again ? undefined : await earlierPost(desk, person, channel, card);
  if (earlier) {
    await desk.delivery.hide(place, id);
    return { kind: 'again', earlier };
  }
  const credit = { by: person.user, ...(/^[UW][A-Z0-9]+$/.test(audience) && { for: audience }) };
  const called = await shown(desk, person, posting, card, { credit, turn: reference });
  if (called.kind === 'ok') return keepPosted(desk, person, channel, card, called.data.ts);
  desk.log.warn({ tenant, reason: reasonOf(called) }, 'an answer could not be shared');
  if (called.kind === 'unsure') return words('Slack did not say whether it took that. Look before you ask again.');
  await desk.delivery.hide(place, id);
  if (!posting.again) await desk.delivery.comparisons.release(place, card);
  return words('I could not post that there. Ask again, or invite me to the channel.');
}

const words = (text: string): Hindrance => ({ kind: 'words', words: text });

/** Where we are a member we post ourselves, so that we know our message; elsewhere Slack lets us answer whoever asked. */
async function shown(desk: Desk, { tenant }: Person, posting: Posting, card: Card, showing: Showing): Promise<Called> {
  const { channel, thread, url } = posting;
  const place = { channel, ...(thread !== undefined && { thread_ts: thread }) };
  const own = await drawnFor(
    (message) => callFor(desk, tenant, 'chat.postMessage', { ...place, ...message }),
    card,
    showing,
  );
  if (own.kind === 'ok' || own.kind === 'unsure' || url === undefined) return own;
  const { turn: talk = '', ...anonymous } = showing;
  const answer = {
    response_type: 'in_channel',
    replace_original: false,
    ...(thread !== undefined && { thread_ts: thread }),
  };
  const sent = await drawnFor((message) => desk.api.respond(url, { ...answer, ...message }, soon()), card, {
    ...anonymous,
    talk,
  });
  return sent.kind === 'ok' ? { ...sent, data: {} } : sent;
}

/** Without the newer blocks where Slack does not take them. */
export async function drawnFor(
  send: (message: Record<string, unknown>) => Promise<Called>,
  card: Card,
  showing: Showing,
): Promise<Called> {
  const message = (simple: boolean) => ({
    ...renderCard(card, { ...showing, simple }),
    unfurl_links: false,
    unfurl_media: false,
  });
  const called = await send(message(false));
  return called.kind === 'no' && called.error.includes('blocks') ? send(message(true)) : called;
}

/** Posts an answer and tells its owner, in place of the private copy. */
export async function share(desk: Desk, pressed: Press, again: boolean): Promise<void> {
  const { person, body, value } = pressed;
  const [channel, url] = [body.channel?.id, body.response_url];
  if (!channel || !url) return;
  const thread = body.container?.thread_ts;
  const hindrance = await postAnswer(desk, person, { value, channel, url, again, thread });
  if (hindrance?.kind === 'words') return void (await tell(desk, url, hindrance.words));
  const told = hindrance ? againWords(hindrance.earlier, value) : renderWords('Shared ✓');
  const replace = { response_type: 'ephemeral', replace_original: hindrance === undefined };
  await desk.api.respond(url, { ...replace, ...told }, soon());
}

function againWords(earlier: Earlier, value: string): Drawn {
  const asked = earlierWords(earlier);
  const elements = [actButton('again', 'Post anyway', value)];
  return { ...asked, blocks: [...asked.blocks, { type: 'actions', block_id: 'again|', elements }] };
}

/** Lets them choose where to post an answer of theirs. */
export async function chooseChannel(desk: Desk, pressed: Press): Promise<void> {
  const { person, body, value } = pressed;
  const [reference = ''] = value.split('|');
  const id = turnIdIn(person.tenant, reference);
  const card = id && (await desk.delivery.recall(person.tenant, id, person.speaker));
  if (card) await openView(desk, pressed, resultView(card, value));
  else if (body.response_url) await tell(desk, body.response_url, 'That answer is gone; please ask again.');
}
