import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuiltKnowledge, inputsOf, RUNNING } from '../../src/knowledge/load.ts';
import { KNOWLEDGE } from '../support.ts';

/** What the real knowledge says of a hypervisor, in one sentence. */
export const LEAD = 'The layer that creates and runs virtual machines.';

export interface Folder {
  folder: string;
  /** Changes the text of one of its files. */
  write(file: string, change: (text: string) => string): void;
  /** Changes that sentence, and builds what is derived from it. */
  say(lead: string): void;
  restore(): void;
  /** Removes it, but not the place where it was. */
  lose(): void;
  remove(): void;
}

/** A copy of the real knowledge, to be changed and spoilt. */
export function knowledgeFolder(): Folder {
  const parent = mkdtempSync(join(tmpdir(), 'vm-or-container-knowledge-'));
  const folder = join(parent, 'knowledge');
  const restore = () => cpSync(KNOWLEDGE, folder, { recursive: true });
  const write: Folder['write'] = (file, change) => {
    const path = join(folder, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  restore();
  return {
    folder,
    write,
    say(lead) {
      const replaced = (text: string) => text.replace(/(?<=lead": ?|lead: )"The layer that creates[^"]*"/, `"${lead}"`);
      write('terms.yaml', replaced);
      write('built/knowledge.json', (text) => {
        const built: BuiltKnowledge = JSON.parse(replaced(text));
        return JSON.stringify({ ...built, inputs: inputsOf(folder, RUNNING) });
      });
    },
    restore,
    lose: () => rmSync(folder, { recursive: true, force: true }),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}
