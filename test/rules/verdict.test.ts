import { describe, expect, test } from 'vitest';
import type { Fact, Facts, Option, Rule } from '../../src/knowledge/schema.ts';
import { type Table, tableFrom } from '../../src/rules/table.ts';
import { decide, type Outcome, rulesAgainst, type Verdict } from '../../src/rules/verdict.ts';
import { realKnowledge } from '../support.ts';
import { table } from './random.ts';

const sample = realKnowledge().options[0] as Option;
const option = (id: string, base = 0, family = id): Option => ({ ...sample, id, base, family });
const fact = (id: string, importance: number, ...values: string[]): Fact => ({
  id,
  name: id,
  question: `${id}?`,
  topic: 'isolation',
  importance,
  kind: 'choice',
  values: values.map((value) => ({ id: value, label: value, says: value, patterns: [] })),
});
const rule = (id: string, when: Rule['when'], favours: Rule['favours'], ...excludes: string[]): Rule => ({
  id,
  code: 'P01',
  when,
  favours,
  because: id,
  sources: ['seed'],
  ...(excludes.length > 0 && { excludes }),
});

/** Three options and five facts, small enough to reckon by hand. */
const small: Table = tableFrom({
  options: [option('vm'), option('container', 0, 'containers'), option('hybrid', 0, 'containers')],
  facts: [
    fact('style', 5, 'web', 'old'),
    fact('trust', 4, 'own', 'strangers'),
    fact('team', 3, 'big', 'small'),
    fact('kernel', 2, 'any', 'own'),
    fact('mood', 1, 'fine', 'odd'),
  ],
  rules: [
    rule('web-fits-container', { style: 'web' }, { container: 4, vm: -1 }),
    rule('old-fits-vm', { style: 'old' }, { vm: 2 }),
    rule('strangers-need-wall', { trust: 'strangers' }, { vm: 1, hybrid: 2 }, 'container'),
    rule('own-kernel-needs-guest', { kernel: 'own' }, { vm: 2 }, 'container', 'hybrid'),
    rule('small-team-keeps-it-plain', { team: 'small' }, { hybrid: -3, vm: 1, container: 1 }),
    rule('no-guest-when-odd', { mood: 'odd' }, { container: 1 }, 'vm'),
  ],
});

const ids = (rules: readonly { id: string }[]): string[] => rules.map(({ id }) => id);

function verdictOf(facts: Facts, from = small): Verdict {
  const outcome = decide(from, facts);
  if (outcome.kind !== 'verdict') throw new Error(`expected a verdict, got ${outcome.kind}`);
  return outcome;
}

test.each([
  [{}, 'ask'],
  [{ style: 'web' }, 'container'],
  [{ style: 'old' }, 'ask'],
  [{ style: 'old', team: 'big' }, 'vm'],
  [{ trust: 'strangers' }, 'hybrid'],
  [{ trust: 'strangers', team: 'small' }, 'vm'],
  [{ kernel: 'own' }, 'vm'],
  [{ trust: 'own', team: 'big' }, 'ask'],
  [{ kernel: 'own', mood: 'odd' }, 'conflict'],
] as [Facts, string][])('%j gives %s', (facts, expected) => {
  const outcome = decide(small, facts);
  expect(outcome.kind === 'verdict' ? outcome.option.id : outcome.kind).toBe(expected);
});

describe('a verdict', () => {
  test('tells vetoes before preferences and the heavier before the lighter', () => {
    const facts = { kernel: 'own', style: 'old', trust: 'strangers', team: 'small' };
    expect(ids(verdictOf(facts).reasons)).toEqual([
      'own-kernel-needs-guest',
      'strangers-need-wall',
      'old-fits-vm',
      'small-team-keeps-it-plain',
    ]);
  });

  test('tells what speaks against it', () => {
    const { option: chosen, against } = verdictOf({ kernel: 'own', style: 'web' });
    expect([chosen.id, ids(against)]).toEqual(['vm', ['web-fits-container']]);
  });

  test('names the runner-up and its distance, also of the same family', () => {
    const { runnerUp } = verdictOf({ style: 'web', team: 'big' });
    expect([runnerUp?.option.id, runnerUp?.margin]).toEqual(['hybrid', 4]);
    expect(verdictOf({ kernel: 'own' }).runnerUp).toBeUndefined();
  });

  test('names each excluded option with every rule that excludes it', () => {
    const { excluded } = verdictOf({ kernel: 'own', trust: 'strangers' });
    expect(excluded.map(({ option: { id }, by }) => [id, ids(by)])).toEqual([
      ['container', ['strangers-need-wall', 'own-kernel-needs-guest']],
      ['hybrid', ['own-kernel-needs-guest']],
    ]);
  });

  test.each([
    [{ style: 'web', trust: 'own', team: 'big' }, 'high'],
    [{ style: 'web' }, 'low'],
    [{ kernel: 'own' }, 'low'],
    [{ kernel: 'own', style: 'web' }, 'medium'],
    [{ style: 'old', team: 'big', trust: 'own' }, 'medium'],
    [{ trust: 'strangers', style: 'old', team: 'big' }, 'low'],
  ] as [Facts, string][])('for %j is of %s confidence', (facts, confidence) => {
    expect(verdictOf(facts).confidence).toBe(confidence);
  });
});

