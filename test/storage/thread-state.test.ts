import { expect, test } from 'vitest';
import { threadStateSchema, type Upgrade } from '../../adapters/storage/thread-state.ts';
import { thread } from './said.ts';

/** As if `asker` had been called `by`, and before that had been a list. */
const UPGRADES: Readonly<Record<number, Upgrade>> = {
  [-1]: ({ people, ...rest }) => ({ ...rest, by: (people as string[])[0] }),
  0: ({ by, ...rest }) => ({ ...rest, asker: by }),
};
const { asker, ...rest } = thread('ana');

test.each([
  ['of today', { ...rest, asker }],
  ['one version old', { ...rest, version: 0, by: asker }],
  ['two versions old', { ...rest, version: -1, people: [asker, 'ben'] }],
])('a thread %s is read as one of today', (_, stored) => {
  expect(threadStateSchema(UPGRADES).parse(stored)).toEqual(thread('ana'));
});

test.each([
  ['of a version that nobody knows', { ...rest, asker, version: 7 }],
  ['without a version', { ...rest, asker, version: undefined }],
  ['that only claims to be old', { ...rest, asker, version: 0 }],
])('a thread %s cannot be read', (_, stored) => {
  expect(threadStateSchema(UPGRADES).safeParse(stored).success).toBe(false);
});
