import { createHash } from 'node:crypto';
import type { Card } from '../../src/cards/card.ts';
import { type Post, postSchema } from '../../src/delivery/post.ts';
import type { Everywhere } from '../../src/delivery/store.ts';
import { laneFrom, type Tenant, threadFrom, turnIdFrom } from '../../src/delivery/turn.ts';

/** The one message that somebody gets unasked. */
export const INVITATION: Card = {
  title: 'New here? Learn VM or container in five minutes.',
  lead: 'New here? Learn VM or container in five minutes.',
  parts: [
    {
      kind: 'text',
      text: 'Five short steps with three cases to decide, only for you, whenever you like. Nobody is told how far you get.',
    },
    { kind: 'note', text: 'I write to you unasked only this once. Any time: /vm-or-container learn' },
  ],
  buttons: [{ label: 'Start', says: 'take the tour' }],
  sources: [],
  reviewed: '',
};

/** A person as they are remembered when all else of them is forgotten: only to tell that they were invited. */
export const fingerprint = (tenant: Tenant, user: string): string =>
  createHash('sha256').update(`invited ${tenant}:${user}`).digest('base64url');

/** The invitation on its way: in the channel that was joined, seen by one; who asked to be reminded is reminded in their talk with us. */
export function invitationPost({ tenant, name: user, value }: Everywhere<'invitation'>, now: number): Post {
  const { by: speaker, channel, due, asked } = value;
  const place = asked ? user : channel;
  const turn = turnIdFrom(tenant, 'invitation', user);
  return postSchema.parse({
    id: `${turn}#${asked ? due : 0}`,
    tenant,
    lane: laneFrom(tenant, place),
    thread: threadFrom(tenant, place, `@${user}`),
    turn,
    speaker,
    shown: 'private',
    kind: 'note',
    card: INVITATION,
    written: now,
  });
}

/** Whether a post invites: it is drawn with what its reader may answer. */
export const isInvitation = ({ tenant, turn, speaker }: Post): boolean =>
  turn === turnIdFrom(tenant, 'invitation', speaker);
