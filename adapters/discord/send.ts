import { createHash } from 'node:crypto';
import { type APIMessage, type RESTPostAPICurrentUserCreateDMChannelResult, Routes } from 'discord.js';
import type { Message, Platform, Sent } from '../../src/delivery/platform.ts';
import type { Post } from '../../src/delivery/post.ts';
import { laneFrom, threadFrom, turnIdFrom } from '../../src/delivery/turn.ts';
import { actsUnder, INVITED } from './acts.ts';
import { CODES, codeOf, isRefusal, reasonOf, waitOf } from './fault.ts';
import type { Hearing } from './hearing.ts';
import { bodyOf, nonceFor, plainBodyOf } from './message.ts';
import { isCardPost, messageName, notePosted } from './posted.ts';
import { type Drawn, drawCard } from './render.ts';
import { orPlain } from './reply.ts';
import { mayNotStart, startThread } from './threads.ts';

type Sending = Pick<Hearing, 'delivery' | 'granted' | 'log' | 'rest' | 'self' | 'store'>;

/** Discord allows five messages in five seconds in a channel. */
const PACE = 1_000;

/**
 * How posts of the outbox get to Discord. Every attempt of a post carries the same nonce, by which Discord knows a message for a
 * few minutes, and a mark by which we find it as long as it is there.
 */
export const createPlatform = (sending: Sending): Platform => ({
  pace: PACE,
  send: async (message, signal) => {
    try {
      return { kind: 'sent', id: await sent(message, sending, signal) };
    } catch (error) {
      return outcomeOf(error);
    }
  },
  find: async ({ post }, signal) => {
    try {
      return await found(post, sending, signal);
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  },
  elsewhere: ({ tenant, speaker, lane }) => {
    const direct = laneFrom(tenant, `@${speaker}`);
    return lane === direct ? undefined : { lane: direct, thread: threadFrom(tenant, `@${speaker}`) };
  },
});

/** What became of an attempt that failed. */
function outcomeOf(error: unknown): Sent {
  const wait = waitOf(error);
  if (wait !== undefined) return { kind: 'wait', ms: wait };
  const reason = reasonOf(error);
  return isRefusal(error) ? { kind: 'refused', reason } : { kind: 'unsure', reason };
}

/** Where a message goes. */
interface Place {
  channel: string;
  /** What it replies to, in that channel. */
  repliesTo?: string;
}

async function sent({ post, replaces }: Message, sending: Sending, signal: AbortSignal): Promise<string> {
  const acts = post.kind === 'invitation' ? INVITED : actsUnder(post.card, 'thread', sending.granted());
  const drawn = marked(drawCard(post.card, { acts, ...(isCardPost(post) && { credit: post.speaker }) }), post);
  const place = await placeOf(post, sending, signal);
  if (replaces === undefined) return created(post, place, drawn, sending, signal);
  try {
    return await changed(replaces, place, drawn, sending, signal);
  } catch (error) {
    if (codeOf(error) !== CODES.unknownMessage) throw error;
    return created(post, place, drawn, sending, signal);
  }
}

/** Of the last messages where a post goes, the one that it became. Where we may not read, Discord does not tell. */
async function found(post: Post, sending: Sending, signal: AbortSignal): Promise<string | undefined> {
  const { rest, self } = sending;
  const { channel } = await placeOf(post, sending, signal);
  const query = new URLSearchParams({ limit: '100' });
  const recent = (await rest.get(Routes.channelMessages(channel), { query, signal })) as APIMessage[];
  const mark = markOf(post);
  const message = recent.find(({ author, components }) => author.id === self && components?.[0]?.id === mark);
  if (message) await noteCard(post, channel, message.id, sending);
  return message?.id;
}

/** Where a post goes: to a person, into a channel, or into the thread of a talk. */
async function placeOf(post: Post, sending: Sending, signal: AbortSignal): Promise<Place> {
  const { lane, turn, thread, kind } = post;
  const channel = lastOf(kind === 'invitation' ? thread : lane);
  const asked = turn.split(':').at(-2) ?? channel;
  const said = lastOf(turn);
  if (channel.startsWith('@')) return { channel: await directChannel(channel.slice(1), sending, signal) };
  if (kind === 'note') return { channel };
  if (asked === channel) return /^\d+$/.test(said) && !isCardPost(post) ? { channel, repliesTo: said } : { channel };
  return threadOf(post, { channel, asked }, sending, signal);
}

/** The thread of a talk, started when this is the first post of it; the channel itself where we may start none. */
async function threadOf(
  { thread, card }: Post,
  { channel, asked }: { channel: string; asked: string },
  sending: Sending,
  signal: AbortSignal,
): Promise<Place> {
  try {
    await startThread(sending.rest, { channel: asked, message: lastOf(thread), name: card.title }, signal);
    return { channel };
  } catch (error) {
    if (!mayNotStart(error)) throw error;
    sending.log.info(
      { channel: asked, reason: reasonOf(error) },
      'no thread may be started here: answering in the channel',
    );
    return { channel: asked, repliesTo: lastOf(thread) };
  }
}

const lastOf = (key: string): string => key.slice(key.lastIndexOf(':') + 1);

async function directChannel(user: string, { rest }: Sending, signal: AbortSignal): Promise<string> {
  const channel = await rest.post(Routes.userChannels(), { body: { recipient_id: user }, signal });
  return (channel as RESTPostAPICurrentUserCreateDMChannelResult).id;
}

async function created(post: Post, { channel, repliesTo }: Place, drawn: Drawn, sending: Sending, signal: AbortSignal) {
  const reference = repliesTo && { message_reference: { message_id: repliesTo, fail_if_not_exists: false } };
  const common = { nonce: nonceFor(post.id), enforce_nonce: true, ...reference };
  const send = (body: object) =>
    sending.rest.post(Routes.channelMessages(channel), { body: { ...body, ...common }, signal });
  const message = await orPlain(
    () => send(bodyOf(drawn)),
    () => send(plainBodyOf(drawn)),
    sending,
  );
  const { id } = message as APIMessage;
  if (isCardPost(post)) await noteCard(post, channel, id, sending);
  return id;
}

/** A card that somebody put into a channel: which one it was, and who may take it away. */
async function noteCard(post: Post, channel: string, message: string, sending: Sending): Promise<void> {
  const { tenant, speaker: by, written: at, card } = post;
  await notePosted({ ...post, channel }, card, sending, message);
  // The message itself tells no more than its id.
  await sending.delivery.show(post, post.turn, turnIdFrom(tenant, channel, message));
  await sending.store.keep(tenant, 'shared', messageName(channel, message), { by, at });
}

async function changed(id: string, { channel }: Place, drawn: Drawn, sending: Sending, signal: AbortSignal) {
  const { flags, components, allowed_mentions } = bodyOf(drawn);
  const body = { flags, components, allowed_mentions };
  await sending.rest.patch(Routes.channelMessage(channel, id), { body, signal });
  return id;
}

/** Components may be numbered with 32 bits; the small numbers are for those within a card. */
const markOf = ({ id }: Post): number => (createHash('sha256').update(id).digest().readUInt32BE() >>> 2) + 1_000;

const marked = ({ components: [card, ...more], words }: Drawn, post: Post): Drawn => ({
  components: card ? [{ ...card, id: markOf(post) }, ...more] : [],
  words,
});