describe('what would change it', () => {
  test('is every single fact and where it leads, the open and the important first', () => {
    expect(verdictOf({ style: 'web', team: 'small' }).changes).toEqual([
      { facts: { trust: 'strangers' }, to: 'vm' },
      { facts: { kernel: 'own' }, to: 'vm' },
      { facts: { style: 'old' }, to: 'vm' },
    ]);
  });

  test('says so when nothing would be left', () => {
    const { changes } = verdictOf({ kernel: 'own', style: 'old' });
    expect(changes).toContainEqual({ facts: { mood: 'odd' }, to: undefined });
  });

  test('is pairs only where no single fact would', () => {
    const rules = [
      rule('a-lot', { style: 'web' }, { container: 5 }),
      rule('both-needed', { trust: 'strangers', kernel: 'own' }, { vm: 9 }),
      rule('never-web', { style: 'old' }, { container: 5 }),
    ];
    const { changes } = verdictOf({ style: 'web' }, tableFrom({ ...small, rules }));
    expect(changes).toEqual([{ facts: { trust: 'strangers', kernel: 'own' }, to: 'vm' }]);
  });
});

describe('without enough facts', () => {
  const ask = (facts: Facts, settled: string[] = []): Extract<Outcome, { kind: 'ask' }> => {
    const outcome = decide(small, facts, new Set(settled));
    if (outcome.kind !== 'ask') throw new Error(`expected a question, got ${outcome.kind}`);
    return outcome;
  };

  test('asks for the most important fact first and leans nowhere', () => {
    expect(ask({})).toMatchObject({ next: { id: 'style' }, leaning: undefined, reasons: [] });
  });

  test('leans where the facts point and says why', () => {
    const { leaning, reasons, next } = ask({ style: 'old' });
    expect([leaning?.id, ids(reasons), next?.id]).toEqual(['vm', ['old-fits-vm'], 'mood']);
  });

  test('goes on to the next question when one is settled, and to none when all are', () => {
    expect(ask({}, ['style']).next?.id).toBe('trust');
    expect(ask({}, ['style', 'trust', 'team', 'kernel', 'mood']).next).toBeUndefined();
  });
});

test('a conflict names the rules that collide and no others', () => {
  const outcome = decide(small, { style: 'web', kernel: 'own', mood: 'odd' });
  expect(outcome.kind === 'conflict' && ids(outcome.rules)).toEqual(['own-kernel-needs-guest', 'no-guest-when-odd']);
});

test.each([
  [{ trust: 'strangers', style: 'web' }, 'container', ['strangers-need-wall']],
  [{ kernel: 'own', team: 'small' }, 'hybrid', ['own-kernel-needs-guest', 'small-team-keeps-it-plain']],
  [{ style: 'web' }, 'vm', ['web-fits-container']],
  [{ style: 'web' }, 'container', []],
] as [Facts, string, string[]][])('%j against %s: %j', (facts, against, expected) => {
  expect(ids(rulesAgainst(small, facts, against))).toEqual(expected);
});

test('the collisions of real life are told by name', () => {
  const outcome = decide(table, { 'live-migration': 'yes', 'device-ram-mb': 256 });
  expect(outcome.kind === 'conflict' && ids(outcome.rules)).toEqual([
    'only-vms-move-while-running',
    'tiny-device-lacks-guest-room',
  ]);
});
