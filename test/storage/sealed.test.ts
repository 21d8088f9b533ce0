import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeal, SealError } from '../../adapters/storage/sealed.ts';
import { KEYS } from './site.ts';

const [CURRENT, OLD] = KEYS;
const PLACE = { tenant: 'slack:T1', field: 'installation' };
const seeded = { seed: 20261126, numRuns: 200 };

test('any secret comes back, and no two records are alike', () => {
  const seal = createSeal(CURRENT);
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(text, text, text, (secret, tenant, field) => {
      const record = seal.close(secret, { tenant, field });
      expect(seal.open(record, { tenant, field })).toBe(secret.toWellFormed());
      expect(seal.close(secret, { tenant, field })).not.toBe(record);
    }),
    seeded,
  );
});

test('a record does not open anywhere else, however tenant and field are cut', () => {
  const seal = createSeal(CURRENT);
  const record = seal.close('xoxb-1', { tenant: 'slack:T1', field: 'installation' });
  for (const place of [
    { tenant: 'slack:T2', field: 'installation' },
    { tenant: 'slack:T1', field: 'other' },
    { tenant: 'slack:T1installation', field: '' },
    { tenant: 'slack:T1","installation', field: '' },
  ])
    expect(() => seal.open(record, place)).toThrow('was changed, or belongs to another tenant or field');
});

test('a record in which any character was changed does not open', () => {
  const seal = createSeal(CURRENT);
  const record = seal.close('xoxb-1', PLACE);
  fc.assert(
    fc.property(fc.nat(record.length - 1), fc.constantFrom(...'.Aa0_-'), (index, character) => {
      const changed = record.slice(0, index) + character + record.slice(index + 1);
      fc.pre(changed !== record && !sameBytes(changed, record));
      expect(() => seal.open(changed, PLACE)).toThrow(/the secret "installation" of slack:T1/);
    }),
    seeded,
  );
});

/** The last character of a base64 text can hold bits that mean nothing. */
const sameBytes = (a: string, b: string) => {
  const [one, two] = [a, b].map((record) =>
    record.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex')),
  );
  return a.startsWith(b.slice(0, 12)) && JSON.stringify(one) === JSON.stringify(two);
};

test('an old key opens what it closed; without it the record names the key it needs', () => {
  const record = createSeal(OLD).close('xoxb-1', PLACE);
  expect(createSeal(`${CURRENT}, ${OLD}`).open(record, PLACE)).toBe('xoxb-1');
  expect(createSeal(`${CURRENT},${OLD}`).close('xoxb-1', PLACE)).not.toContain(record.slice(0, 12));
  const id = record.split('.')[1];
  expect(() => createSeal(CURRENT).open(record, PLACE)).toThrow(
    `needs the key ${id}: add it to the end of SECRET_KEYS`,
  );
});

test.each([
  ['', 1],
  ['secret', 1],
  [`${CURRENT},`, 2],
  [`${CURRENT},${OLD.slice(1)}`, 2],
  [`${CURRENT};${OLD}`, 1],
])('a keyring that is none names the wrong key by its place alone: %s', (keyring, place) => {
  const words = `SECRET_KEYS: key ${place} is not 32 bytes in base64; make one with: openssl rand -base64 32`;
  expect(() => createSeal(keyring)).toThrow(new SealError(words));
});
