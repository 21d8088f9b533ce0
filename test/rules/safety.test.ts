import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition, Facts } from '../../src/knowledge/schema.ts';
import { standingOf, winnerOf } from '../../src/rules/table.ts';
import { decide, type Outcome } from '../../src/rules/verdict.ts';
import { anyFacts, everyPair, met, seeded, table } from './random.ts';

const WITHOUT_KERNEL = 'container system-container';
const PLAIN = `${WITHOUT_KERNEL} serverless wasm`;
const EVERYTHING = 'vm container hybrid microvm system-container bare-metal serverless wasm kubevirt';
const VM_ONLY = 'container hybrid system-container microvm serverless wasm';

/** What must never be recommended: the hard constraints of the domain notes (section C2), copied by hand, and two of our own. */
const NEVER: readonly [string, Record<string, Condition>, string][] = [
  ['H01 Windows on Linux hosts', { 'os-family': 'windows', 'host-os': 'linux' }, `${WITHOUT_KERNEL} wasm`],
  ['H02 Linux on Windows or Macs', { 'os-family': 'linux', 'host-os': ['windows', 'macos'] }, WITHOUT_KERNEL],
  ['H03 macOS', { 'os-family': 'macos' }, `${VM_ONLY} kubevirt`],
  ['H04 another Unix', { 'os-family': 'other-unix' }, VM_ONLY],
  ['H05 a mix of systems', { 'os-family': 'mixed' }, WITHOUT_KERNEL],
  ['H06 old Windows', { 'os-family': 'windows', 'legacy-os': 'yes' }, VM_ONLY],
  ['H07 own kernel', { 'kernel-needs': 'own-kernel' }, PLAIN],
  ['H08 privileged on the host', { 'kernel-needs': 'host-privileged' }, 'serverless wasm microvm'],
  ['H09 Windows desktop', { gui: 'desktop', 'os-family': 'windows' }, VM_ONLY],
  ['H10 other desktop', { gui: 'desktop', 'os-family': ['linux', 'mixed'] }, 'serverless wasm'],
  ['H11 untrusted code', { trust: 'untrusted' }, WITHOUT_KERNEL],
  ['H12 isolation demanded', { compliance: 'hw-isolation' }, `${WITHOUT_KERNEL} wasm`],
  ['H13 dedicated hardware', { compliance: 'dedicated-hw' }, 'serverless wasm'],
  ['H14 confidential', { compliance: 'confidential' }, `${PLAIN} bare-metal`],
  ['H15 vendor says VM', { 'vendor-support': 'vm-only' }, VM_ONLY],
  ['H16 appliance', { 'app-style': 'vendor-appliance' }, `${VM_ONLY} bare-metal`],
  ['H17 live migration', { 'live-migration': 'yes' }, `${PLAIN} microvm bare-metal`],
  ['H18 milliseconds', { startup: 'ms' }, 'vm kubevirt bare-metal'],
  ['H19 hard real time', { performance: 'hard-real-time' }, 'serverless wasm microvm'],
  ['H20 tiny devices', { 'device-ram-mb': { below: 512 } }, 'vm hybrid kubevirt microvm'],
  ['H21 selling machines', { 'app-style': 'iaas-hosting' }, 'container serverless wasm'],
  ['H22 Windows on a tiny device', { 'os-family': 'windows', 'device-ram-mb': { below: 512 } }, EVERYTHING],
  [
    'H23 Windows in milliseconds',
    { 'os-family': 'windows', startup: 'ms' },
    'container hybrid system-container microvm wasm',
  ],
];

const all = table.options.map(({ id }) => id);

function forbidden(facts: Facts): string[] {
  const out = NEVER.filter(([, when]) => Object.entries(when).every(([id, value]) => met(facts[id], value)));
  return all.filter((id) => out.some(([, , options]) => options.split(' ').includes(id)));
}

const excludedBy = (facts: Facts): string[] => {
  const { excluded } = standingOf(table, facts);
  return all.filter((_, index) => excluded[index]);
};

/** The option that an outcome names, if any. */
function towards(outcome: Outcome): string | undefined {
  if (outcome.kind === 'verdict') return outcome.option.id;
  return outcome.kind === 'ask' ? outcome.leaning?.id : undefined;
}

describe('what is unsafe is never recommended', () => {
  test('every pair of values of every two facts rules out exactly what the domain notes rule out', () => {
    const pairs = everyPair();
    expect(pairs.length).toBeGreaterThan(3000);
    for (const facts of pairs) {
      const out = forbidden(facts);
      expect(excludedBy(facts), JSON.stringify(facts)).toEqual(out);
      expect(out, JSON.stringify(facts)).not.toContain(winnerOf(table, standingOf(table, facts)));
    }
  });

  test('nor does any larger set of facts lead to it', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(excludedBy(facts)).toEqual(forbidden(facts));
      }),
      seeded(2000),
    );
  });

  test('a verdict is never an option that is ruled out, nor does an open question lean to one', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(forbidden(facts)).not.toContain(towards(decide(table, facts)));
      }),
      seeded(200),
    );
  });

  test('where nothing is left it is a conflict that names every veto, and only there', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const outcome = decide(table, facts);
        expect(outcome.kind === 'conflict').toBe(forbidden(facts).length === all.length);
        const named = outcome.kind === 'conflict' ? outcome.rules.flatMap(({ excludes }) => excludes) : all;
        expect(new Set(named)).toEqual(new Set(all));
      }),
      seeded(200),
    );
  });
});

describe('what is left', () => {
  test.each([
    [{ 'os-family': 'macos' }, 'vm bare-metal'],
    [{ 'os-family': 'windows', 'legacy-os': 'yes' }, 'vm bare-metal kubevirt'],
    [{ 'live-migration': 'yes' }, 'vm hybrid kubevirt'],
    [{ 'vendor-support': 'vm-only' }, 'vm bare-metal kubevirt'],
    [{ trust: 'untrusted' }, 'vm hybrid microvm bare-metal serverless wasm kubevirt'],
    [{ 'kernel-needs': 'own-kernel' }, 'vm hybrid microvm bare-metal kubevirt'],
    [{ 'device-ram-mb': 256 }, 'container system-container bare-metal serverless wasm'],
  ] as [Facts, string][])('%j leaves only %s', (forced, left) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const winner = winnerOf(table, standingOf(table, { ...facts, ...forced })) ?? 'conflict';
        expect([...left.split(' '), 'conflict']).toContain(winner);
      }),
      seeded(300),
    );
  });

  test.each([
    [{ 'live-migration': 'yes', 'device-ram-mb': 128 }],
    [{ 'vendor-support': 'vm-only', startup: 'ms' }],
    [{ 'os-family': 'macos', startup: 'ms' }],
  ] as [Facts][])('%j leaves nothing', (facts) => {
    expect(decide(table, facts).kind).toBe('conflict');
  });
});
