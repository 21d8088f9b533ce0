import {
  type APIInteraction,
  type APIMessage,
  ChannelType,
  type GatewayMessageCreateDispatchData,
  InteractionContextType,
  MessageFlags,
  MessageType,
  SnowflakeUtil,
} from 'discord.js';
import {
  laneFrom,
  type Speaker,
  speakerSchema,
  type Tenant,
  type Turn,
  type TurnId,
  tenantFrom,
  threadFrom,
  turnIdFrom,
} from '../../src/delivery/turn.ts';

/** Where something was said, and by whom. */
export interface Scene {
  tenant: Tenant;
  speaker: Speaker;
  channel: string;
}

/** A server is a tenant; outside of servers each person is one, so that nothing goes from one to another. */
export const sceneFrom = (guild: string | undefined, channel: string, user: string): Scene => ({
  tenant: tenantFrom('discord', guild ?? `@${user}`),
  speaker: speakerSchema.parse(user),
  channel,
});

const THREADS: readonly (ChannelType | undefined)[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];
export const isThreadType = (type: ChannelType | undefined): boolean => THREADS.includes(type);

/** Ids of Discord tell when they were made; in microseconds, as turns have it. */
export const madeAt = (id: string): number => SnowflakeUtil.timestampFrom(id) * 1_000;

type Said = Pick<
  GatewayMessageCreateDispatchData,
  | 'id'
  | 'type'
  | 'guild_id'
  | 'channel_id'
  | 'author'
  | 'webhook_id'
  | 'content'
  | 'mentions'
  | 'message_reference'
  | 'referenced_message'
>;

export const turnIdOf = ({ tenant, channel }: Scene, message: string): TurnId => turnIdFrom(tenant, channel, message);

/**
 * The turn that a message of ours answers: that of a command, of the message it replies to, or of the one its thread began with.
 * @param above the channel of that thread
 */
export function turnAnsweredBy(
  message: Pick<APIMessage, 'id' | 'interaction_metadata' | 'message_reference'>,
  scene: Scene,
  above?: string,
): TurnId {
  const asked = message.interaction_metadata?.id ?? message.message_reference?.message_id;
  if (asked === undefined && above !== undefined) return turnIdOf({ ...scene, channel: above }, scene.channel);
  return turnIdOf(scene, asked ?? message.id);
}

/** Who wrote a message where; undefined when no person did. */
export function sceneOfMessage({ guild_id, channel_id, author, webhook_id, type }: Said): Scene | undefined {
  const spoken = type === MessageType.Default || type === MessageType.Reply;
  if (!spoken || author.bot || webhook_id !== undefined) return undefined;
  return sceneFrom(guild_id, channel_id, author.id);
}

/** Called by name or by a reply to us; `@everyone` and roles call nobody in particular. */
export const callsUs = ({ mentions, referenced_message: replied }: Said, self: string): boolean =>
  mentions.some(({ id }) => id === self) || replied?.author.id === self;

/**
 * The turn in a message; undefined when no person wrote it, or there is nothing in it for us.
 * @param inThread whether its channel is a thread or a direct talk, where answers go into that very channel
 */
export function turnFromMessage(message: Said, self: string, inThread: boolean): Turn | undefined {
  const scene = sceneOfMessage(message);
  const addressed = callsUs(message, self);
  if (!scene || (message.content === '' && !addressed)) return undefined;
  const text = wordsIn(message.content, self);
  const direct = message.guild_id === undefined;
  const thread = inThread || direct || !addressed ? scene.channel : rootOf(message, self);
  const toAnother = /^<@&?!?\d+>/.test(text) || repliesToAnother(message, self);
  return { ...turnInThread(scene, message.id, text, thread), at: madeAt(message.id), addressed, direct, toAnother };
}

const repliesToAnother = ({ author, referenced_message: replied }: Said, self: string): boolean =>
  !!replied && ![self, author.id].includes(replied.author.id);

/** Something said to us for all to see, in the thread that has this id. */
export function turnInThread(scene: Scene, id: string, text: string, thread = scene.channel): Omit<Turn, 'at'> {
  const { tenant, speaker } = scene;
  return {
    id: turnIdOf(scene, id),
    tenant,
    lane: laneFrom(tenant, thread),
    thread: threadFrom(tenant, thread),
    speaker,
    text,
    addressed: true,
    direct: false,
    toAnother: false,
    shown: 'thread',
  };
}

/** What was said without our name. */
export const wordsIn = (content: string, self: string): string =>
  content
    .replaceAll(new RegExp(`<@!?${self}>`, 'g'), ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

/** The message on which the thread of a talk is started: what was said first, or the card of ours that was replied to. */
function rootOf({ id, referenced_message: replied }: Said, self: string): string {
  if (replied?.author.id !== self) return id;
  return replied.message_reference?.message_id ?? replied.id;
}

export type Shown = Turn['shown'];

/** Who used a command, a button or a form where. */
export function sceneOfInteraction(interaction: APIInteraction): Scene {
  const user = (interaction.member?.user ?? interaction.user)?.id ?? '';
  return sceneFrom(interaction.guild_id, interaction.channel?.id ?? interaction.channel_id ?? '', user);
}

/** In a direct talk with us, and pressed under a card that all see in a thread, the answer is for all who are there; else for one. */
export function shownTo({ message, channel, context }: APIInteraction): Shown {
  if (context === InteractionContextType.BotDM) return 'thread';
  const hidden = ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  return message && isThreadType(channel?.type) && !hidden ? 'thread' : 'private';
}

/** The turn that a command, a button or a form says. */
export function turnFromInteraction(interaction: APIInteraction, text: string, shown: Shown): Turn {
  const scene = sceneOfInteraction(interaction);
  const { tenant, speaker, channel } = scene;
  return {
    ...turnInThread(scene, interaction.id, text),
    ...(shown === 'private' && { thread: threadFrom(tenant, channel, `@${speaker}`) }),
    at: madeAt(interaction.id),
    direct: interaction.guild_id === undefined,
    shown,
  };
}
