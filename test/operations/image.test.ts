import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { environment } from '../../adapters/environment.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const NAMES = Object.keys(environment.shape);

test('every variable stands in .env.example and in the operations guide, and no other', () => {
  const example = [...textOf('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(example.toSorted()).toEqual([...NAMES, 'COMPOSE_PROFILES', 'POSTGRES_PASSWORD'].toSorted());
  const guide = textOf('docs/operations.md').replaceAll('`…_', '`FAIR_USE_');
  expect(NAMES.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});

describe('the image', () => {
  const steps = textOf('Dockerfile')
    .replaceAll('\\\n', '')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  const last = steps.slice(steps.findLastIndex((step) => step.startsWith('FROM ')));
  const argumentOf = (word: string): string | undefined =>
    last.findLast((step) => step.startsWith(`${word} `))?.slice(word.length + 1);

  test('has the Node that the tests run on, and an ordinary user', () => {
    const { devDependencies } = JSON.parse(textOf('package.json'));
    const bases = steps.filter((step) => step.startsWith('FROM ')).map((step) => step.split(' ')[1]);
    expect(new Set(bases)).toEqual(new Set([`node:${devDependencies.node.split('.')[0]}-slim`]));
    expect(argumentOf('USER')).toBe('node');
  });

  test('gets signals itself: nothing is run by a shell', () => {
    expect(JSON.parse(argumentOf('ENTRYPOINT') ?? '')).toEqual(['node', 'adapters/main.js']);
    expect(JSON.parse(argumentOf('CMD') ?? '')).toEqual(['serve']);
    expect(argumentOf('HEALTHCHECK')).toMatch(/ CMD \["node", /);
  });

  test('takes in only what is named', () => {
    const [everything, ...named] = textOf('.dockerignore').trim().split('\n');
    expect(everything).toBe('*');
    const copied = steps
      .filter((step) => /^COPY (?!--from)/.test(step))
      .flatMap((step) => step.split(' ').slice(1, -1));
    expect(new Set(named.map((line) => line.replace('!', '')))).toEqual(new Set(copied));
  });
});

test('compose.yaml keeps every instance read-only, unprivileged, reachable from here alone, and lets it drain', () => {
  const { services, volumes } = parse(textOf('compose.yaml'), { merge: true });
  expect(Object.keys(services)).toEqual(['bot', 'bot-a', 'bot-b', 'postgres']);
  for (const name of ['bot', 'bot-a', 'bot-b']) {
    expect(services[name]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      stop_grace_period: '15s',
      env_file: '.env',
    });
    for (const port of services[name].ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    const known = Object.keys(services[name].environment).filter((variable) => !NAMES.includes(variable));
    expect(known).toEqual([]);
  }
  expect([services.bot.profiles, services['bot-a'].profiles, services['bot-b'].profiles]).toEqual([
    ['sqlite'],
    ['postgres'],
    ['postgres'],
  ]);
  expect(Object.keys(volumes)).toEqual(['data', 'postgres']);
});

describe('compiled', () => {
  // Within node_modules, so that the libraries are found.
  const dist = join(ROOT, 'node_modules', '.cache', 'dist-of-tests');
  const run = async (file: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, [file, ...args], { cwd: ROOT, env: { PATH: process.env.PATH } }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      ({ code, stderr }) => ({ code, said: stderr }),
    );
  beforeAll(async () => {
    rmSync(dist, { recursive: true, force: true });
    mkdirSync(dist, { recursive: true });
    expect(
      await run(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', dist),
    ).toMatchObject({ code: 0 });
    symlinkSync(join(ROOT, 'knowledge'), join(dist, 'knowledge'));
  }, 60_000);
  afterAll(() => rmSync(dist, { recursive: true, force: true }));

  test('it answers, reads knowledge aside, and says what to set', async () => {
    expect(await run(join(dist, 'adapters/main.js'), 'ask', 'what is a hypervisor')).toMatchObject({
      code: 0,
      said: expect.stringContaining('Hypervisor'),
    });
    expect(await run(join(dist, 'adapters/main.js'), 'serve')).toMatchObject({
      code: 78,
      said: expect.stringContaining('DISCORD_TOKEN'),
    });
    const thread = new Worker(join(dist, 'adapters/reading.js'), { workerData: { folder: join(ROOT, 'knowledge') } });
    const [{ mind }] = await once(thread, 'message');
    expect(mind.version).toMatch(/^[0-9a-f]{12}$/);
  });
});
