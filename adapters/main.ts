import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBot } from '../src/bot.ts';
import { editorSchemas } from '../src/knowledge/editor.ts';
import {
  buildKnowledge,
  inputsOf,
  KnowledgeError,
  loadKnowledge,
  loadPack,
  loadWeights,
} from '../src/knowledge/load.ts';
import { proofOf } from '../src/rules/proof.ts';
import { buildWeights } from '../src/understanding/weights.ts';
import { runTerminal } from './terminal/start.ts';

const KNOWLEDGE = join(import.meta.dirname, '..', 'knowledge');

try {
  process.exitCode = await runTerminal(process.argv.slice(2), {
    input: process.stdin,
    write: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    person: process.stdin.isTTY === true && process.stdout.isTTY === true,
    bot: () => createBot(loadKnowledge(KNOWLEDGE), loadWeights(KNOWLEDGE)),
    check: (folder = KNOWLEDGE) => mistakesIn(folder),
    build: (folder = KNOWLEDGE) => build(folder),
  });
} catch (error) {
  process.stderr.write(`${reportOf(error)}\n`);
  process.exitCode = 2;
}

/** A mistake in the knowledge is told as it is; anything else is ours and shows where it happened. */
function reportOf(error: unknown): string {
  if (error instanceof KnowledgeError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function mistakesIn(folder: string): string[] {
  try {
    return proofOf(loadPack(folder));
  } catch (error) {
    if (error instanceof KnowledgeError) return error.message.split('\n');
    throw error;
  }
}

/** Builds what is derived from the knowledge files: the weights, stamped with a hash of what they were made from, and schemas for editors. */
function build(folder: string): string {
  const built = join(folder, 'built');
  writeFileSync(join(built, 'weights.bin'), buildWeights(loadPack(folder), inputsOf(folder)));
  writeFileSync(join(built, 'knowledge.json'), buildKnowledge(folder));
  for (const [name, schema] of Object.entries(editorSchemas()))
    writeFileSync(join(built, 'schemas', `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
  return `wrote ${built}`;
}
