import { type APIInteraction, ChannelType, MessageFlags } from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import type { Turn } from '../../src/delivery/turn.ts';
import { actsUnder, type Standing } from './acts.ts';
import type { Hearing } from './hearing.ts';
import { SAID } from './message.ts';
import { hiddenBecause, isMember } from './permissions.ts';
import { askFirst, notePosted, postedToday } from './posted.ts';
import { drawCard } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { type Scene, type Shown, sceneOfInteraction, shownTo, turnAnsweredBy, turnFromInteraction } from './turn.ts';

/** How the answer to an interaction is shown. */
export interface Wish {
  shown?: Shown;
  /** Shown to all, though it goes on with the talk of the one who asked. */
  open?: boolean;
  /** A colleague whom it is for. */
  audience?: string | undefined;
  /** The first line to show. */
  from?: number;
}

/** Takes what an interaction says as a turn; its card is the reply. */
export async function answerTo(
  interaction: APIInteraction,
  text: string,
  wish: Wish,
  hearing: Pick<Hearing, 'clock' | 'delivery' | 'granted' | 'store'>,
): Promise<Reply> {
  const shown = wish.shown ?? shownTo(interaction);
  const scene = sceneOfInteraction(interaction);
  const turn = turnFromInteraction(interaction, text, shown);
  const card = await hearing.delivery.answer(turn, cardOf(interaction, shown, scene));
  if (!card) return privately(SAID.repeated);
  const standing = standingOf(interaction, shown, wish.open ?? false);
  const before = standing === 'shared' ? await openTo(turn, card, scene, hearing) : undefined;
  if (before !== undefined) return askFirst(interaction, before, scene.channel, hearing, wish.audience);
  const acts = actsUnder(card, standing, hearing.granted(), wish.audience);
  // In a thread everybody has seen what was asked.
  const asked = standing === 'thread' ? '' : text;
  const drawn = drawCard(card, { acts, asked, audience: wish.audience, from: wish.from ?? 0 });
  const calls = standing === 'shared' && wish.audience !== undefined ? [wish.audience] : [];
  const sent = (message: string): Promise<void> => notePosted(scene, card, hearing, message);
  return {
    kind: 'message',
    drawn,
    private: standing.startsWith('private'),
    calls,
    ...(standing === 'shared' && { sent }),
  };
}

/** Lets all see the card, unless the same was put there within the last day: where, in words. */
async function openTo(turn: Turn, card: Card, scene: Scene, { delivery }: Pick<Hearing, 'delivery'>) {
  const before = await postedToday(scene, card, { delivery });
  if (before === undefined) await delivery.show(turn, turn.id);
  return before;
}

/** The card under which a control was used, where its words do not go on with the thread; what a command says belongs to none. */
function cardOf({ message }: APIInteraction, said: Shown, scene: Scene) {
  if (said === 'thread') return undefined;
  const own = ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  return message && { turn: turnAnsweredBy(message, scene), own };
}

/** Where a thread can be opened on a message. */
const WITH_THREADS: ReadonlySet<ChannelType | undefined> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
]);

/** Where the answer to an interaction stands; a thread can be opened from a channel of a server that we are a member of. */
function standingOf(interaction: APIInteraction, shown: Shown, open: boolean): Standing {
  if (shown === 'thread') return 'thread';
  if (open && hiddenBecause(interaction) === '') return 'shared';
  const channel = interaction.guild_id !== undefined && WITH_THREADS.has(interaction.channel?.type);
  return isMember(interaction) && channel ? 'private-in-channel' : 'private';
}

/** The card that words would get outside of any talk; nothing is remembered of it. */
export const cardFor = ({ bot }: Pick<Hearing, 'bot'>, text: string): Card => bot().respond({ text, speaker: '' }).card;
