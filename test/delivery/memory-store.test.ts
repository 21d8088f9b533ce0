import { describe, test } from 'vitest';
import type { OpenStore } from '../../adapters/storage/store.ts';
import { contracts } from '../storage/contract/contracts.ts';
import type { Site } from '../storage/site.ts';
import { memoryStore } from './memory-store.ts';

/** What the store in memory does it must do as the real ones do: the tests of delivery stand on it. */
const { inbox, thinking, changes, outbox, clocks } = contracts;
const none = {} as Site;
/** These look into the rows of a database. */
const ROWS = /loses its text|not kept any longer/;

describe.each(Object.entries({ inbox, thinking, changes, outbox, clocks }))('%s', (_, contract) => {
  test.each(Object.entries(contract ?? {}).filter(([sentence]) => !ROWS.test(sentence)))('%s', (_sentence, run) =>
    run(memoryStore() as OpenStore, none),
  );
});
