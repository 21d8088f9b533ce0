import type { Knowledge } from '../../src/knowledge/load.ts';
import type { Fact, Feature, Product, Term } from '../../src/knowledge/schema.ts';
import { topicsOf } from '../../src/knowledge/topics.ts';
import { type Cipher, nameOf } from './cipher.ts';

type Named = { id: string; name: string; aliases: string[] };

/** The knowledge with every topic, term and product again under made-up names in each copy; facts gain ways to be stated. */
export function scaledKnowledge(knowledge: Knowledge, copies: readonly Cipher[]): Knowledge {
  const { features, terms, products, facts, groups } = knowledge;
  return {
    ...knowledge,
    features: [...features, ...copies.flatMap((copy) => features.map((feature) => featureIn(copy, feature)))],
    terms: {
      terms: [...terms.terms, ...copies.flatMap((copy) => terms.terms.map((term) => termIn(copy, term)))],
      'deep-dives': [...terms['deep-dives'], ...copies.flatMap((copy) => divesIn(copy, knowledge))],
    },
    products: [...products, ...copies.flatMap((copy) => products.map((product) => productIn(copy, product)))],
    facts: facts.map((fact) => factIn(copies, fact)),
    groups: Object.assign({ ...groups }, ...copies.map((copy) => groupsIn(copy, groups))),
  };
}

const named = ({ copy, text }: Cipher, { id, name, aliases }: Named): Named => ({
  id: nameOf(copy, id),
  name: text(name),
  aliases: aliases.map(text),
});

const featureIn = (copy: Cipher, feature: Feature): Feature => ({
  ...feature,
  ...named(copy, feature),
  classic: false,
  topic: nameOf(copy.copy, feature.topic),
});

const termIn = (copy: Cipher, term: Term): Term => ({
  ...term,
  ...named(copy, term),
  ...(term.topic !== undefined && { topic: nameOf(copy.copy, term.topic) }),
  see: [],
});

/** The deep dives, and one for each topic that no entry of the copy is about (those of options). */
function divesIn(copy: Cipher, knowledge: Knowledge): Knowledge['terms']['deep-dives'] {
  const { features, terms } = knowledge;
  const dives = terms['deep-dives'].map((dive) => ({ ...dive, ...named(copy, dive) }));
  const about = new Set([...features.map(({ topic }) => topic), ...terms.terms.map(({ topic }) => topic)]);
  const [model] = dives;
  if (!model) return dives;
  const others = [...topicsOf(knowledge).values()].filter(
    ({ id, dive, terms }) => !about.has(id) && !dive && terms.length === 0,
  );
  return [...dives, ...others.map(({ id, name }) => ({ ...model, ...named(copy, { id, name, aliases: [] }) }))];
}

const productIn = ({ text }: Cipher, product: Product): Product => ({
  ...product,
  name: text(product.name),
  aliases: product.aliases.map(text),
});

/** Facts stay as many as they are, each with the patterns of every copy. */
function factIn(copies: readonly Cipher[], fact: Fact): Fact {
  const again = (patterns: readonly string[]): string[] => [
    ...new Set([...patterns, ...copies.flatMap(({ text }) => patterns.map(text))]),
  ];
  return {
    ...fact,
    values: fact.values.map((value) => ({
      ...value,
      patterns: again(value.patterns),
      ...(value.not && { not: again(value.not) }),
    })),
  };
}

function groupsIn({ copy, text }: Cipher, groups: Knowledge['groups']): Knowledge['groups'] {
  const entries = Object.entries(groups).map(([name, alternatives]) => [nameOf(copy, name), alternatives.map(text)]);
  return Object.fromEntries(entries);
}
