import { LineCounter, type Node, parse, parseDocument } from 'yaml';
import type { z } from 'zod';
import { crossCheck, type Mistake } from './check.ts';
import { type BuiltKnowledge, inputsOf, type Knowledge, KnowledgeError, loadBuilt, RUNNING, textIn } from './load.ts';
import { FILES, type FileName, type Pack } from './schema.ts';

/** The name of every knowledge file. */
export const EVERY_FILE = Object.keys(FILES) as FileName[];

/** What the bot runs on: as it was built from exactly these files, or else the files. @throws KnowledgeError with every mistake at once. */
export function loadKnowledge(folder: string): Knowledge {
  return loadBuilt(folder) ?? read(folder, RUNNING);
}

/** The text of built/knowledge.json for a folder. @throws KnowledgeError with every mistake of the files at once. */
export function buildKnowledge(folder: string): string {
  const built: BuiltKnowledge = { inputs: inputsOf(folder, RUNNING), knowledge: read(folder, RUNNING) };
  return `${asciiOf(JSON.stringify(built))}\n`;
}

/** The same JSON with rare letters escaped: a text of one byte a letter is read and parsed in half the time. */
const asciiOf = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Reads and cross-checks every file. @throws KnowledgeError with every mistake of the files at once. */
export function loadPack(folder: string): Pack {
  return read(folder, EVERY_FILE);
}

function read<Name extends FileName>(folder: string, names: readonly Name[]): Pick<Pack, Name> {
  const pack: Partial<Record<FileName, unknown>> = {};
  const mistakes: string[] = [];
  const texts = new Map<string, string>();
  for (const name of names) {
    try {
      const text = textIn(folder, name);
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
