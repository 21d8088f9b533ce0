import { laneFrom, threadFrom } from '../../src/delivery/turn.ts';
import { soon } from './api.ts';
import { turnIdIn } from './aside.ts';
import { type Desk, openView, type Person, tell } from './desk.ts';
import { placeFrom, wrongView } from './form.ts';
import { clean } from './limits.ts';
import { isAdmin } from './people.ts';
import { messageName } from './posted.ts';
import { type Press, rootOf } from './press.ts';
import { callFor } from './tools.ts';

const VERDICTS: ReadonlySet<string> = new Set(['helpful', 'unhelpful']);

/** Keeps whether an answer helped. */
export async function rate(desk: Desk, { person, body, value }: Press): Promise<void> {
  const { tenant, speaker } = person;
  const [verdict = '', reference = ''] = value.split('|');
  const turn = turnIdIn(tenant, reference);
  if (!turn || !VERDICTS.has(verdict)) return;
  const entry = { speaker, at: desk.clock.now(), turn, verdict: verdict as 'helpful' | 'unhelpful' };
  await desk.store.note(tenant, 'feedback', entry);
  if (body.response_url) await tell(desk, body.response_url, 'Thank you, that is noted.');
}

/** Asks what is wrong with an answer. */
export const askWhatIsWrong = (desk: Desk, pressed: Press): Promise<void> =>
  openView(desk, pressed, wrongView(pressed.value));

/** Keeps what somebody says is wrong with an answer. @returns what they are told */
export async function noteWrong(
  desk: Desk,
  { tenant, speaker }: Person,
  metadata: string,
  comment: string,
): Promise<string> {
  const turn = turnIdIn(tenant, placeFrom(metadata).turn ?? '');
  if (!turn) return 'That answer is gone; please ask again.';
  const entry = { speaker, at: desk.clock.now(), turn, verdict: 'wrong' as const, comment: clean(comment) };
  await desk.store.note(tenant, 'feedback', entry);
  return 'Thank you. Those who look after my knowledge will read it.';
}

/** Takes an answer away for whom it was posted, or for an admin. What was asked stays a part of the talk: only deleting the question takes that back. */
export async function remove(desk: Desk, pressed: Press): Promise<void> {
  const { person, body } = pressed;
  const { tenant, user } = person;
  const url = body.response_url;
  const allowed = (await isFor(desk, pressed)) || (await isAdmin(desk, tenant, user));
  if (!allowed) {
    if (url) await tell(desk, url, 'Only who asked, or an admin, can remove this answer.');
    return;
  }
  const [channel, ts] = [body.channel?.id, body.message?.ts];
  const gone = channel && ts && (await callFor(desk, tenant, 'chat.delete', { channel, ts }));
  if (!url || (gone && gone.kind === 'ok')) return;
  // Where we are no member, what was posted at a response address can only be deleted at one.
  const deleted = await desk.api.respond(url, { delete_original: true }, soon());
  if (deleted.kind !== 'ok') await tell(desk, url, 'I could not remove it.');
}

/** By what we wrote down when we posted it, never by what the button says. */
async function isFor({ store }: Desk, pressed: Press): Promise<boolean> {
  const { person, body } = pressed;
  const { tenant, speaker } = person;
  const [channel, ts] = [body.channel?.id, body.message?.ts];
  if (!channel || !ts) return false;
  const lane = laneFrom(tenant, channel);
  const thread = threadFrom(tenant, channel, rootOf(pressed) ?? ts);
  const posted = await store.kept(tenant, 'posted', messageName(channel, ts));
  return (posted?.by ?? (await store.askerOf({ tenant, lane, thread, sentAs: ts }))) === speaker;
}
