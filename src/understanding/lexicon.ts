import type { Fact, Pack, Product } from '../knowledge/schema.ts';
import type { CompiledPatterns, Ways } from './compiled.ts';
import { createPatternIndex, type Match } from './pattern.ts';
import type { Word } from './text.ts';

/** What a few words stand for, by the knowledge files. */
export type Meaning =
  | { kind: 'feature' | 'term' | 'dive' | 'option'; id: string }
  | { kind: 'product'; product: Product }
  | { kind: 'fact'; fact: string; value: string; denied?: string }
  | { kind: 'not'; fact: string; value: string }
  | { kind: 'count'; fact: string; times: number };

export type Mention = Match<Meaning>;

export interface Lexicon {
  /** Everything in the words that the knowledge names; of names that overlap only the longest stay. */
  mentionsIn(words: readonly Word[]): Mention[];
  /** The terms that are topics of their own, so that a message that names one is likely to be about it. */
  small: ReadonlySet<string>;
}

export type Named = Pick<Pack, 'features' | 'terms' | 'options' | 'products' | 'facts' | 'groups'>;

/**
 * Every name, alias and way of stating a fact in knowledge/, ready to be found in what people write.
 * @param built what was compiled from the ways earlier; taken when it fits
 */
export function createLexicon(knowledge: Named, built?: CompiledPatterns): Lexicon {
  const index = createPatternIndex(waysIn(knowledge), knowledge.groups, built);
  const small = new Set(knowledge.terms.terms.flatMap(({ id, topic }) => (topic ? [] : [id])));
  return { mentionsIn: (words) => withoutContained(index.find(words), small), small };
}

/** The ways of naming each entry and of stating each value of a fact. */
export function waysIn(knowledge: Named): Ways<Meaning>[] {
  return [...waysToName(knowledge), ...knowledge.facts.flatMap(waysToState)];
}

function waysToName({ features, terms, options, products }: Named): Ways<Meaning>[] {
  const named = (
    kind: 'feature' | 'term' | 'dive' | 'option',
    entries: readonly { id: string; name: string; aliases: string[] }[],
  ) => entries.map((entry): Ways<Meaning> => ({ meaning: { kind, id: entry.id }, patterns: namesOf(entry) }));
  return [
    ...named('feature', features),
    ...named('term', terms.terms),
    ...named('dive', terms['deep-dives']),
    ...named('option', options),
    ...products.map(
      (product): Ways<Meaning> => ({ meaning: { kind: 'product', product }, patterns: namesOf(product) }),
    ),
  ];
}

/** Names are read literally: brackets and question marks in them are no pattern signs. */
function namesOf({ name, aliases }: { name: string; aliases: string[] }): string[] {
  const names = [name, ...aliases].map((alias) =>
    alias
      .toLowerCase()
      .replace(/[()|?"]/g, ' ')
      .trim(),
  );
  return [...new Set(names)].filter((text) => /[a-z#]/.test(text));
}

function waysToState({ id: fact, values, counts = [] }: Fact): Ways<Meaning>[] {
  return [
    ...counts.map(
      ({ pattern, times = 1 }): Ways<Meaning> => ({
        meaning: { kind: 'count', fact, times },
        patterns: [pattern],
      }),
    ),
    ...values.flatMap(({ id: value, patterns, not = [], denied }): Ways<Meaning>[] => {
      const states = { kind: 'fact', fact, value, ...(denied && { denied }) } as const;
      return [
        { meaning: states, patterns },
        { meaning: { kind: 'not', fact, value }, patterns: not },
      ];
    }),
  ];
}

const group = ({ kind }: Meaning): string => (kind === 'fact' || kind === 'not' || kind === 'count' ? 'fact' : 'name');

/**
 * A name inside a longer name is not meant ("docker" in "docker swarm"), unless it is a small term in what a product is
 * called ("esxi" in "esxi 6.7"); a statement of a fact inside one of the same fact neither.
 */
function withoutContained(mentions: Mention[], small: ReadonlySet<string>): Mention[] {
  const stays = ({ meaning }: Mention, outer: Mention): boolean =>
    outer.meaning.kind === 'product' && meaning.kind === 'term' && small.has(meaning.id);
  return mentions.filter(
    (inner) =>
      inner.meaning.kind === 'not' ||
      !mentions.some(
        (outer) =>
          outer.meaning.kind !== 'not' &&
          outer.to - outer.from > inner.to - inner.from &&
          !stays(inner, outer) &&
          outer.from <= inner.from &&
          inner.to <= outer.to &&
          group(outer.meaning) === group(inner.meaning) &&
          (group(inner.meaning) === 'name' || factOf(outer.meaning) === factOf(inner.meaning)),
      ),
  );
}

const factOf = (meaning: Meaning): string | undefined => ('fact' in meaning ? meaning.fact : undefined);
