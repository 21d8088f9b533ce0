import type { Part } from './notation.ts';

/** Where a pattern is looked for: the part whose words are rarest, which stands `least` to `most` words behind its beginning. */
export interface Anchor {
  /** The words that the part can begin with; the beginning of a prefix with a star; "#" for any number. */
  keys: string[];
  least: number;
  most: number;
  /** The same of the next rarest part: without one of these words the pattern is not tried. Empty when there is no such part. */
  needs: string[];
}

/** How often each key begins a part, over all patterns. */
export function countKeys(patterns: Iterable<readonly Part[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const parts of patterns)
    for (const part of parts) for (const key of keysOfPart(part)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The required parts whose words are rarest over all patterns, and how far behind the beginning the rarest can stand. */
export function anchorOf(parts: readonly Part[], commonness: ReadonlyMap<string, number>): Anchor {
  const [first, second] = candidatesOf(parts, commonness).sort((a, b) => a.weight - b.weight);
  const { keys, least, most } = first ?? { keys: firstKeys(parts), least: 0, most: 0 };
  return { keys, least, most, needs: second?.keys ?? [] };
}

interface Candidate extends Omit<Anchor, 'needs'> {
  /** How often its keys begin a part, over all patterns. */
  weight: number;
}

/** The required parts with their keys, and how far behind the beginning they can stand. */
function candidatesOf(parts: readonly Part[], commonness: ReadonlyMap<string, number>): Candidate[] {
  const candidates: Candidate[] = [];
  let least = 0;
  let most = 0;
  for (const part of parts) {
    if (!part.optional && part.kind !== 'gap' && canAnchor(part)) {
      const keys = keysOfPart(part);
      candidates.push({ keys, least, most, weight: keys.reduce((sum, key) => sum + (commonness.get(key) ?? 0), 0) });
    }
    const [short, long] = widthOf(part);
    least += short;
    most += long;
  }
  return candidates;
}

/** The keys of the words that a part can begin with. */
function keysOfPart(part: Part): string[] {
  switch (part.kind) {
    case 'words':
      return [...part.stems];
    case 'prefix':
      return [`${part.prefix.slice(0, 3)}*`];
    case 'number':
      return ['#'];
    case 'gap':
      return [];
    case 'choice':
      return part.alternatives.flatMap(firstKeys);
  }
}

function firstKeys(parts: readonly Part[]): string[] {
  const keys: string[] = [];
  for (const part of parts) {
    keys.push(...keysOfPart(part));
    if (!part.optional) break;
  }
  return keys;
}

/** A choice with an alternative that may begin with a gap or be empty has no certain first word. */
function canAnchor(part: Part): boolean {
  if (part.kind !== 'choice') return true;
  return part.alternatives.every(([first]) => first && first.kind !== 'gap' && !first.optional && canAnchor(first));
}

/** The least and the most words that a part can take. */
function widthOf(part: Part): [number, number] {
  const [least, most] = part.kind === 'choice' ? widestOf(part.alternatives) : plainWidth(part);
  return [part.optional ? 0 : least, most];
}

const plainWidth = (part: Exclude<Part, { kind: 'choice' }>): [number, number] =>
  part.kind === 'gap' ? [part.from, part.to] : [1, 1];

function widestOf(alternatives: readonly (readonly Part[])[]): [number, number] {
  const widths = alternatives.map((alternative) =>
    alternative.map(widthOf).reduce<[number, number]>(([a, b], [least, most]) => [a + least, b + most], [0, 0]),
  );
  return [Math.min(...widths.map(([least]) => least)), Math.max(...widths.map(([, most]) => most))];
}
