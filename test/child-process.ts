import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'adapters', 'run.js');
/** The flags that `npm start` gives to Node. */
const FLAGS: string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .filter((word: string) => word.startsWith('--'));

export interface Child {
  child: ChildProcess;
  /** The lines of its log. */
  output: string[];
  complaint(): string;
  /** The code it ends with; null when it was killed. */
  ended: Promise<number | null>;
  /** Waits for a line of the log with this message. */
  logged(message: string): Promise<void>;
}

/** The whole bot in a process of its own. */
export function runMain(env: Record<string, string>): Child {
  const child = spawn(process.execPath, [...FLAGS, MAIN, 'serve'], {
    // Not where a file .env could be.
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, WEB_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout });
  const output: string[] = [];
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
      const said = (line: string): boolean => JSON.parse(line).msg === message;
      while (!output.some(said)) {
        const next = await Promise.race([once(lines, 'line'), ended]);
        if (!Array.isArray(next)) throw new Error(`it never logged "${message}": ${output.join('\n')}${complaint}`);
      }
    },
  };
}

/** Shared by all, so that only the first has to compile. */
const COMPILED = join(tmpdir(), 'vm-or-container-compiled');
