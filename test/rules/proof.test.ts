import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact, Facts, Option, Rule } from '../../src/knowledge/schema.ts';
import { robustnessOf, sweepOf, valuesOf } from '../../src/rules/change.ts';
import { proofOf } from '../../src/rules/proof.ts';
import { questionsFor } from '../../src/rules/question.ts';
import { standingOf, type Table, tableFrom, truthOf, winnerOf } from '../../src/rules/table.ts';
import { decide } from '../../src/rules/verdict.ts';
import { realPack, talk } from '../support.ts';
import { anyFacts, bruteWinner, holds, seeded, table } from './random.ts';

const pack = realPack();
const winner = (facts: Facts, from: Table = table): string | undefined => winnerOf(from, standingOf(from, facts));

describe('the rules are sound', () => {
  test('no rule is dead, every option is reached, every fact is asked for, every scenario holds', () => {
    expect(proofOf(pack)).toEqual([]);
  });

  test('and there are as many as were agreed', () => {
    const vetoes = pack.rules.filter(({ excludes }) => excludes);
    expect(pack.scenarios).toHaveLength(50);
    expect(vetoes.length).toBeGreaterThanOrEqual(21);
    expect(pack.rules.length - vetoes.length).toBeGreaterThanOrEqual(56);
    expect([pack.facts.length, pack.options.length, pack.features.length]).toEqual([28, 9, 32]);
  });

  test('the proof finds what is unsound', () => {
    const [rule] = pack.rules;
    if (!rule) throw new Error('there are no rules');
    const told = (changed: Partial<typeof pack>): string[] => proofOf({ ...pack, ...changed });
    const { excludes: _, ...silent } = { ...rule, id: 'says-nothing', favours: {} };
    expect(told({ rules: [...pack.rules, silent] })).toEqual([
      expect.stringContaining('says-nothing never changes a verdict'),
    ]);
    const idle: Fact = { ...pack.facts[0], id: 'weather' } as Fact;
    expect(told({ facts: [...pack.facts, idle] })).toEqual([expect.stringContaining('no rule asks for weather')]);
    const lost: Option = { ...pack.options[0], id: 'cloud-nine', base: -9 } as Option;
    const some = pack.rules.filter(({ excludes }) => excludes?.length !== pack.options.length);
    expect(told({ options: [...pack.options, lost], rules: some })).toEqual([
      expect.stringContaining('nothing leads to cloud-nine'),
    ]);
    expect(told({ rules: pack.rules.filter(({ id }) => id !== 'untrusted-code-needs-strong-wall') }).join()).toMatch(
      /scenarios\.yaml: .* expected/,
    );
  });
});

describe('three-valued facts', () => {
  test('a rule counts only when all that it asks for is known', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { held, open, scores } = standingOf(table, facts);
        const expected = table.rules.filter((rule) => holds(rule, facts));
        expect(held.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        for (const rule of open) {
          expect(Object.keys(rule.when).some((id) => !(id in facts))).toBe(true);
          expect(truthOf(rule, facts)).toBe('open');
        }
        const points = ({ id, base }: Option): number =>
          expected.reduce((sum, { favours }) => sum + (favours[id] ?? 0), base);
        expect(scores).toEqual(table.options.map(points));
      }),
      seeded(500),
    );
  });

  test('one more fact never brings an excluded option back', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(), (facts, pick) => {
        const ids = Object.keys(facts);
        const { [ids[pick % Math.max(ids.length, 1)] ?? '']: _, ...fewer } = facts;
        const before = standingOf(table, fewer).excluded;
        const after = standingOf(table, facts).excluded;
        expect(before.filter((out, index) => out && !after[index])).toEqual([]);
      }),
      seeded(500),
    );
  });
});

describe('the winner', () => {
  test('is the one of the plainest reading', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(winner(facts)).toBe(bruteWinner(table, facts));
      }),
      seeded(1000),
    );
  });

  test('does not depend on the order of rules or facts', () => {
    const shuffled = fc.shuffledSubarray([...table.rules], { minLength: table.rules.length });
    fc.assert(
      fc.property(anyFacts, shuffled, fc.infiniteStream(fc.nat()), (facts, rules, random) => {
        const mixed = Object.entries(facts).map((entry) => ({ entry, at: random.next().value }));
        const turned = Object.fromEntries(mixed.sort((a, b) => a.at - b.at).map(({ entry }) => entry));
        expect(essence(tableFrom({ ...table, rules }), turned)).toEqual(essence(table, facts));
      }),
      seeded(80),
    );
  });
});

