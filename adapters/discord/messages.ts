import {
  type GatewayMessageCreateDispatchData,
  type GatewayMessageDeleteDispatchData,
  type GatewayMessageReactionAddDispatchData,
  type GatewayMessageUpdateDispatchData,
  Routes,
} from 'discord.js';
import { ClosedError } from '../../src/delivery/delivery.ts';
import { type Speaker, type Turn, tenantFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import type { Hearing } from './hearing.ts';
import { bodyOf, SAID } from './message.ts';
import { callsUs, sceneFrom, sceneOfMessage, turnFromMessage, turnIdOf, turnInThread, wordsIn } from './turn.ts';

export interface Messages {
  /** Takes in a message that is meant for us, or said in a talk of ours; delivery answers it. */
  create(message: GatewayMessageCreateDispatchData): Promise<void>;
  /** A person changed what they said. */
  edit(message: GatewayMessageUpdateDispatchData): Promise<void>;
  remove(message: GatewayMessageDeleteDispatchData): Promise<void>;
  /** 🔇 under an answer of ours says that we shall be quiet. */
  react(reaction: GatewayMessageReactionAddDispatchData): Promise<void>;
}

/** Discord tells that a message is gone, but not who wrote it: that is remembered of so many messages. */
const MOST_REMEMBERED = 1_000;
const MUTE = '🔇';

export function createMessages(hearing: Hearing, isThread: (channel: string) => Promise<boolean>): Messages {
  const { self, delivery } = hearing;
  const authors = new Map<string, Speaker>();
  const remember = ({ id, speaker }: Turn): void => {
    authors.set(id, speaker);
    const oldest = authors.keys().next().value;
    if (authors.size > MOST_REMEMBERED && oldest !== undefined) authors.delete(oldest);
  };

  return {
    async create(message) {
      if (!sceneOfMessage(message)) return;
      const called = message.guild_id !== undefined && callsUs(message, self);
      const turn = turnFromMessage(message, self, called && (await isThread(message.channel_id)));
      if (!turn) return;
      await admitOrTell(turn, message, hearing);
      remember(turn);
    },
    async edit(message) {
      const scene = sceneOfMessage(message);
      // Discord reports changes of its own too, such as the preview of a link.
      if (!scene || !message.edited_timestamp || message.content === '') return;
      await delivery.amend(scene.tenant, turnIdOf(scene, message.id), scene.speaker, wordsIn(message.content, self));
    },
    async remove({ id, channel_id: channel, guild_id: guild }) {
      if (guild === undefined) return;
      const tenant = tenantFrom('discord', guild);
      const turn = turnIdFrom(tenant, channel, id);
      const author = authors.get(turn);
      if (author !== undefined) await delivery.withdraw(tenant, turn, author);
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
      await delivery.admit({ ...turnInThread(scene, `${message}-muted`, 'be quiet'), at });
    },
  };
}

/** Discord does not deliver a message again: if it cannot be kept, whoever called us is told so at once. */
async function admitOrTell(turn: Turn, { id, channel_id }: GatewayMessageCreateDispatchData, hearing: Hearing) {
  const { delivery, rest, log } = hearing;
  try {
    await delivery.admit(turn);
  } catch (error) {
    log.error({ err: error, turn: turn.id }, 'a message could not be taken in');
    if (!turn.addressed && !turn.direct) return;
    const drawn = error instanceof ClosedError ? SAID.stopping : SAID.failed;
    const message_reference = { message_id: id, fail_if_not_exists: false };
    await rest.post(Routes.channelMessages(channel_id), { body: { ...bodyOf(drawn), message_reference } });
  }
}
