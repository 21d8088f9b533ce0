import { afterAll, beforeAll, describe, test } from 'vitest';
import { contracts } from './contract/contracts.ts';
import { type Site, sqliteSite } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await sqliteSite();
});
afterAll(() => site.stop());

describe.each(Object.entries(contracts))('%s', (_, contract) => {
  test.each(Object.entries(contract))('%s', async (_, run) => run(await site.fresh(), site));
});
