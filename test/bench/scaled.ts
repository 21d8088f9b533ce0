import { type Bot, createBot } from '../../src/bot.ts';
import { loadKnowledge, loadPack, loadWeights } from '../../src/knowledge/load.ts';
import { topicsOf } from '../../src/knowledge/topics.ts';
import { topicExamples } from '../../src/understanding/examples.ts';
import { type StoredWeights, storedWeights } from '../../src/understanding/model.ts';
import { createReader } from '../../src/understanding/reader.ts';
import { type Cipher, cipherOf, nameOf } from './cipher.ts';
import { scaledKnowledge } from './scaled-knowledge.ts';
import { keysIn, scaledModel } from './scaled-weights.ts';
import { signalKeys } from './signal-keys.ts';
import { type Talk, timeTalks } from './timing.ts';

/** All weights must fit into one text of JSON, which V8 limits to half a billion letters; a weight takes four. */
const MOST_TOPIC_WEIGHTS = 78_000_000;
const MOST_FACT_WEIGHTS = 12_000_000;

export interface Timed {
  topics: number;
  classes: number;
  signals: number;
  /** Words that typo repair knows. */
  words: number;
  dropped: number;
  original: number[];
  synthetic: number[];
  /** Of the questions with a topic, how many are answered the same when they are asked in a copy's words. */
  same: number;
  asked: number;
}

/** Times the talks, and their translations, on a bot that knows so many times the topics. Copies warm up on translations too. */
export function timesAt(times: number, folder: string, warmUp: readonly Talk[], talks: readonly Talk[]): Timed {
  const ciphers = Array.from({ length: times - 1 }, (_, index) => cipherOf(index + 1));
  const { bot, sizes } = scaledBot(folder, ciphers);
  timeTalks(bot, [...warmUp, ...translated(warmUp, ciphers).map(({ talk }) => talk)]);
  const topics: (string | null)[] = [];
  const original = timeTalks(bot, talks, ({ summary }, at) => topics.splice(at, 1, summary.topic));
  const foreign = translated(talks, ciphers);
  const heard: (string | null)[] = [];
  const synthetic = timeTalks(
    bot,
    foreign.map(({ talk }) => talk),
    ({ summary }, at) => heard.splice(at, 1, summary.topic),
  );
  const asked = foreign.flatMap(({ copy }, at) => {
    const topic = topics[at];
    return topic ? [heard[at] === copyOf(topic, copy)] : [];
  });
  return { ...sizes, original, synthetic, same: asked.filter((right) => right).length, asked: asked.length };
}

/** Every talk in the words of one of the copies, which take turns. */
function translated(talks: readonly Talk[], ciphers: readonly Cipher[]): { talk: Talk; copy: number }[] {
  if (ciphers.length === 0) return [];
  return talks.flatMap((talk, at) => {
    const cipher = ciphers[at % ciphers.length];
    return cipher ? [{ talk: talk.map(cipher.text), copy: cipher.copy }] : [];
  });
}

/** What a topic is called in a copy; small terms are named after their entry. */
function copyOf(topic: string, copy: number): string {
  const [term, glossary] = ['glossary:', topic.startsWith('glossary:')];
  return glossary ? `${term}${nameOf(copy, topic.slice(term.length))}` : nameOf(copy, topic);
}

function scaledBot(
  folder: string,
  ciphers: readonly Cipher[],
): { bot: Bot; sizes: Pick<Timed, 'topics' | 'classes' | 'signals' | 'words' | 'dropped'> } {
  const known = loadKnowledge(folder);
  const stored = storedWeights.parse(JSON.parse(loadWeights(folder)));
  const knowledge = scaledKnowledge(known, ciphers);
  const names = ciphers.length === 0 ? new Map<number, string>() : namesOf(folder, stored);
  const isTopic = new Set(topicsOf(known).keys());
  const topics = scaledModel(stored.topics, ciphers, names, {
    isShared: (id) => !isTopic.has(id),
    most: MOST_TOPIC_WEIGHTS,
  });
  const facts = scaledModel(stored.facts, ciphers, names, { isShared: () => true, most: MOST_FACT_WEIGHTS });
  const words = {
    targets: scaledWords(stored.targets, ciphers),
    ordinary: scaledWords(stored.ordinary, ciphers),
    field: scaledWords(stored.field, ciphers),
  };
  const weights = JSON.stringify({ ...stored, ...words, topics: topics.model, facts: facts.model });
  const sizes = {
    topics: topicsOf(knowledge).size,
    classes: topics.model.classes.length,
    signals: topics.signals,
    words: words.targets.split(' ').length + words.ordinary.split(' ').length,
    dropped: topics.dropped,
  };
  return { bot: createBot(knowledge, weights), sizes };
}

function namesOf(folder: string, stored: StoredWeights): Map<number, string> {
  const pack = loadPack(folder);
  const split = {
    targets: stored.targets.split(' '),
    ordinary: stored.ordinary.split(' '),
    field: stored.field.split(' '),
  };
  const known = new Set([...keysIn(stored.topics), ...keysIn(stored.facts)]);
  return signalKeys(known, topicExamples(pack), createReader(pack, split));
}

const scaledWords = (words: string, ciphers: readonly Cipher[]): string =>
  [...new Set([...words.split(' '), ...ciphers.flatMap(({ text }) => text(words).split(' '))])].join(' ');
