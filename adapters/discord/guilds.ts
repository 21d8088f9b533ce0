import type { Guild } from 'discord.js';
import { type Post, postIdSchema } from '../../src/delivery/post.ts';
import { laneFrom, threadFrom } from '../../src/delivery/turn.ts';
import { cardFor } from './answer.ts';
import type { Hearing } from './hearing.ts';
import { type Scene, sceneFrom, turnIdOf } from './turn.ts';

/** Says once what we can do, when we are added to a server that has a channel for such messages. */
export async function welcomeGuild({ id, ownerId, systemChannelId }: Guild, hearing: Hearing): Promise<void> {
  if (systemChannelId === null) return;
  await hearing.delivery.post(greeting(sceneFrom(id, systemChannelId, ownerId), 'welcome', hearing));
}

/** We were removed: nothing of that server is kept. */
export async function leaveGuild({ id, ownerId }: Guild, { store }: Pick<Hearing, 'store'>): Promise<void> {
  await store.forgetTenant(sceneFrom(id, id, ownerId).tenant);
}

function greeting(scene: Scene, name: string, hearing: Hearing): Post {
  const { tenant, speaker, channel } = scene;
  const turn = turnIdOf(scene, name);
  return {
    id: postIdSchema.parse(turn),
    tenant,
    lane: laneFrom(tenant, channel),
    thread: threadFrom(tenant, channel),
    turn,
    speaker,
    shown: 'private',
    kind: 'note',
    card: cardFor(hearing, 'hello'),
    written: hearing.clock.now(),
  };
}
