import type { Topic } from '../knowledge/topics.ts';
import type { Cues } from './cues.ts';
import { GLOSSARY, OUTSIDE, WORKLOAD } from './examples.ts';
import type { Mention } from './lexicon.ts';
import type { Scored } from './model.ts';
import type { Reading } from './reader.ts';
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

/**
 * The topics an utterance may be about, best first: the ranker's probabilities among topics, with the class of all small
 * terms replaced by the term that is named, and bare names taken at their word.
 */
export function topicsIn(
  { words, mentions }: Reading,
  scored: readonly Scored[],
  cues: Cues,
  topics: ReadonlyMap<string, Topic>,
): Scored[] {
  const scores = new Map<string, number>();
  for (const { id, score } of scored) if (topics.has(id)) scores.set(id, score);
  const term = termNamed(mentions, topics);
  if (term) scores.set(term, (scores.get(term) ?? 0) + (scored.find(({ id }) => id === GLOSSARY)?.score ?? 0));
  const exact = bareName(words.length, mentions, cues, topics);
  if (exact && !outranked(exact, scores)) scores.set(exact, Math.max(EXACT, scores.get(exact) ?? 0));
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** A row's name that the ranker hears as quite another topic is no exact match ("security" is also a name of isolation). */
function outranked(exact: string, scores: ReadonlyMap<string, number>): boolean {
  return Math.max(...scores.values()) > 0.6 && (scores.get(exact) ?? 0) < 0.05;
}

/** The topic of the longest term that is named; the two words that everything is about count only when alone. */
function termNamed(mentions: readonly Mention[], topics: ReadonlyMap<string, Topic>): string | undefined {
  const terms = mentions
    .filter(({ meaning }) => meaning.kind === 'term')
    .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  const special =
    terms.find(({ meaning }) => 'id' in meaning && !['virtual-machine', 'container'].includes(meaning.id)) ?? terms[0];
  return special && 'id' in special.meaning ? topicOfTerm(special.meaning.id, topics) : undefined;
}

/** The topic under which a term is explained. */
function topicOfTerm(term: string, topics: ReadonlyMap<string, Topic>): string | undefined {
  for (const topic of topics.values()) if (topic.terms.some(({ id }) => id === term)) return topic.id;
  return undefined;
}

/** The topic named by an utterance that is little more than one name. */
function bareName(
  length: number,
  mentions: readonly Mention[],
  cues: Cues,
  topics: ReadonlyMap<string, Topic>,
): string | undefined {
  const rest = (mention: Mention): number => length - (mention.to - mention.from);
  const feature = mentions.find(({ meaning }) => meaning.kind === 'feature');
  if (feature && 'id' in feature.meaning && rest(feature) <= 2) {
    const { id } = feature.meaning;
    return [...topics.values()].find(({ features }) => features.some((row) => row.id === id))?.id;
  }
  const term = mentions
    .filter(({ meaning }) => meaning.kind === 'term')
    .sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (!term || !('id' in term.meaning)) return undefined;
  return rest(term) === 0 || (cues.has('define') && rest(term) <= 3) ? topicOfTerm(term.meaning.id, topics) : undefined;
}

/** The sum of the scores whose class fits. */
export function sumOf(scored: readonly Scored[], fits: (id: string) => boolean): number {
  return scored.reduce((sum, { id, score }) => (fits(id) ? sum + score : sum), 0);
}

export const isOutside = (id: string): boolean => id.startsWith(OUTSIDE);
export const isWorkload = (id: string): boolean => id === WORKLOAD;
