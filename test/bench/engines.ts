import { containerBootstrap } from '@nlpjs/core';
import { LangEn } from '@nlpjs/lang-en-min';
import { Nlp } from '@nlpjs/nlp';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import type { Bot } from '../../src/bot.ts';
import type { Phrasings } from '../../src/knowledge/schema.ts';
import type { Ask } from './questions.ts';
import { printTable, round } from './table.ts';
import { median, quantile } from './timing.ts';

/** Something that says what a question is about. */
interface Engine {
  name: string;
  topicOf(text: string): string | null | undefined | Promise<string | undefined>;
}

interface Phrase {
  id: number;
  text: string;
  topic: string;
}

const WARM_UP = 30;
/** An engine that needs longer than this for its questions is asked only those it managed in that time. */
const BUDGET_MS = 30_000;
/** Prime to any likely number of questions, so that few of them are spread over all kinds. */
const STRIDE = 37;

/** The bot beside general engines that learnt the same phrasings of the same topics. */
export async function compareEngines(bot: Bot, phrasings: Phrasings, asks: readonly Ask[]): Promise<void> {
  const phrases = Object.entries(phrasings.topics)
    .flatMap(([topic, texts]) => texts.map((text) => ({ text, topic })))
    .map((phrase, id) => ({ ...phrase, id }));
  const rows: string[][] = [];
  for (const engine of [ours(bot), fuse(phrases), minisearch(phrases), await nlpjs(phrases)])
    rows.push(await rowOf(engine, phrases, asks));
  printTable(
    `4. Same ${phrases.length} phrasings of topics, same ${asks.length} "ask" questions; right = the first guess is a listed topic`,
    ['engine', 'asked', 'right', 'right %', 'p50 µs', 'p99 µs'],
    rows,
  );
}

async function rowOf(engine: Engine, phrases: readonly Phrase[], asks: readonly Ask[]): Promise<string[]> {
  await warmUp(engine, phrases);
  const times: number[] = [];
  let right = 0;
  const end = performance.now() + BUDGET_MS;
  for (let index = 0; index < asks.length && performance.now() < end; index += 1) {
    const { text, topics } = asks[(index * STRIDE) % asks.length] ?? { text: '', topics: [] };
    const start = performance.now();
    const answer = engine.topicOf(text);
    const topic = answer instanceof Promise ? await answer : answer;
    times.push((performance.now() - start) * 1000);
    if (isRight(topic, topics)) right += 1;
  }
  const share = round((100 * right) / times.length);
  return [engine.name, `${times.length}`, `${right}`, share, round(median(times)), round(quantile(times, 0.99))];
}

async function warmUp(engine: Engine, phrases: readonly Phrase[]): Promise<void> {
  const every = Math.ceil(phrases.length / WARM_UP);
  const end = performance.now() + BUDGET_MS / 10;
  for (const { text, id } of phrases) if (id % every === 0 && performance.now() < end) await engine.topicOf(text);
}

/** The phrasings know small terms only as one topic, "glossary": an engine that says so is right for any of them. */
function isRight(topic: string | null | undefined, topics: readonly string[]): boolean {
  if (!topic) return false;
  return topics.includes(topic) || (topic === 'glossary' && topics.some((listed) => listed.startsWith('glossary:')));
}

const ours = (bot: Bot): Engine => ({
  name: 'this bot (whole turn)',
  topicOf: (text) => bot.respond({ text, speaker: 'bench' }).summary.topic,
});

function fuse(phrases: readonly Phrase[]): Engine {
  const index = new Fuse(phrases, { keys: ['text'], ignoreLocation: true });
  return { name: 'fuse.js, whole question', topicOf: (text) => index.search(text, { limit: 1 })[0]?.item.topic };
}

function minisearch(phrases: readonly Phrase[]): Engine {
  const index = new MiniSearch<Phrase>({
    fields: ['text'],
    storeFields: ['topic'],
    searchOptions: { fuzzy: 0.2, prefix: true },
  });
  index.addAll(phrases);
  return { name: 'minisearch, fuzzy 0.2 + prefix', topicOf: (text) => index.search(text)[0]?.topic };
}

async function nlpjs(phrases: readonly Phrase[]): Promise<Engine> {
  const container = containerBootstrap();
  container.use(LangEn);
  const nlp = new Nlp({
    container,
    languages: ['en'],
    autoSave: false,
    autoLoad: false,
    forceNER: false,
    calculateSentiment: false,
    nlu: { log: false, useNoneFeature: false },
  });
  for (const { text, topic } of phrases) nlp.addDocument('en', text, topic);
  await nlp.train();
  return { name: '@nlpjs, neural', topicOf: async (text) => (await nlp.process('en', text)).intent };
}