/** What must not depend on any order. */
function essence(from: Table, facts: Facts): unknown {
  const outcome = decide(from, facts);
  const ids = (rules: readonly Rule[]): string[] => rules.map(({ id }) => id).sort();
  if (outcome.kind === 'conflict') return ids(outcome.rules);
  if (outcome.kind === 'ask') return [outcome.leaning?.id, outcome.next?.id, ids(outcome.reasons)];
  const { option, confidence, reasons, against, runnerUp, excluded, changes, robustness, next } = outcome;
  const out = excluded.map(({ option: { id }, by }) => [id, ids(by)]);
  return [option.id, confidence, ids(reasons), ids(against), runnerUp, out, changes, robustness, next?.id];
}

describe('questions', () => {
  test('are exactly the open facts of which a value changes the winner, without those settled', () => {
    const settled = fc.subarray(table.facts.map(({ id }) => id));
    fc.assert(
      fc.property(anyFacts, settled, (facts, put) => {
        const aside = new Set(put);
        const turns = ({ id, ...fact }: Fact): boolean =>
          valuesOf({ id, ...fact }).some((value) => winner({ ...facts, [id]: value }) !== winner(facts));
        const worth = table.facts.filter((fact) => !(fact.id in facts) && !aside.has(fact.id) && turns(fact));
        const asked = questionsFor(facts, sweepOf(table, facts)).flatMap(({ id }) => (aside.has(id) ? [] : [id]));
        expect([...asked].sort()).toEqual(worth.map(({ id }) => id).sort());
        const outcome = decide(table, facts, aside);
        if (outcome.kind !== 'conflict') expect(outcome.next?.id).toBe(asked[0]);
      }),
      seeded(150),
    );
  });

  test('are never asked twice in a talk', () => {
    const skips = Array.from({ length: 8 }, () => "don't know");
    const asked = talk('which one should I use', ...skips).flatMap(({ summary: { ask } }) => ask ?? []);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test.each(
    pack.scenarios.filter(({ expected }) => expected === 'ask').map((scenario) => [scenario.id, scenario] as const),
  )('%s asks for what decides it among the first three', (_, { facts, ask = [] }) => {
    const first = questionsFor(facts, sweepOf(table, facts))
      .slice(0, 3)
      .map(({ id }) => id);
    expect(
      ask.filter((id) => first.includes(id)),
      first.join(),
    ).not.toEqual([]);
  });
});

const option = (id: string, base: number): Option => ({ ...pack.options[0], id, base, family: id }) as Option;
const fact = (id: string, importance: number): Fact => {
  const values = ['x', 'y', 'z'].map((value) => ({ id: value, label: value, says: value, patterns: [] }));
  return { id, name: id, question: id, topic: id, importance, kind: 'choice', values };
};
const smallFacts = [fact('a', 1), fact('b', 3), fact('c', 2)];
const smallOptions = [option('vm', 0), option('container', 0), option('hybrid', -1)];
const letter = fc.constantFrom('x', 'y', 'z');
const smallRule: fc.Arbitrary<Rule> = fc.record({
  id: fc.constant('rule'),
  code: fc.constant('P01'),
  because: fc.constant('so'),
  sources: fc.constant([]),
  when: fc.dictionary(fc.constantFrom('a', 'b', 'c'), letter, { minKeys: 1, maxKeys: 2 }),
  favours: fc.dictionary(fc.constantFrom('vm', 'container', 'hybrid'), fc.integer({ min: -3, max: 3 }), { minKeys: 1 }),
});

/** Whether the rule asks for the fact and nothing that is known fails it. */
const isOpen = ({ when }: Rule, id: string, facts: Facts): boolean =>
  id in when && Object.entries(when).every(([other, value]) => facts[other] === undefined || facts[other] === value);

test('robustness counts the answers that open facts can get, as a plain enumeration does', () => {
  const some = fc.dictionary(fc.constantFrom('a', 'b', 'c'), letter, { maxKeys: 1 });
  let turned = 0;
  fc.assert(
    fc.property(fc.array(smallRule, { minLength: 1, maxLength: 8 }), some, (rules, facts) => {
      const small = tableFrom({ options: smallOptions, rules, facts: smallFacts });
      const best = bruteWinner(small, facts);
      const turning = ['b', 'c', 'a'].filter(
        (id) =>
          !(id in facts) && ['x', 'y', 'z'].some((value) => bruteWinner(small, { ...facts, [id]: value }) !== best),
      );
      const asked = ['a', 'b', 'c'].filter((id) => !(id in facts) && rules.some((rule) => isOpen(rule, id, facts)));
      const ways = asked.flatMap((id) => ['x', 'y', 'z'].map((value) => ({ ...facts, [id]: value })));
      const same = ways.filter((way) => bruteWinner(small, way) === best).length;
      turned += turning.length;
      expect(robustnessOf(sweepOf(small, facts))).toEqual({ over: turning, same, of: ways.length });
    }),
    seeded(500),
  );
  expect(turned, 'facts that mattered at all').toBeGreaterThan(100);
});
