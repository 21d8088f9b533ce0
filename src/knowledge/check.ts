import { type FileName, type Pack, rule, type Value } from './schema.ts';
import { problemWith } from './statement.ts';
import { topicsOf } from './topics.ts';

/** One mistake in a knowledge file, before its line is looked up. */
export interface Mistake {
  file: FileName;
  path: (string | number)[];
  message: string;
}

type Partly = { readonly [Name in FileName]?: unknown };

/** What the shape of single files cannot say: ids that do not exist, names given twice, values a fact does not have. */
export function crossCheck(read: Partly): Mistake[] {
  const pack = read as Partial<Pack>;
  const checks = [uniqueIds, uniqueAliases, knownSources, knownOptions, knownTopics, knownFacts];
  return checks.flatMap((check) => check(pack));
}

/** Every entry with an id, by file and path. */
function entriesOf(
  pack: Partial<Pack>,
): { file: FileName; path: (string | number)[]; entry: { id?: string; aliases?: string[] } }[] {
  const lists: [FileName, (string | number)[], readonly object[]][] = [
    ['sources', [], pack.sources ?? []],
    ['options', [], pack.options ?? []],
    ['features', [], pack.features ?? []],
    ['terms', ['terms'], pack.terms?.terms ?? []],
    ['terms', ['deep-dives'], pack.terms?.['deep-dives'] ?? []],
    ['facts', [], pack.facts ?? []],
    ['rules', [], pack.rules ?? []],
    ['products', [], pack.products ?? []],
    ['lessons', ['lessons'], pack.lessons?.lessons ?? []],
    ['scenarios', [], pack.scenarios ?? []],
  ];
  return lists.flatMap(([file, path, list]) => list.map((entry, index) => ({ file, path: [...path, index], entry })));
}

function uniqueIds(pack: Partial<Pack>): Mistake[] {
  const seen = new Set<string>();
  return entriesOf(pack).flatMap(({ file, path, entry }) => {
    const key = `${file} ${path.slice(0, -1).join('.')} ${entry.id}`;
    if (entry.id === undefined || !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ file, path: [...path, 'id'], message: `the id "${entry.id}" stands twice; give each entry its own` }];
  });
}

function uniqueAliases(pack: Partial<Pack>): Mistake[] {
  const owners = new Map<string, number | string>();
  return entriesOf(pack).flatMap(({ file, path, entry }) =>
    (entry.aliases ?? []).flatMap((alias, index) => {
      const key = `${file} ${path.slice(0, -1).join('.')} ${alias.toLowerCase()}`;
      const owner = owners.get(key);
      owners.set(key, path.at(-1) ?? 0);
      if (owner === undefined || owner === path.at(-1)) return [];
      return [
        {
          file,
          path: [...path, 'aliases', index],
          message: `the alias "${alias}" also belongs to entry ${owner}; one name, one entry`,
        },
      ];
    }),
  );
}

function knownSources(pack: Partial<Pack>): Mistake[] {
  const known = new Set(pack.sources?.map(({ id }) => id));
  return (['options', 'features', 'terms', 'rules', 'lessons'] as const).flatMap((file) =>
    citationsIn(pack[file], [])
      .filter(({ id }) => !known.has(id))
      .map(({ id, path }) => ({ file, path, message: `unknown source "${id}"; add it to sources.yaml` })),
  );
}

/** Every entry of every `sources` list in plain data, with the path that leads there. */
function citationsIn(value: unknown, path: readonly (string | number)[]): { id: string; path: (string | number)[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (key !== 'sources' || !Array.isArray(inner)) return citationsIn(inner, here);
    return inner.map((id, index) => ({ id, path: [...here, index] }));
  });
}

function knownOptions(pack: Partial<Pack>): Mistake[] {
  const ids = pack.options?.map(({ id }) => id) ?? [];
  const check = (file: FileName, path: (string | number)[], named: readonly string[]): Mistake[] =>
    named
      .filter((id) => !ids.includes(id))
      .map((id) => ({ file, path, message: `unknown option "${id}"; allowed: ${ids.join(', ')}` }));
  return [
    ...(pack.rules ?? []).flatMap(({ excludes, favours }, at) => [
      ...check('rules', [at, 'excludes'], excludes ?? []),
      ...check('rules', [at, 'favours'], Object.keys(favours)),
    ]),
    ...(pack.products ?? []).flatMap(({ option }, at) => check('products', [at, 'option'], option ? [option] : [])),
    ...(pack.scenarios ?? []).flatMap(({ expected, accept }, at) =>
      check(
        'scenarios',
        [at, 'expected'],
        [expected, ...accept].filter((id) => id !== 'ask'),
      ),
    ),
    ...(pack.lessons?.tour ?? []).flatMap(({ case: practice }, at) =>
      check('lessons', ['tour', at, 'case', 'choices'], practice ? [...practice.choices, practice.expected] : []),
    ),
  ];
}

function knownTopics(pack: Partial<Pack>): Mistake[] {
  const { features, terms, options, facts = [], products = [], phrasings } = pack;
  if (!features || !terms || !options) return [];
  const topics = topicsOf({ features, terms, options });
  const check = (file: FileName, path: (string | number)[], id: string | undefined): Mistake[] =>
    id === undefined || id === 'glossary' || topics.has(id)
      ? []
      : [{ file, path, message: `unknown topic "${id}"; it is no feature's topic, term or deep dive` }];
  return [
    ...facts.flatMap(({ topic }, at) => check('facts', [at, 'topic'], topic)),
    ...products.flatMap(({ topic }, at) => check('products', [at, 'topic'], topic)),
    ...Object.keys(phrasings?.topics ?? {}).flatMap((topic) => check('phrasings', ['topics', topic], topic)),
  ];
}

function knownFacts(pack: Partial<Pack>): Mistake[] {
  const facts = pack.facts ?? [];
  const check = (file: FileName, path: (string | number)[], stated: Record<string, Value>): Mistake[] =>
    Object.entries(stated).flatMap(([id, value]) => {
      const problem = problemWith(facts, id, value);
      return problem ? [{ file, path: [...path, id], message: problem }] : [];
    });
  const conditions = (when: Record<string, unknown>): [string, Value][] =>
    Object.entries(when).flatMap(([id, wanted]) => {
      if (typeof wanted === 'string') return [[id, wanted] satisfies [string, Value]];
      if (Array.isArray(wanted)) return wanted.map((value): [string, Value] => [id, String(value)]);
      return [[id, 1] satisfies [string, Value]];
    });
  return [
    ...(pack.rules ?? []).flatMap(({ when }, at) =>
      conditions(rule.shape.when.parse(when)).flatMap(([id, value]) => check('rules', [at, 'when'], { [id]: value })),
    ),
    ...(pack.products ?? []).flatMap(({ implies }, at) =>
      implies.flatMap(({ fact, value }, index) => check('products', [at, 'implies', index], { [fact]: value })),
    ),
    ...(pack.scenarios ?? []).flatMap(({ facts: stated, changes }, at) => [
      ...check('scenarios', [at, 'facts'], stated),
      ...changes.flatMap(({ fact, value }, index) => check('scenarios', [at, 'changes', index], { [fact]: value })),
    ]),
    ...(pack.lessons?.tour ?? []).flatMap(({ case: practice }, at) =>
      check('lessons', ['tour', at, 'case', 'facts'], practice?.facts ?? {}),
    ),
  ];
}
