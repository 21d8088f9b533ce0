import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KNOWLEDGE } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
const check = (): { status: number | null; lines: string[] } => {
  const { status, stdout } = spawnSync(process.execPath, ['adapters/main.ts', 'knowledge', 'check', folder], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n') };
};
const spoil = (file: string, from: string, to: string): number => {
  const text = readFileSync(join(KNOWLEDGE, file), 'utf8');
  const at = text.indexOf(from);
  if (at < 0) throw new Error(`${file} has no ${from}`);
  writeFileSync(
    join(folder, file),
    text.replace(from, () => to),
  );
  return text.slice(0, at).split('\n').length;
};

describe('knowledge check on a folder', () => {
  beforeAll(() => {
    cpSync(KNOWLEDGE, folder, { recursive: true });
    const none = { topics: {}, intents: {}, situations: [], openers: [], closers: [], 'out-of-scope': {}, facts: [] };
    writeFileSync(join(folder, 'phrasings.yaml'), JSON.stringify(none));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('names file, line, path and what is wrong, for every mistake at once', () => {
    const importance = spoil('facts.yaml', 'importance: 5', 'importance: 7');
    const favours = spoil('rules.yaml', 'favours: { vm: 3 }', 'favours: { vm: 3.5 }');
    const { status, lines } = check();
    expect(status).toBe(1);
    expect(lines).toHaveLength(2);
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^facts\\.yaml:${importance}: 0\\.importance: .+`)));
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^rules\\.yaml:${favours}: 0\\.favours\\.vm: .+`)));
  });

  test('names ids that do not exist, with what is allowed', () => {
    spoil('facts.yaml', 'importance: 5', 'importance: 5');
    const excludes = spoil(
      'rules.yaml',
      'excludes: [container, system-container, wasm]',
      'excludes: [container, mainframe, wasm]',
    );
    const { status, lines } = check();
    expect([status, lines.length]).toEqual([1, 1]);
    expect(lines[0]).toMatch(
      new RegExp(`^rules\\.yaml:${excludes}: 0\\.excludes: unknown option "mainframe"; allowed: vm, container, `),
    );
  });

  test('names the line where the file is no YAML', () => {
    const line = spoil(
      'rules.yaml',
      'when: { os-family: windows, host-os: linux }',
      'when: { os-family: windows, host-os: linux',
    );
    const { status, lines } = check();
    expect(status).toBe(1);
    expect(Number(/^rules\.yaml:(\d+): /.exec(lines[0] ?? '')?.[1])).toBeGreaterThanOrEqual(line);
  });
});
