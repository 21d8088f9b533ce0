import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchemas } from '../src/knowledge/editor.ts';
import { inputsOf, KnowledgeError } from '../src/knowledge/load.ts';
import { buildKnowledge, EVERY_FILE, loadPack } from '../src/knowledge/read.ts';
import { proofOf } from '../src/rules/proof.ts';
import { buildWeights } from '../src/understanding/weights.ts';

/** What is wrong with a knowledge folder, one line a mistake; nothing when it is sound. */
export function mistakesIn(folder: string): string[] {
  try {
    return proofOf(loadPack(folder));
  } catch (error) {
    if (error instanceof KnowledgeError) return error.message.split('\n');
    throw error;
  }
}

/** Builds what is derived from the knowledge files: the weights, stamped with a hash of what they were made from, and schemas for editors. Returns what it did. */
export function build(folder: string): string {
  const built = join(folder, 'built');
  writeFileSync(join(built, 'weights.bin'), buildWeights(loadPack(folder), inputsOf(folder, EVERY_FILE)));
  writeFileSync(join(built, 'knowledge.json'), buildKnowledge(folder));
  for (const [name, schema] of Object.entries(editorSchemas()))
    writeFileSync(join(built, 'schemas', `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
  return `wrote ${built}`;
}
