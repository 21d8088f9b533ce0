import { join } from 'node:path';
import { type Bot, createBot, type Reply } from '../src/bot.ts';
import { type Knowledge, loadWeights } from '../src/knowledge/load.ts';
import { loadKnowledge, loadPack } from '../src/knowledge/read.ts';
import { storedFrom } from '../src/understanding/stored.ts';
import { createUnderstand, type Understand } from '../src/understanding/understand.ts';

/** The project's own knowledge folder. */
export const KNOWLEDGE = join(import.meta.dirname, '..', 'knowledge');

let knowledge: Knowledge | undefined;

/** What the real bot runs on, read once a test file: quicker than every file. */
export function realKnowledge(): Knowledge {
  knowledge ??= loadKnowledge(KNOWLEDGE);
  return knowledge;
}

/** The real understanding of words, outside any conversation. */
export const realUnderstand = (): Understand => createUnderstand(realKnowledge(), storedFrom(loadWeights(KNOWLEDGE)));

let made: Bot | undefined;

/** The real bot on the real knowledge, made once a test file. */
export function realBot(): Bot {
  made ??= createBot(realKnowledge(), loadWeights(KNOWLEDGE));
  return made;
}

let pack: ReturnType<typeof loadPack> | undefined;

/** Every knowledge file, read once a test file. */
export function realPack(): ReturnType<typeof loadPack> {
  pack ??= loadPack(KNOWLEDGE);
  return pack;
}

/** Holds a conversation with the real bot and returns every reply. A line may name its speaker: "ana: it needs Windows". */
export function talk(...lines: string[]): Reply[] {
  const replies: Reply[] = [];
  for (const line of lines) {
    const [, speaker = 'ana', text = line] = /^(ana|ben): (.*)$/s.exec(line) ?? [];
    replies.push(realBot().respond({ text, speaker }, replies.at(-1)?.conversation));
  }
  return replies;
}
