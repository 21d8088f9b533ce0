import { type APIMessage, type APIMessageComponentInteraction, PermissionFlagsBits, Routes } from 'discord.js';
import { CODES, codeOf } from './fault.ts';
import { askedIn } from './frame.ts';
import type { Hearing } from './hearing.ts';
import { escaped, unescaped } from './markdown.ts';
import { bodyOf, nonceFor } from './message.ts';
import { missingIn } from './permissions.ts';
import { drawWords } from './render.ts';
import { privately, type Reply } from './reply.ts';
import { mayNotStart, startThread } from './threads.ts';
import { madeAt, type Scene, sceneOfInteraction, turnAnsweredBy, turnInThread } from './turn.ts';

const { ViewChannel, SendMessages, CreatePublicThreads, SendMessagesInThreads } = PermissionFlagsBits;

/**
 * Opens a thread on what was asked in private and asks it there, in the name of whoever presses and with the facts that they
 * have told so far. Every step is one that comes to the same when it is done twice, so that a second press leads to the same thread.
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
  const { delivery, store } = hearing;
  const { id: source } = interaction.message;
  const said = await store.recall(scene.tenant, turnAnsweredBy(interaction.message, scene), scene.speaker);
  const asked = said?.turn.text ?? shownOf(interaction.message);
  const thread = await threadOn(source, asked, scene, hearing);
  if (thread === undefined)
    return privately(
      drawWords('Discord says that no thread can be opened here. Press *Share* to show the answer to all.'),
    );
  const turn = { ...turnInThread({ ...scene, channel: thread }, source, asked), at: madeAt(source) };
  await delivery.moveTo(turn, said?.thread);
  return privately(drawWords(`Let us go on in <#${thread}>.`));
}

/**
 * The thread on a private card: the one that was opened before, as long as the message is there that it was opened on;
 * undefined where Discord opens none.
 */
async function threadOn(source: string, asked: string, scene: Scene, hearing: Hearing): Promise<string | undefined> {
  const { rest, store, clock } = hearing;
  const { tenant, speaker: by, channel } = scene;
  const start = (message: string) => startThread(rest, { channel, message, name: asked });
  const known = await store.kept(tenant, 'discussed', source);
  if (known && (await isThere(start(known.thread)))) return known.thread;
  const opening = drawWords(`<@${by}> asks: ${escaped(asked) || 'VM or container?'}`);
  const nonce = nonceFor(`discuss ${source} ${known?.thread ?? ''}`);
  const body = { ...bodyOf(opening), nonce, enforce_nonce: true };
  const { id: thread } = (await rest.post(Routes.channelMessages(channel), { body })) as APIMessage;
  try {
    await start(thread);
  } catch (error) {
    if (!mayNotStart(error)) throw error;
    // Without its thread the question would stand there for nobody to answer.
    await rest.delete(Routes.channelMessage(channel, thread));
    return undefined;
  }
  await store.keep(tenant, 'discussed', source, { by, thread, at: clock.now() });
  return thread;
}

/** Whether there is a message to start a thread on. */
async function isThere(starting: Promise<void>): Promise<boolean> {
  try {
    await starting;
    return true;
  } catch (error) {
    if (codeOf(error) !== CODES.unknownMessage) throw error;
    return false;
  }
}

/** What the card itself shows of what was asked, for when it is so old that nothing else is known of it. */
const shownOf = ({ components = [] }: APIMessage): string =>
  unescaped(askedIn(components)?.content.replace(/^-# /, '') ?? '');
