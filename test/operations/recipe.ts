import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** The steps of the Dockerfile, a line each, without comments. */
export const STEPS: readonly string[] = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line));

/** What comes after a word in the last step that begins with it, of those that make the image itself. */
export const argumentOf = (word: string): string | undefined =>
  STEPS.slice(STEPS.findLastIndex((step) => step.startsWith('FROM ')))
    .findLast((step) => step.startsWith(`${word} `))
    ?.slice(word.length + 1);

/** A program and how it is run; `args` are for Node. */
export interface Program {
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/**
 * The bot as the image runs it, made in an empty folder by the Dockerfile's own words: its variables, and the step that
 * has Node compile; files are copied as the recipe does.
 * @throws Error when a step fails
 */
export function asDeployed(folder: string): Program {
  const env = {
    ...variables(),
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    DATA_DIR: join(folder, 'data'),
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  };
  const rolldown = join(ROOT, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
  run(process.execPath, [rolldown, '-c', '-d', folder], { cwd: ROOT });
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'knowledge'), join(folder, 'knowledge'));
  run('sh', ['-c', (argumentOf('RUN') ?? '').replaceAll('/tmp/first', join(folder, 'first'))], { cwd: folder, env });
  return { args: ['adapters/main.js'], cwd: folder, env };
}

/** The variables of the image. */
const variables = (): Record<string, string> =>
  Object.fromEntries(
    (argumentOf('ENV') ?? '')
      .trim()
      .split(/\s+/)
      .map((pair) => pair.split(/=(.*)/s).slice(0, 2)),
  );

function run(file: string, args: readonly string[], options: { cwd: string; env?: Record<string, string> }): void {
  const { status, stdout, stderr } = spawnSync(file, args, { ...options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`"${file} ${args.join(' ')}" ended with ${status}: ${stdout}${stderr}`);
}
