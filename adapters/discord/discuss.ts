import { createHash } from 'node:crypto';
import { type APIMessage, type APIMessageComponentInteraction, PermissionFlagsBits, Routes } from 'discord.js';
import { askedIn } from './frame.ts';
import type { Hearing } from './hearing.ts';
import { LIMITS } from './limits.ts';
import { escaped, unescaped } from './markdown.ts';
import { bodyOf } from './message.ts';
import { missingIn } from './permissions.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { mayNotStart, startThread } from './threads.ts';
import { madeAt, sceneOfInteraction, turnAnsweredBy, turnInThread } from './turn.ts';

const { ViewChannel, SendMessages, CreatePublicThreads, SendMessagesInThreads } = PermissionFlagsBits;

/**
 * Opens a thread on what was asked in private and asks it there, in the name of whoever presses and with the facts that they
 * have told so far. Every step is one that
 * comes to the same when it is done twice, so that a second press leads to the same thread.
 */
export async function discuss(interaction: APIMessageComponentInteraction, hearing: Hearing): Promise<Reply> {
  const missing = missingIn(interaction.app_permissions, {
    'View Channel': ViewChannel,
    'Send Messages': SendMessages,
    'Create Public Threads': CreatePublicThreads,
    'Send Messages in Threads': SendMessagesInThreads,
  });
  if (missing !== '') return privately(drawWords(`I may not open a thread here. I lack: ${missing}.`));
  const scene = sceneOfInteraction(interaction);
  const { rest, delivery, store } = hearing;
  const { id: source } = interaction.message;
  const said = await store.recall(scene.tenant, turnAnsweredBy(interaction.message, scene), scene.speaker);
  const asked = said?.turn.text ?? shownOf(interaction.message);
  const opening = drawWords(`<@${scene.speaker}> asks: ${escaped(asked) || 'VM or container?'}`);
  const body = { ...bodyOf(opening), nonce: nonceFor(source), enforce_nonce: true };
  const channel = interaction.channel.id;
  const { id: thread } = (await rest.post(Routes.channelMessages(channel), { body })) as APIMessage;
  try {
    await startThread(rest, { channel, message: thread, name: asked });
  } catch (error) {
    if (!mayNotStart(error)) throw error;
    // Without its thread the question would stand there for nobody to answer.
    await rest.delete(Routes.channelMessage(channel, thread));
    return privately(
      drawWords('Discord says that no thread can be opened here. Press *Share* to show the answer to all.'),
    );
  }
  const turn = { ...turnInThread({ ...scene, channel: thread }, source, asked), at: madeAt(source) };
  await delivery.moveTo(turn, said?.thread);
  return privately(drawWords(`Let us go on in <#${thread}>.`));
}

/** What the card itself shows of what was asked, for when it is so old that nothing else is known of it. */
const shownOf = ({ components = [] }: APIMessage): string =>
  unescaped(askedIn(components)?.content.replace(/^-# /, '') ?? '');

const nonceFor = (id: string): string =>
  createHash('sha256').update(`discuss ${id}`).digest('base64url').slice(0, LIMITS.nonce);
