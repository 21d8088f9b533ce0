import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choicesFor } from '../../adapters/discord/command.ts';
import { realBot } from '../support.ts';
import { hostile } from './cards.ts';
import { problemsBySpec } from './oracle.ts';

test('whatever is typed, what is offered is what Discord takes', () => {
  const subjects = [
    ['ask', 'question'],
    ['compare', 'features'],
    ['learn', 'lesson'],
  ] as const;
  fc.assert(
    fc.property(fc.constantFrom(...subjects), hostile, hostile, ([name, typing], before, typed) => {
      const given = { [typing]: `${before}, ${typed}` };
      const choices = choicesFor({ name, given, typing }, realBot());
      const callback = { type: 8, data: { choices } };
      expect(problemsBySpec('ApplicationCommandAutocompleteCallbackRequest', callback)).toEqual([]);
      expect(choices.filter(({ name: shown, value }) => shown.trim() === '' || value.trim() === '')).toEqual([]);
    }),
    { numRuns: 100, seed: 5 },
  );
});
