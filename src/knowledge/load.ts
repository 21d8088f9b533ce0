import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, type Node, parse, parseDocument } from 'yaml';
import type { z } from 'zod';
import { crossCheck, type Mistake } from './check.ts';
import { FILES, type FileName, type Pack } from './schema.ts';

/** What a running bot needs; phrasings are read only to build the weights, scenarios only to prove the rules. */
const RUNNING = [
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

const ALL = Object.keys(FILES) as FileName[];

/** Thrown with one line a mistake: `file:line: path: what is wrong and what is allowed`. */
export class KnowledgeError extends Error {
  override name = 'KnowledgeError';
}

/**
 * Reads what the bot runs on. Checking every file takes a second, so what was checked and built from exactly these texts
 * is taken when it is there; otherwise the files themselves are read. @throws KnowledgeError with every mistake at once.
 */
export function loadKnowledge(folder: string): Knowledge {
  const built = join(folder, 'built', 'knowledge.json');
  if (!existsSync(built)) return read(folder, RUNNING);
  const { inputs, knowledge } = JSON.parse(textOf(built)) as BuiltKnowledge;
  return inputs === inputsOf(folder, RUNNING) ? knowledge : read(folder, RUNNING);
}

/** The file built/knowledge.json: our own output, trusted because it carries the hash of the checked files. */
interface BuiltKnowledge {
  inputs: string;
  knowledge: Knowledge;
}

/** The text of built/knowledge.json for a folder. @throws KnowledgeError with every mistake of the files at once. */
export function buildKnowledge(folder: string): string {
  const built: BuiltKnowledge = { inputs: inputsOf(folder, RUNNING), knowledge: read(folder, RUNNING) };
  return `${JSON.stringify(built)}\n`;
}

/** Reads and cross-checks every file. @throws KnowledgeError with every mistake of the files at once. */
export function loadPack(folder: string): Pack {
  return read(folder, ALL);
}

/** The weights built from the knowledge. @throws KnowledgeError when the file is missing. */
export function loadWeights(folder: string): Uint8Array<ArrayBuffer> {
  return bytesOf(join(folder, 'built', 'weights.bin'));
}

/** A hash of knowledge files, by default of all: what was built from other texts is stale. */
export function inputsOf(folder: string, names: readonly FileName[] = ALL): string {
  const hash = createHash('sha256');
  for (const name of names) hash.update(textOf(join(folder, `${name}.yaml`))).update('\0');
  return hash.digest('hex');
}

function read<Name extends FileName>(folder: string, names: readonly Name[]): Pick<Pack, Name> {
  const pack: Partial<Record<FileName, unknown>> = {};
  const mistakes: string[] = [];
  const texts = new Map<string, string>();
  for (const name of names) {
    try {
      const text = textOf(join(folder, `${name}.yaml`));
      texts.set(name, text);
      const result = FILES[name].safeParse(parse(text));
      if (result.success) pack[name] = result.data;
      else mistakes.push(...result.error.issues.map((issue) => line(name, text, fromIssue(name, issue))));
    } catch (error) {
      mistakes.push(
        `${name}.yaml:${lineOf(error)}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      );
    }
  }
  if (mistakes.length === 0)
    mistakes.push(...crossCheck(pack).map((mistake) => line(mistake.file, texts.get(mistake.file) ?? '', mistake)));
  if (mistakes.length > 0) throw new KnowledgeError(mistakes.join('\n'));
  return pack as Pick<Pack, Name>;
}

const textOf = (file: string): string => bytesOf(file).toString('utf8');

function bytesOf(file: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(file);
  } catch {
    throw new KnowledgeError(`cannot read ${file}: check the folder's name, or restore the file`);
  }
}

function lineOf(error: unknown): number {
  const places = error instanceof Error && 'linePos' in error ? error.linePos : undefined;
  return Array.isArray(places) ? Number(places[0]?.line ?? 1) : 1;
}

function fromIssue(file: FileName, { path, message }: z.core.$ZodIssue): Mistake {
  return { file, path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)), message };
}

/** `file:line: path: message`, the line being that of the deepest part of the path that exists. */
function line(name: string, text: string, { path, message }: Mistake): string {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as Node | undefined;
    if (node?.range) return `${name}.yaml:${counter.linePos(node.range[0]).line}: ${path.join('.')}: ${message}`;
  }
  return `${name}.yaml:1: ${path.join('.')}: ${message}`;
}
