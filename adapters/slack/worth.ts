import { speakerSchema, type Tenant, type TurnId } from '../../src/delivery/turn.ts';
import { callFor, type Desk, tell } from './desk.ts';
import type { Press } from './press.ts';
import { turnIdIn } from './turn.ts';

const VERDICTS: ReadonlySet<string> = new Set(['helpful', 'unhelpful']);

/** Keeps whether an answer helped: once a press, and only of an answer that there is. */
export async function rate(desk: Desk, { person, body, action, talk, value }: Press): Promise<void> {
  const { tenant, speaker } = person;
  const [verdict = '', reference = ''] = value.split('|');
  const turn = turnIdIn(tenant, reference);
  if (!turn || !VERDICTS.has(verdict)) return;
  const at = desk.clock.now();
  if (!(await isAnswered(desk, tenant, turn, talk.asker))) return;
  if (!(await desk.store.once(tenant, `rating:${action.action_ts}.${person.user}`, at))) return;
  const entry = { speaker, at, turn, verdict: verdict as 'helpful' | 'unhelpful' };
  await desk.store.note(tenant, 'feedback', entry);
  if (body.response_url) await tell(desk, body.response_url, 'Thank you, that is noted.');
}

async function isAnswered({ delivery }: Desk, tenant: Tenant, turn: TurnId, asker = ''): Promise<boolean> {
  const { data } = speakerSchema.safeParse(asker);
  return data !== undefined && (await delivery.recall(tenant, turn, data)) !== undefined;
}

/** Takes an answer away for whoever asked, or for an admin; a question taken back is no longer a part of the talk. */
export async function remove(desk: Desk, pressed: Press): Promise<void> {
  const { person, body, talk, value } = pressed;
  const { tenant, speaker, user } = person;
  const turn = talk.asker === user ? turnIdIn(tenant, value) : undefined;
  const allowed = (turn && (await desk.store.withdraw(tenant, turn, speaker))) || (await isAdmin(desk, pressed));
  const channel = body.channel?.id;
  if (allowed && channel && body.message) {
    const gone = await callFor(desk, tenant, 'chat.delete', { channel, ts: body.message.ts });
    if (gone.kind === 'ok') return;
  }
  const words = allowed ? 'I could not remove it.' : 'Only who asked, or an admin, can remove this answer.';
  if (body.response_url) await tell(desk, body.response_url, words);
}

/** Where we may not look, nobody is an admin. */
async function isAdmin(desk: Desk, { person }: Press): Promise<boolean> {
  const called = await callFor(desk, person.tenant, 'users.info', { user: person.user });
  const user = called.kind === 'ok' ? (called.data.user as { is_admin?: unknown; is_owner?: unknown }) : {};
  return user.is_admin === true || user.is_owner === true;
}
