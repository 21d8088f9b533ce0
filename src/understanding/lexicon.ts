import type { Pack, Product } from '../knowledge/schema.ts';
import { groupsFrom } from './notation.ts';
import { createPatternIndex, type Match, type Pattern, patternFrom } from './pattern.ts';
import type { Word } from './text.ts';

/** What a few words stand for, by the knowledge files. */
export type Meaning =
  | { kind: 'feature' | 'term' | 'dive' | 'option'; id: string }
  | { kind: 'product'; product: Product }
  | { kind: 'fact'; fact: string; value: string; strength: 'strong' | 'weak'; denied?: string }
  | { kind: 'not'; fact: string; value: string }
  | { kind: 'count'; fact: string; times: number };

export type Mention = Match<Meaning>;

export interface Lexicon {
  /** Everything in the words that the knowledge names; of names that overlap only the longest stay. */
  mentionsIn(words: readonly Word[]): Mention[];
}

export type Named = Pick<Pack, 'features' | 'terms' | 'options' | 'products' | 'facts' | 'groups'>;

/** Every name, alias and way of stating a fact in knowledge/, ready to be found in what people write. */
export function createLexicon(knowledge: Named): Lexicon {
  const index = createPatternIndex([...namePatterns(knowledge), ...factPatterns(knowledge)]);
  return { mentionsIn: (words) => withoutContained(index.find(words)) };
}

function namePatterns({ features, terms, options, products }: Named): Pattern<Meaning>[] {
  const named = (
    kind: 'feature' | 'term' | 'dive' | 'option',
    entries: readonly { id: string; name: string; aliases: string[] }[],
  ) => entries.flatMap(({ id, name, aliases }) => aliasPatterns([name, ...aliases], { kind, id }));
  return [
    ...named('feature', features),
    ...named('term', terms.terms),
    ...named('dive', terms['deep-dives']),
    ...named('option', options),
    ...products.flatMap((product) => aliasPatterns([product.name, ...product.aliases], { kind: 'product', product })),
  ];
}

/** Names are read literally: brackets and question marks in them are no pattern signs. */
function aliasPatterns(aliases: readonly string[], meaning: Meaning): Pattern<Meaning>[] {
  const sources = new Set(
    aliases.map((alias) =>
      alias
        .toLowerCase()
        .replace(/[()|?"]/g, ' ')
        .trim(),
    ),
  );
  return [...sources].filter((source) => /[a-z#]/.test(source)).map((source) => patternFrom(source, meaning));
}

function factPatterns({ facts, groups: lists }: Named): Pattern<Meaning>[] {
  const groups = groupsFrom(lists);
  return facts.flatMap(({ id: fact, values, counts = [] }) => [
    ...counts.map(({ pattern, times = 1 }) => patternFrom<Meaning>(pattern, { kind: 'count', fact, times }, groups)),
    ...values.flatMap(({ id: value, patterns, weak = [], not = [], denied }) => {
      const states = (strength: 'strong' | 'weak'): Meaning => ({
        kind: 'fact',
        fact,
        value,
        strength,
        ...(denied && { denied }),
      });
      return [
        ...patterns.map((pattern) => patternFrom(pattern, states('strong'), groups)),
        ...weak.map((pattern) => patternFrom(pattern, states('weak'), groups)),
        ...not.map((pattern) => patternFrom<Meaning>(pattern, { kind: 'not', fact, value }, groups)),
      ];
    }),
  ]);
}

const group = ({ kind }: Meaning): string => (kind === 'fact' || kind === 'not' || kind === 'count' ? 'fact' : 'name');

/** A name inside a longer name is not meant ("docker" in "docker swarm"); a statement of a fact inside one of the same fact neither. */
function withoutContained(mentions: Mention[]): Mention[] {
  return mentions.filter(
    (inner) =>
      inner.meaning.kind === 'not' ||
      !mentions.some(
        (outer) =>
          outer.meaning.kind !== 'not' &&
          outer.to - outer.from > inner.to - inner.from &&
          outer.from <= inner.from &&
          inner.to <= outer.to &&
          group(outer.meaning) === group(inner.meaning) &&
          (group(inner.meaning) === 'name' || factOf(outer.meaning) === factOf(inner.meaning)),
      ),
  );
}

const factOf = (meaning: Meaning): string | undefined => ('fact' in meaning ? meaning.fact : undefined);
