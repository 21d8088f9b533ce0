import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..');
/** The flags that `npm start` gives to Node. */
const FLAGS: string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .filter((word: string) => word.startsWith('--'));
/** Shared by all, so that only the first has to compile. */
const COMPILED = join(tmpdir(), 'vm-or-container-compiled');

export interface Child {
  child: ChildProcess;
  /** The lines of its log. */
  output: string[];
  complaint(): string;
  /** The code it ends with; null when it was killed. */
  ended: Promise<number | null>;
  /** Waits for the next line of the log with this message, after the one that was waited for before. */
  logged(message: string): Promise<Record<string, unknown>>;
}

/** The whole bot as `npm start` runs it, serving. */
export const runMain = (env: Record<string, string>): Child =>
  runNode([...FLAGS, join(ROOT, 'adapters', 'run.js'), 'serve'], { WEB_PORT: '0', ...env });

/** Node with these words in a process of its own, and with nothing of our environment but the path. It runs where no file .env is. */
export function runNode(words: readonly string[], env: Record<string, string>, cwd = tmpdir()): Child {
  const child = spawn(process.execPath, words, {
    cwd,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout });
  const output: string[] = [];
  let read = 0;
  let complaint = '';
  lines.on('line', (line) => void output.push(line));
  child.stderr.on('data', (data) => {
    complaint += data;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    output,
    ended,
    complaint: () => complaint,
    async logged(message) {
      const place = (): number => output.findIndex((line, at) => at >= read && JSON.parse(line).msg === message);
      let at = place();
      while (at < 0) {
        const next = await Promise.race([once(lines, 'line'), ended]);
        at = place();
        if (at < 0 && !Array.isArray(next))
          throw new Error(`it never logged "${message}": ${output.join('\n')}${complaint}`);
      }
      read = at + 1;
      return JSON.parse(output[at] ?? '');
    },
  };
}
