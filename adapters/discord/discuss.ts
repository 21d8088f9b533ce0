import { createHash } from 'node:crypto';
import { type APIMessage, type APIMessageComponentInteraction, PermissionFlagsBits, Routes } from 'discord.js';
import { askedIn } from './frame.ts';
import type { Hearing } from './hearing.ts';
import { cut, LIMITS } from './limits.ts';
import { unescaped } from './markdown.ts';
import { bodyOf } from './message.ts';
import { missingIn } from './permissions.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { startThread } from './threads.ts';
import { madeAt, sceneOfInteraction, turnInThread } from './turn.ts';

const { ViewChannel, SendMessages, CreatePublicThreads, SendMessagesInThreads } = PermissionFlagsBits;

/**
 * Opens a thread on what was asked in private and asks it there, in the name of whoever presses. Every step is one that
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
  const asked = askedIn(interaction.message.components ?? [])?.content.replace(/^-# /, '') ?? '';
  const scene = sceneOfInteraction(interaction);
  const { rest, delivery } = hearing;
  const opening = drawWords(`<@${scene.speaker}> asks: ${asked || 'VM or container?'}`);
  const { id: source } = interaction.message;
  const body = { ...bodyOf(opening), nonce: nonceFor(source), enforce_nonce: true };
  const channel = interaction.channel.id;
  const { id: thread } = (await rest.post(Routes.channelMessages(channel), { body })) as APIMessage;
  await startThread(rest, { channel, message: thread, name: cut(unescaped(asked), LIMITS.threadName) });
  await delivery.admit({
    ...turnInThread({ ...scene, channel: thread }, source, unescaped(asked)),
    at: madeAt(source),
  });
  return privately(drawWords(`Let us go on in <#${thread}>.`));
}

const nonceFor = (id: string): string =>
  createHash('sha256').update(`discuss ${id}`).digest('base64url').slice(0, LIMITS.nonce);
