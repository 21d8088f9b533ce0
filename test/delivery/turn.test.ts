import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder, laneFrom, tenantFrom, threadFrom, turnIdFrom } from '../../src/delivery/turn.ts';

const part = fc.string({ minLength: 1 }).filter((text) => !text.includes(':'));

test('keys of two tenants, channels or threads never meet', () => {
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 4, maxLength: 4 }),
      fc.array(part, { minLength: 4, maxLength: 4 }),
      (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(keyOf(a) === keyOf(b)).toBe(same);
      },
    ),
    { seed: 3 },
  );
});

function keyOf([platform = '', workspace = '', channel = '', ts = '']: string[]): string {
  return turnIdFrom(tenantFrom(platform, workspace), channel, ts);
}

test.each(['', 'T1:C1'])('"%s" is no part of a key', (bad) => {
  const tenant = tenantFrom('slack', 'T1');
  expect(() => tenantFrom('slack', bad)).toThrow(RangeError);
  expect(() => laneFrom(tenant, bad)).toThrow(RangeError);
  expect(() => threadFrom(tenant, 'C1', bad)).toThrow(RangeError);
});

test('turns are taken in the order of the platform, equal times by id', () => {
  const tenant = tenantFrom('slack', 'T1');
  const [a, b, c] = [
    { at: 2, id: turnIdFrom(tenant, 'C', '1') },
    { at: 2, id: turnIdFrom(tenant, 'C', '2') },
    { at: 1, id: turnIdFrom(tenant, 'C', '3') },
  ];
  expect([a, b, c].sort(inOrder)).toEqual([c, a, b]);
  expect(inOrder(a, a)).toBe(0);
});
