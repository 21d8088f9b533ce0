import type { Word } from './text.ts';

const NAMED: ReadonlyMap<string, number> = new Map(
  Object.entries({
    one: 1,
    single: 1,
    two: 2,
    couple: 2,
    both: 2,
    three: 3,
    few: 3,
    four: 4,
    five: 5,
    handful: 5,
    several: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    dozen: 12,
    fifteen: 15,
    twenty: 20,
    dozens: 36,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    hundred: 100,
    hundreds: 200,
    thousand: 1000,
    thousands: 2000,
  }),
);

/** The number a word stands for ("40", "1,200", "two", "hundreds"), or undefined. */
export function numberFrom({ text }: Pick<Word, 'text'>): number | undefined {
  if (!/^\d{1,9}([.,]\d{1,3})*$/.test(text)) return NAMED.get(text);
  const value = Number(/^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}
