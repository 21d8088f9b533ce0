import { type APIChannel, type REST, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { CODES, codeOf } from './fault.ts';
import { cut, LIMITS } from './limits.ts';
import { plain } from './markdown.ts';
import { isThreadType } from './turn.ts';

/**
 * Starts the thread of a message, named once: Discord lets a name change but twice in ten minutes. The thread has the id of
 * the message; one that is there already is taken.
 * @throws what Discord refuses for, such as a missing permission
 */
export async function startThread(
  rest: REST,
  { channel, message, name }: { channel: string; message: string; name: string },
  signal?: AbortSignal,
): Promise<void> {
  const body = {
    name: cut(plain(name), LIMITS.threadName) || 'VM or container?',
    auto_archive_duration: ThreadAutoArchiveDuration.OneDay,
  };
  try {
    await rest.post(Routes.threads(channel, message), { body, ...(signal && { signal }) });
  } catch (error) {
    if (codeOf(error) !== CODES.threadExists) throw error;
  }
}

/** No permission, or a channel or a message that can have no thread. */
const MAY_NOT_START: ReadonlySet<number> = new Set([
  CODES.missingPermissions,
  CODES.cannotInChannel,
  CODES.tooManyThreads,
  CODES.systemMessage,
]);

/** Whether it is for such a reason that a thread could not be started. */
export const mayNotStart = (error: unknown): boolean => MAY_NOT_START.has(codeOf(error) ?? 0);

/** Whether channels are threads, asked of Discord once for each, as long as there is room to remember. */
export function createThreadLookup(rest: REST, most = 5_000): (channel: string) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (channel) => {
    const found = known.get(channel);
    if (found !== undefined) return found;
    const { type } = (await rest.get(Routes.channel(channel))) as APIChannel;
    const oldest = known.keys().next().value;
    if (known.size >= most && oldest !== undefined) known.delete(oldest);
    known.set(channel, isThreadType(type));
    return isThreadType(type);
  };
}
