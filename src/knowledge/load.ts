import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileName, Pack } from './schema.ts';

/** What a running bot needs; phrasings are read only to build the weights, scenarios only to prove the rules. */
export const RUNNING = [
  'sources',
  'options',
  'features',
  'terms',
  'facts',
  'rules',
  'products',
  'cues',
  'groups',
  'lessons',
] as const;
export type Knowledge = Pick<Pack, (typeof RUNNING)[number]>;

/** Thrown with one line a mistake: `file:line: path: what is wrong and what is allowed`. */
export class KnowledgeError extends Error {
  override name = 'KnowledgeError';
}

/** The file built/knowledge.json: our own output, trusted because it carries the hash of the checked files. */
export interface BuiltKnowledge {
  inputs: string;
  knowledge: Knowledge;
}

/**
 * What the bot runs on, as it was checked and built; undefined when the files have changed since, or nothing was built.
 * Reading and checking the files themselves (read.ts) takes a second and the libraries for it; this takes neither.
 * @param now the hash of the files as they are
 */
export function loadBuilt(folder: string, now = inputsOf(folder, RUNNING)): Knowledge | undefined {
  const built = join(folder, 'built', 'knowledge.json');
  if (!existsSync(built)) return undefined;
  const { inputs, knowledge } = JSON.parse(textOf(built)) as BuiltKnowledge;
  return inputs === now ? knowledge : undefined;
}

/** The weights built from the knowledge. @throws KnowledgeError when the file is missing. */
export function loadWeights(folder: string): Uint8Array<ArrayBuffer> {
  return bytesOf(join(folder, 'built', 'weights.bin'));
}

/** A hash of knowledge files: what was built from other texts is stale. */
export function inputsOf(folder: string, names: readonly FileName[]): string {
  const hash = createHash('sha256');
  for (const name of names) hash.update(bytesOf(fileOf(folder, name))).update('\0');
  return hash.digest('hex');
}

/** The text of a knowledge file. @throws KnowledgeError when it is missing. */
export const textIn = (folder: string, name: FileName): string => textOf(fileOf(folder, name));

const fileOf = (folder: string, name: FileName): string => join(folder, `${name}.yaml`);

const textOf = (file: string): string => bytesOf(file).toString('utf8');

function bytesOf(file: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(file);
  } catch {
    throw new KnowledgeError(`cannot read ${file}: check the folder's name, or restore the file`);
  }
}
