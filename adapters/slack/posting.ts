import type { Card } from '../../src/cards/card.ts';
import { cardText } from '../../src/cards/text.ts';
import { soon } from './api.ts';
import { actButton } from './controls.ts';
import { answerAside, type Desk, type Person, reasonOf, tell } from './desk.ts';
import { type Drawn, renderCard, renderWords, type Showing } from './render.ts';
import { turnIdIn } from './turn.ts';

const DAY = 86_400_000;

/** A comparison as it will look in a channel, with a button that posts it; the features by name, or all. */
export async function previewCard(
  desk: Desk,
  { tenant, user }: Person,
  channel: string,
  event: string,
  features: string,
): Promise<Drawn | undefined> {
  const text = features === '' ? 'compare all' : `compare ${features}`;
  const answer = await answerAside(desk, { tenant, channel, user, event, text, now: desk.clock.now() });
  if (!answer) return undefined;
  const { text: words, blocks } = renderCard(answer.card, { credit: { by: user } });
  const post = { ...actButton('share', 'Post here', answer.turn), style: 'primary' as const };
  return { text: words, blocks: [...blocks, { type: 'actions', block_id: 'post|', elements: [post] }] };
}

/** Where an answer is to be shown, and how its owner is told. */
interface Posting {
  /** The turn it answered, and whom it is for, as the button carries them. */
  value: string;
  channel: string;
  /** Where Slack takes the answer for that channel. */
  url: string;
  /** Post it although the same was posted there today. */
  again?: boolean;
}

/** What became of it, in words for the person; undefined when it was posted. */
export type Hindrance = { kind: 'words'; words: string } | { kind: 'again'; value: string };

/**
 * Shows an answer of theirs to the channel under their name: once for each channel, however often it is asked for. The
 * same card is not posted twice a day without being asked again.
 */
export async function postAnswer(desk: Desk, person: Person, posting: Posting): Promise<Hindrance | undefined> {
  const { tenant, user, speaker } = person;
  const [reference = '', audience = ''] = posting.value.split('|');
  const id = turnIdIn(tenant, reference);
  const card = id && (await desk.delivery.recall(tenant, id, speaker));
  if (!id || !card) return words('That answer is gone; please ask again.');
  const now = desk.clock.now();
  if (await wasPostedToday(desk, person, posting, card, now)) return { kind: 'again', value: posting.value };
  if (!(await desk.store.once(tenant, `share:${id}:${posting.channel}`, now))) return words('That is shared already.');
  const credit = { by: user, ...(/^[UW][A-Z0-9]+$/.test(audience) && { for: audience }) };
  const called = await shown(desk, posting.url, card, { credit });
  if (called.kind === 'ok') return undefined;
  desk.log.warn({ tenant, reason: reasonOf(called) }, 'an answer could not be shared');
  return words('I could not post that here. Ask again, or invite me to the channel.');
}

const words = (text: string): Hindrance => ({ kind: 'words', words: text });

async function shown(desk: Desk, url: string, card: Card, showing: Showing) {
  const message = (simple: boolean) => ({
    response_type: 'in_channel',
    replace_original: false,
    ...renderCard(card, { ...showing, simple }),
    unfurl_links: false,
    unfurl_media: false,
  });
  const called = await desk.api.respond(url, message(false), soon());
  return reasonOf(called).includes('blocks') ? desk.api.respond(url, message(true), soon()) : called;
}

/** A comparison is for everybody to find: the same one twice a day in a channel is noise. */
async function wasPostedToday(
  { store }: Desk,
  { tenant }: Person,
  { channel, again }: Posting,
  card: Card,
  now: number,
): Promise<boolean> {
  if (again || !card.parts.some(({ kind }) => kind === 'table')) return false;
  const day = Math.floor(now / DAY);
  return !(await store.once(tenant, `card:${channel}:${day}:${hash(cardText(card))}`, now));
}

/** Tells one text from another. */
function hash(text: string): string {
  let sum = 5_381;
  for (let at = 0; at < text.length; at += 1) sum = (sum * 33 + text.charCodeAt(at)) | 0;
  return (sum >>> 0).toString(36);
}

/** Posts an answer and tells its owner, in place of the private copy. */
export async function share(desk: Desk, person: Person, posting: Posting): Promise<void> {
  const hindrance = await postAnswer(desk, person, posting);
  if (!hindrance) {
    const copy = { response_type: 'ephemeral', replace_original: true, ...renderWords('Shared ✓') };
    await desk.api.respond(posting.url, copy, soon());
  } else if (hindrance.kind === 'words') await tell(desk, posting.url, hindrance.words);
  else
    await desk.api.respond(
      posting.url,
      { response_type: 'ephemeral', replace_original: false, ...againWords(hindrance.value) },
      soon(),
    );
}

function againWords(value: string): Drawn {
  const asked = renderWords('The same card was posted in this channel today.');
  const elements = [actButton('again', 'Post anyway', value)];
  return { ...asked, blocks: [...asked.blocks, { type: 'actions', block_id: 'again|', elements }] };
}
