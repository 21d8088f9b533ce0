import { numberFrom } from './number.ts';
import type { Reading } from './reading.ts';
import { isDenied } from './scope.ts';

/** The options that are named, in order: by a name of theirs, or by a product that stands for one ("podman", "EC2 instance"). */
export function optionsNamed({ mentions }: Reading): string[] {
  const named = mentions.flatMap(({ meaning }) => {
    if (meaning.kind === 'option') return [meaning.id];
    return meaning.kind === 'product' && meaning.product.option ? [meaning.product.option] : [];
  });
  return [...new Set(named)];
}

export function namedOf({ mentions }: Reading, kind: 'feature' | 'term' | 'dive'): string[] {
  return [...new Set(mentions.flatMap(({ meaning }) => (meaning.kind === kind ? [meaning.id] : [])))];
}

/** The first number in the utterance: of a lesson, or of an answer to a quiz. */
export function firstNumber({ words }: Reading): number | undefined {
  return words.map(numberFrom).find((value) => value !== undefined);
}

/** Longer words that stand denied ("no dongle on this one"): what they once implied is taken back. */
export function deniedWordsOf({ words }: Reading): string[] {
  return words.flatMap(({ stem }, from) => (stem.length > 3 && isDenied(words, { from, to: from + 1 }) ? [stem] : []));
}

/** 1, 2 or 3 for an utterance that is just "a", "b" or "c". */
export function letterOf({ words }: Reading): number | undefined {
  const letter = words.length === 1 ? words[0]?.text : undefined;
  const place = letter ? ['a', 'b', 'c'].indexOf(letter) : -1;
  return place < 0 ? undefined : place + 1;
}
