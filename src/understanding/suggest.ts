import Fuse from 'fuse.js';
import type { Pack } from '../knowledge/schema.ts';
import type { Topic } from '../knowledge/topics.ts';

/** What can be asked for: topics of any kind, rows of the comparison, or lessons. */
export type SubjectKind = 'topic' | 'feature' | 'lesson';

interface Subject {
  name: string;
  /** The utterance that asks for it; a row of the comparison is named alone, to be listed with others. */
  says: string;
}

interface Entry extends Subject {
  aliases: string[];
}

/** The subjects nearest to what was typed so far, best first; with nothing typed, the first ones. */
export type Suggest = (kind: SubjectKind, typed: string) => Subject[];

const MOST = 25;
/** Longer words than this are no beginning of a name, and slow to compare. */
const MOST_TYPED = 40;

/** Suggests by name and alias, forgiving typos: for the pickers of a platform. */
export function createSuggest(
  { features, lessons }: Pick<Pack, 'features' | 'lessons'>,
  topics: ReadonlyMap<string, Topic>,
): Suggest {
  const subjects: Record<SubjectKind, Entry[]> = {
    topic: [...topics.values()].map(({ name, says, features: rows, terms }) => ({
      name,
      says,
      aliases: [...rows, ...terms].flatMap(({ aliases }) => aliases),
    })),
    feature: features.map(({ name, aliases }) => ({ name, says: name, aliases })),
    lesson: lessons.lessons.map(({ title }, index) => ({ name: title, says: `lesson ${index + 1}`, aliases: [] })),
  };
  const found = new Map<SubjectKind, Fuse<Entry>>();
  const fuse = (kind: SubjectKind): Fuse<Entry> => {
    const index = found.get(kind) ?? new Fuse(subjects[kind], { keys: KEYS, threshold: 0.4, ignoreLocation: true });
    found.set(kind, index);
    return index;
  };
  return (kind, typed) => {
    const words = typed.trim().slice(0, MOST_TYPED);
    const near: readonly Entry[] =
      words === ''
        ? subjects[kind]
        : fuse(kind)
            .search(words, { limit: MOST })
            .map(({ item }) => item);
    return near.slice(0, MOST).map(({ name, says }) => ({ name, says }));
  };
}

const KEYS = [{ name: 'name', weight: 2 }, { name: 'says' }, { name: 'aliases' }];
