import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Bot, Reply } from '../../src/bot.ts';
import { replyJson } from './reply.ts';

const message = z.object({ id: z.string(), conversation: z.string(), text: z.string() });

/**
 * The JSON Lines protocol: one message a line in, one reply a line out, matched by `id`; the same `conversation` is one
 * thread. A bad line gets `{"id": null, "error": …}` and the stream goes on.
 */
export async function speakLines(bot: Bot, input: NodeJS.ReadableStream, write: (line: string) => void): Promise<void> {
  const conversations = new Map<string, Reply['conversation']>();
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const parsed = parse(line);
    if ('error' in parsed) {
      write(JSON.stringify({ id: null, error: parsed.error }));
      continue;
    }
    const { id, conversation, text } = parsed;
    const reply = bot.respond({ text, speaker: 'you' }, conversations.get(conversation));
    conversations.set(conversation, reply.conversation);
    write(JSON.stringify({ id, ...replyJson(reply) }));
  }
}

function parse(line: string): z.infer<typeof message> | { error: string } {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return { error: 'the line is not JSON; send one JSON object a line' };
  }
  const result = message.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return {
    error: `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'not as expected'}; send {"id", "conversation", "text"}, all strings`,
  };
}
