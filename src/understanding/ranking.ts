import type { Topic } from '../knowledge/topics.ts';
import type { Cues } from './cues.ts';
import { GLOSSARY, OUTSIDE, WORKLOAD } from './examples.ts';
import type { Mention } from './lexicon.ts';
import type { Scored } from './model.ts';
import type { Reading } from './reading.ts';
import type { Band } from './understanding.ts';

const SURE = 0.4;
const AHEAD = 2.5;
const LEAST = 0.12;
/** A bare name ("networking?") or a plain definition request ("what is a vswitch") is as good as an exact match. */
const EXACT = 0.95;

/** Sure when the best topic is likely, or likely enough and well ahead of the next; none when nothing is likely. */
export function bandOf(topics: readonly Scored[]): Band {
  const [best, second] = topics;
  if (!best || best.score < LEAST) return 'none';
  return best.score >= SURE || (best.score > LEAST * 2 && best.score > AHEAD * (second?.score ?? 0))
    ? 'sure'
    : 'unsure';
}

/** What the ranker makes of an utterance. */
export interface Ranking {
  /** The topics it is likeliest to be about, best first. */
  topics: Scored[];
  /** The likeliest class of all: a topic, an intent, a workload, or a kind of what is none of our business. */
  best: Scored | undefined;
  /** How likely it is about any topic at all. */
  known: number;
  /** How likely it describes a workload, and how likely it is none of our business; the likeliest kind of that. */
  workload: number;
  outside: number;
  outsideKind: string;
}

export type Rank = (reading: Reading, cues: Cues, probabilities: Float64Array) => Ranking;

/** More topics than this are never of interest. */
const MOST_TOPICS = 10;

/** @param classes in the order of the probabilities that are ranked */
export function createRank(classes: readonly string[], topics: ReadonlyMap<string, Topic>): Rank {
  const columnsOf = (fits: (id: string) => boolean): number[] =>
    [...classes.keys()].filter((column) => fits(classes[column] ?? ''));
  const everything = columnsOf(() => true);
  const topical = columnsOf((id) => topics.has(id));
  const outside = columnsOf((id) => id.startsWith(OUTSIDE));
  const places = new Map(classes.map((id, column) => [id, column]));
  const homes = homesOf(topics);
  return (reading, cues, probabilities) => {
    const probabilityOf = (id: string): number => probabilities[places.get(id) ?? -1] ?? 0;
    const scored = (column: number): Scored => ({ id: classes[column] ?? '', score: probabilities[column] ?? 0 });
    const [best] = highest(probabilities, everything, 1);
    const [kind] = highest(probabilities, outside, 1);
    const likely = highest(probabilities, topical, MOST_TOPICS).map(scored);
    return {
      topics: withNamed(reading, cues, likely, { homes, probabilityOf }),
      best: best === undefined ? undefined : scored(best),
      known: total(probabilities, topical) + probabilityOf(GLOSSARY),
      workload: probabilityOf(WORKLOAD),
      outside: total(probabilities, outside),
      outsideKind: kind === undefined ? '' : scored(kind).id.slice(OUTSIDE.length),
    };
  };
}

const total = (values: Float64Array, places: readonly number[]): number =>
  places.reduce((sum, place) => sum + (values[place] ?? 0), 0);

/** So many of the places, those with the highest values first. */
function highest(values: Float64Array, places: readonly number[], most: number): number[] {
  const best: number[] = [];
  const heightOf = (place = 0): number => values[place] ?? 0;
  for (const place of places) {
    const value = heightOf(place);
    let at = best.length;
    while (at > 0 && heightOf(best[at - 1]) < value) at -= 1;
    if (at >= most) continue;
    best.splice(at, 0, place);
    best.length = Math.min(best.length, most);
  }
  return best;
}

/** The topic under which each term and each feature is explained. */
interface Homes {
  terms: ReadonlyMap<string, string>;
  features: ReadonlyMap<string, string>;
}

function homesOf(topics: ReadonlyMap<string, Topic>): Homes {
  const all = [...topics.values()];
  return {
    terms: new Map(all.flatMap((topic) => topic.terms.map(({ id }) => [id, topic.id]))),
    features: new Map(all.flatMap((topic) => topic.features.map(({ id }) => [id, topic.id]))),
  };
}

interface Ground {
  homes: Homes;
  probabilityOf: (id: string) => number;
}

/**
 * The topics an utterance may be about, best first: the ranker's, with the class of all small terms replaced by the term
 * that is named, and bare names taken at their word.
 */
function withNamed(
  { words, mentions }: Reading,
  cues: Cues,
  likely: readonly Scored[],
  { homes, probabilityOf }: Ground,
): Scored[] {
  const scores = new Map(likely.map(({ id, score }) => [id, score]));
  const scoreOf = (id: string): number => scores.get(id) ?? probabilityOf(id);
  const term = termNamed(mentions, homes);
  const exact = bareName(words.length, mentions, cues, homes);
  if (term && (!exact || exact === term)) scores.set(term, scoreOf(term) + probabilityOf(GLOSSARY));
  // A row's name that the ranker hears as quite another topic is no exact match ("security" is also a name of isolation).
  const outranked = exact && Math.max(...scores.values()) > 0.6 && scoreOf(exact) < 0.05;
  if (exact && !outranked) scores.set(exact, Math.max(EXACT, scoreOf(exact)));
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** The topic of the longest term that is named; the two words that everything is about count only when alone. */
function termNamed(mentions: readonly Mention[], { terms: homes }: Homes): string | undefined {
  const terms = mentions
    .filter(({ meaning }) => meaning.kind === 'term')
    .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  const special =
    terms.find(({ meaning }) => 'id' in meaning && !['virtual-machine', 'container'].includes(meaning.id)) ?? terms[0];
  return special && 'id' in special.meaning ? homes.get(special.meaning.id) : undefined;
}

/** The topic named by an utterance that is little more than one name. */
function bareName(length: number, mentions: readonly Mention[], cues: Cues, homes: Homes): string | undefined {
  const rest = (mention: Mention): number => length - (mention.to - mention.from);
  const feature = mentions.find(({ meaning }) => meaning.kind === 'feature');
  if (feature && 'id' in feature.meaning && rest(feature) <= 2) return homes.features.get(feature.meaning.id);
  const term = mentions
    .filter(({ meaning }) => meaning.kind === 'term')
    .sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (!term || !('id' in term.meaning)) return undefined;
  const bare = rest(term) === 0 || (cues.has('define') && rest(term) <= 3);
  return bare ? homes.terms.get(term.meaning.id) : undefined;
}
