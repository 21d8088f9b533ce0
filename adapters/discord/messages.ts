import {
  type APIChannel,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageDeleteBulkDispatchData,
  type GatewayMessageReactionAddDispatchData,
  type GatewayMessageUpdateDispatchData,
  Routes,
} from 'discord.js';
import { ClosedError } from '../../src/delivery/delivery.ts';
import type { Turn } from '../../src/delivery/turn.ts';
import { reasonOf } from './fault.ts';
import type { Hearing } from './hearing.ts';
import { bodyOf, SAID } from './message.ts';
import type { Drawn } from './render.ts';
import {
  callsUs,
  type Scene,
  sceneFrom,
  sceneOfMessage,
  turnFromMessage,
  turnIdOf,
  turnInThread,
  wordsIn,
} from './turn.ts';

export interface Messages {
  /** Takes in a message that is meant for us, or said in a talk of ours; delivery answers it. */
  create(message: GatewayMessageCreateDispatchData): Promise<void>;
  /** A person changed what they said. */
  edit(message: GatewayMessageUpdateDispatchData): Promise<void>;
  /** Messages are gone; Discord does not tell who wrote or deleted them. */
  remove(messages: GatewayMessageDeleteBulkDispatchData): Promise<void>;
  /** 🔇 under an answer of ours says that we shall be quiet. */
  react(reaction: GatewayMessageReactionAddDispatchData): Promise<void>;
}

const MUTE = '🔇';

export function createMessages(hearing: Hearing, isThread: (channel: string) => Promise<boolean>): Messages {
  const { self, delivery, log } = hearing;
  /** Where Discord does not tell, an answer that finds no place for a thread becomes a reply. */
  async function isThreadForSure(channel: string): Promise<boolean> {
    try {
      return await isThread(channel);
    } catch (error) {
      log.warn({ channel, reason: reasonOf(error) }, 'Discord does not tell what a channel is');
      return false;
    }
  }

  return {
    async create(message) {
      const scene = sceneOfMessage(message);
      if (!scene) return;
      if (isUnread(message, hearing)) return tellUnread(scene, message, hearing);
      const called = message.guild_id !== undefined && callsUs(message, self);
      const turn = turnFromMessage(message, self, called && (await isThreadForSure(message.channel_id)));
      if (!turn) return;
      await admitOrTell(turn, message, hearing);
    },
    async edit(message) {
      const scene = sceneOfMessage(message);
      // Discord reports changes of its own too, such as the preview of a link.
      if (!scene || !message.edited_timestamp || message.content === '') return;
      await delivery.amend(scene.tenant, turnIdOf(scene, message.id), scene.speaker, wordsIn(message.content, self));
    },
    async remove({ ids, channel_id: channel, guild_id: guild }) {
      const user = guild ?? (await personIn(channel, hearing.rest));
      if (user === undefined) return;
      const scene = sceneFrom(guild, channel, user);
      for (const id of ids) await delivery.withdraw(scene.tenant, turnIdOf(scene, id), undefined);
    },
    async react({
      emoji,
      message_author_id: author,
      message_id: message,
      guild_id: guild,
      channel_id,
      user_id,
      member,
    }) {
      if (emoji.name !== MUTE || author !== self || guild === undefined || member?.user.bot) return;
      const scene = sceneFrom(guild, channel_id, user_id);
      const at = hearing.clock.now() * 1_000;
      // Not called by name: where no talk is ours there is nothing to mute, and nothing is kept.
      await delivery.admit({ ...turnInThread(scene, `${message}-muted`, 'be quiet'), at, addressed: false });
    },
  };
}

/** Without the Message Content intent Discord leaves out the words of a reply to us that does not mention us. */
const isUnread = (message: GatewayMessageCreateDispatchData, { self, granted }: Hearing): boolean =>
  message.content === '' &&
  message.guild_id !== undefined &&
  !granted().content &&
  callsUs(message, self) &&
  !message.mentions.some(({ id }) => id === self);

async function tellUnread({ tenant }: Scene, message: GatewayMessageCreateDispatchData, hearing: Hearing) {
  const first = await hearing.store.once(tenant, `unread ${message.id}`, hearing.clock.now());
  if (first) await replyWith(SAID.unread, message, hearing);
}

async function replyWith(drawn: Drawn, { id, channel_id }: GatewayMessageCreateDispatchData, { rest }: Hearing) {
  const message_reference = { message_id: id, fail_if_not_exists: false };
  await rest.post(Routes.channelMessages(channel_id), { body: { ...bodyOf(drawn), message_reference } });
}

/** With whom we talk in a direct channel. */
async function personIn(channel: string, rest: Hearing['rest']): Promise<string | undefined> {
  const found = (await rest.get(Routes.channel(channel))) as APIChannel;
  return 'recipients' in found ? found.recipients?.[0]?.id : undefined;
}

/** Discord does not deliver a message again: if it cannot be kept, whoever called us is told so at once. */
async function admitOrTell(turn: Turn, message: GatewayMessageCreateDispatchData, hearing: Hearing) {
  const { delivery, log } = hearing;
  try {
    await delivery.admit(turn);
  } catch (error) {
    log.error({ err: error, turn: turn.id }, 'a message could not be taken in');
    if (!turn.addressed && !turn.direct) return;
    await replyWith(error instanceof ClosedError ? SAID.stopping : SAID.failed, message, hearing);
  }
}
