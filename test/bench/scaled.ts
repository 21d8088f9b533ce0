import { type Bot, createBot } from '../../src/bot.ts';
import { loadWeights } from '../../src/knowledge/load.ts';
import { loadKnowledge, loadPack } from '../../src/knowledge/read.ts';
import { topicsOf } from '../../src/knowledge/topics.ts';
import { topicExamples } from '../../src/understanding/examples.ts';
import { pack } from '../../src/understanding/packed.ts';
import { createReader } from '../../src/understanding/reader.ts';
import { type StoredWeights, storedFrom } from '../../src/understanding/stored.ts';
import { type IndexedWords, indexedWords } from '../../src/understanding/vocabulary.ts';
import { sizeOf } from '../../src/understanding/word-table.ts';
import { type Cipher, cipherOf, nameOf } from './cipher.ts';
import { scaledKnowledge } from './scaled-knowledge.ts';
import { scaledModel, signalsIn } from './scaled-weights.ts';
import { signalKeys } from './signal-keys.ts';
import { type Talk, timeTalks } from './timing.ts';

export interface Timed {
  topics: number;
  classes: number;
  signals: number;
  /** Words that typo repair knows. */
  words: number;
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
): { bot: Bot; sizes: Pick<Timed, 'topics' | 'classes' | 'signals' | 'words'> } {
  const known = loadKnowledge(folder);
  const stored = storedFrom(loadWeights(folder));
  const knowledge = scaledKnowledge(known, ciphers);
  const names = ciphers.length === 0 ? new Map<number, string>() : namesOf(folder, stored);
  const isTopic = new Set(topicsOf(known).keys());
  const topics = scaledModel(stored.topics, ciphers, names, (id) => !isTopic.has(id));
  const facts = scaledModel(stored.facts, ciphers, names, () => true);
  const words = scaledWords(stored.words, ciphers);
  const sizes = {
    topics: topicsOf(knowledge).size,
    classes: topics.classes.length,
    signals: topics.rows.length / 2 - 1,
    words: sizeOf(words.known),
  };
  return { bot: createBot(knowledge, pack({ ...stored, words, topics, facts })), sizes };
}

function namesOf(folder: string, { words, topics, facts }: StoredWeights): Map<number, string> {
  const knowledge = loadPack(folder);
  const known = new Set([...signalsIn(topics), ...signalsIn(facts)]);
  return signalKeys(known, topicExamples(knowledge), createReader(knowledge, words));
}

/** The words, and those of every copy behind them. */
function scaledWords({ known, targets, field }: StoredWeights['words'], ciphers: readonly Cipher[]): IndexedWords {
  const again = (words: readonly string[]): string[] => [
    ...new Set([...words, ...ciphers.flatMap(({ text }) => words.map(text))]),
  ];
  const all = known.text.split(' ');
  const aims = again(all.slice(0, targets));
  const isTarget = new Set(aims);
  const ordinary = again(all.slice(targets)).filter((word) => !isTarget.has(word));
  return indexedWords({ targets: aims, ordinary, field: again(field.text.split(' ')) });
}
