import { laneFrom, type Speaker, speakerSchema, type TurnId, threadFrom } from '../../src/delivery/turn.ts';
import { turnIdIn } from './aside.ts';
import { type Desk, openView, type Person, tell } from './desk.ts';
import { placeFrom, wrongView } from './form.ts';
import { clean } from './limits.ts';
import { isAdmin } from './people.ts';
import { messageName } from './posted.ts';
import { type Press, rootOf } from './press.ts';
import { callFor } from './tools.ts';

const VERDICTS: ReadonlySet<string> = new Set(['helpful', 'unhelpful']);
const GONE = 'That answer is gone; please ask again.';

/** Keeps whether an answer helped: once a press, and only of an answer that there is. */
export async function rate(desk: Desk, pressed: Press): Promise<void> {
  const { person, body, action, talk, value } = pressed;
  const { tenant, speaker } = person;
  const [verdict = '', reference = ''] = value.split('|');
  const turn = await answeredTurn(desk, pressed, reference, talk.asker);
  if (!VERDICTS.has(verdict)) return;
  const at = desk.clock.now();
  if (turn) {
    if (!(await desk.store.once(tenant, `rating:${action.action_ts}.${person.user}`, at))) return;
    const entry = { speaker, at, turn, verdict: verdict as 'helpful' | 'unhelpful' };
    await desk.store.note(tenant, 'feedback', entry);
  }
  if (body.response_url) await tell(desk, body.response_url, turn ? 'Thank you, that is noted.' : GONE);
}

/**
 * The turn that a control names, when it was said by whom the control says and answered. A message outlives its turn: then it
 * must be one that we know to be ours, and the turn the one that its thread began with, which nobody could make up.
 */
async function answeredTurn(desk: Desk, pressed: Press, reference: string, asker = ''): Promise<TurnId | undefined> {
  const { tenant } = pressed.person;
  const turn = turnIdIn(tenant, reference);
  if (!turn) return undefined;
  const { data: speaker } = speakerSchema.safeParse(asker);
  const known = speaker && (await desk.delivery.recall(tenant, turn, speaker));
  if (known) return turn;
  const beginning = `${pressed.body.channel?.id}:${rootOf(pressed)}`;
  return reference === beginning && (await ownerOf(desk, pressed)) ? turn : undefined;
}

/** Asks what is wrong with an answer that there is. */
export async function askWhatIsWrong(desk: Desk, pressed: Press): Promise<void> {
  const { person, body, value } = pressed;
  const [reference = '', asker = ''] = value.split('|');
  const turn = await answeredTurn(desk, pressed, reference, asker || person.user);
  if (turn) await openView(desk, pressed, wrongView(reference, sealFor(desk, person, reference)));
  else if (body.response_url) await tell(desk, body.response_url, GONE);
}

const sealFor = ({ seal }: Desk, { tenant, user }: Person, turn: string): string =>
  seal([tenant, user, 'wrong', turn].join(' '));

/** Keeps what somebody says is wrong with an answer. @returns what they are told */
export async function noteWrong(desk: Desk, person: Person, metadata: string, comment: string): Promise<string> {
  const { tenant, speaker } = person;
  const { turn: reference = '', seal } = placeFrom(metadata);
  const turn = turnIdIn(tenant, reference);
  if (!turn || seal !== sealFor(desk, person, reference)) return GONE;
  const entry = { speaker, at: desk.clock.now(), turn, verdict: 'wrong' as const, comment: clean(comment) };
  await desk.store.note(tenant, 'feedback', entry);
  return 'Thank you. Those who look after my knowledge will read it.';
}

/** Takes an answer away for whom it was posted, or for an admin. What was asked stays a part of the talk: only deleting the question takes that back. */
export async function remove(desk: Desk, pressed: Press): Promise<void> {
  const { person, body } = pressed;
  const { tenant, user } = person;
  const url = body.response_url;
  const allowed = (await ownerOf(desk, pressed)) === person.speaker || (await isAdmin(desk, tenant, user));
  if (!allowed) {
    if (url) await tell(desk, url, 'Only who asked, or an admin, can remove this answer.');
    return;
  }
  const [channel, ts] = [body.channel?.id, body.message?.ts];
  const gone = channel && ts && (await callFor(desk, tenant, 'chat.delete', { channel, ts }));
  if (url && !(gone && gone.kind === 'ok')) await tell(desk, url, 'I could not remove it.');
}

/** For whom a message was posted, by what we wrote down when we posted it, never by what a control says; undefined when it is none that we know. */
async function ownerOf({ store }: Desk, pressed: Press): Promise<Speaker | undefined> {
  const { person, body } = pressed;
  const { tenant } = person;
  const [channel, ts] = [body.channel?.id, body.message?.ts];
  if (!channel || !ts) return undefined;
  const lane = laneFrom(tenant, channel);
  const thread = threadFrom(tenant, channel, rootOf(pressed) ?? ts);
  const shared = await store.kept(tenant, 'shared', messageName(channel, ts));
  return shared?.by ?? store.askerOf({ tenant, lane, thread, sentAs: ts });
}
