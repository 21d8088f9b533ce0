import { readFileSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import { expect, test } from 'vitest';

test('every import keeps to the walls', async () => {
  const { options, ...ruleSet } = JSON.parse(readFileSync('.dependency-cruiser.json', 'utf8'));
  const { output } = await cruise(['src', 'adapters', 'test'], { ...options, ruleSet, validate: true, parser: 'swc' });
  if (typeof output === 'string') throw new Error(output);
  expect(output.summary.totalCruised, 'files that were read at all').toBeGreaterThan(60);
  expect(output.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
});
