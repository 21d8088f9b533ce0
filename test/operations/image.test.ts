import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { environment } from '../../adapters/environment.ts';
import { argumentOf, STEPS } from './recipe.ts';

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
  test('has the Node that the tests run on, and an ordinary user', () => {
    const { devDependencies } = JSON.parse(textOf('package.json'));
    const bases = STEPS.filter((step) => step.startsWith('FROM ')).map((step) => step.split(' ')[1]);
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
    const copied = STEPS.filter((step) => /^COPY (?!--from)/.test(step)).flatMap((step) =>
      step.split(' ').slice(1, -1),
    );
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
