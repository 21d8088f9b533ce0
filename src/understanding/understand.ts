import type { Knowledge } from '../knowledge/load.ts';
import type { Fact } from '../knowledge/schema.ts';
import { type Topic, topicsOf } from '../knowledge/topics.ts';
import { type Cues, createCues } from './cues.ts';
import { factsIn } from './facts.ts';
import { intentOf } from './intent.ts';
import { languageOf } from './language.ts';
import { likeliest, modelFrom, type Scored, softmax } from './model.ts';
import { bandOf, createRank, type Ranking } from './ranking.ts';
import { createReader, partsOf } from './reader.ts';
import type { Reading } from './reading.ts';
import { deniedWordsOf, firstNumber, letterOf, namedOf, optionsNamed } from './references.ts';
import type { StoredWeights } from './stored.ts';
import { confirmed, DOUBTFUL, suspectedFacts } from './suspicion.ts';
import { clean, LONGEST } from './text.ts';
import type { Understanding } from './understanding.ts';

export type Understand = (text: string) => Understanding;

/** Prepares understanding from the knowledge and the weights built from it. */
export function createUnderstand(knowledge: Knowledge, stored: StoredWeights): Understand {
  const reader = createReader(knowledge, stored.words, stored.names);
  const topicModel = modelFrom(stored.topics);
  const factModel = modelFrom(stored.facts);
  const hear = createCues(knowledge.cues, stored.cues);
  const topics = topicsOf(knowledge);
  const rank = createRank(topicModel.classes, topics);
  const exact = exactUtterances(topics, knowledge.facts);

  return (text) => {
    const reading = reader.read(text);
    const cues = hear(reading.words);
    const signals = reader.signals(reading);
    const ranking = rank(reading, cues, softmax(topicModel.evidence(signals)));
    const parts = partsOf(reading).map((part) => factModel.evidence(reader.signals(part)));
    const suspicions = likeliest(factModel, factModel.evidence(signals), parts, DOUBTFUL);
    const meaning = meaningOf(text, reading, { cues, ranking, suspicions }, knowledge);
    return { ...meaning, ...exact.get(spoken(text)) };
  };
}

/** What our own buttons say is understood exactly, whatever the ranker makes of the words. */
function exactUtterances(
  topics: ReadonlyMap<string, Topic>,
  facts: readonly Fact[],
): Map<string, Partial<Understanding>> {
  const nothing = { facts: [], denied: [], contradictory: [], deniedWords: [], outside: 0 };
  const asked = [...topics.values()].map(({ id, says }): [string, Partial<Understanding>] => {
    const dive = says.startsWith('deep dive');
    return [
      spoken(says),
      {
        ...nothing,
        intent: says.startsWith('compare') ? 'compare' : 'ask',
        band: 'sure',
        topics: [{ id, score: 1 }],
        features: [],
        cues: new Set(dive ? ['deep-dive'] : []),
        options: [],
        dives: dive ? [id] : [],
      },
    ];
  });
  const stated = facts.flatMap(({ id: fact, kind, values }) =>
    values.map(({ id, says }): [string, Partial<Understanding>] => {
      const value = kind === 'number' ? Number(id) : id;
      return [
        spoken(says),
        {
          ...nothing,
          intent: 'refine',
          band: 'none',
          topics: [],
          workload: 1,
          facts: [{ fact, value, strength: 'said', words: [], hints: 1 }],
          cues: new Set(),
        },
      ];
    }),
  );
  return new Map([...asked, ...stated]);
}

/** An utterance as we compare it with our own: lower case, single spaces, no punctuation at the end. */
const spoken = (text: string): string =>
  clean(text)
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.?!]+$/, '');

interface Heard {
  cues: Cues;
  ranking: Ranking;
  suspicions: Scored[];
}

function meaningOf(
  text: string,
  reading: Reading,
  { cues, ranking, suspicions }: Heard,
  knowledge: Knowledge,
): Understanding {
  const { best, ...ranked } = ranking;
  const heard = confirmed(factsIn(reading.words, reading.mentions, knowledge.facts), suspicions, reading.words.length);
  const settled = new Set([...heard.stated, ...heard.denied].map(({ fact }) => fact));
  const meaning = {
    ...ranked,
    features: namedOf(reading, 'feature'),
    terms: namedOf(reading, 'term'),
    dives: namedOf(reading, 'dive'),
    options: optionsNamed(reading),
    facts: [...heard.stated, ...suspectedFacts(suspicions, settled)],
    denied: heard.denied,
    contradictory: heard.contradictory,
    cues,
    number: firstNumber(reading),
    lettered: letterOf(reading),
    deniedWords: deniedWordsOf(reading),
    words: reading.words.length,
    language: languageOf(clean(text)),
    cut: text.length > LONGEST,
  };
  return { ...meaning, intent: intentOf(meaning, best), band: bandOf(ranked.topics) };
}
