import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Phrasings } from '../../src/knowledge/schema.ts';
import { print } from './table.ts';
import type { Talk } from './timing.ts';

/** A question with the topics that answer it. */
export interface Ask {
  text: string;
  topics: readonly string[];
}

export interface Questions {
  /** Where they come from, for the reader of the figures. */
  source: string;
  talks: Talk[];
  asks: Ask[];
}

/** A line of a corpus: a message or a talk, see shared/eval/README.md. */
interface Item {
  kind?: string;
  text?: string;
  topic?: string[];
  turns?: { text: string }[];
}

const CORPUS = join(import.meta.dirname, '..', 'corpus');
const EVERY = 40;

/** The questions of a corpus file; without it those of test/corpus, or some of the phrasings that the bot learns from. */
export function questionsFrom(file: string, phrasings: () => Phrasings): Questions {
  if (existsSync(file)) return questionsIn([file]);
  const own = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => name.endsWith('.jsonl')) : [];
  if (own.length > 0) return questionsIn(own.sort().map((name) => join(CORPUS, name)));
  print(`${file} is missing: the questions are phrasings that every engine has learnt, so accuracy says nothing.\n`);
  const asks = sampleOf(phrasings(), EVERY);
  return { source: 'knowledge/phrasings.yaml', talks: asks.map(({ text }) => [text]), asks };
}

/** Every so-manyth phrasing of the topics. */
export function sampleOf({ topics }: Phrasings, every: number): Ask[] {
  const all = Object.entries(topics).flatMap(([topic, texts]) => texts.map((text) => ({ text, topics: [topic] })));
  return all.filter((_, index) => index % every === 0);
}

function questionsIn(files: readonly string[]): Questions {
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const items = lines.filter((line) => line.trim() !== '').map((line): Item => JSON.parse(line));
  return {
    source: files.join(', '),
    talks: items.map(({ text, turns }) => turns?.map((turn) => turn.text) ?? (text === undefined ? [] : [text])),
    asks: items.flatMap(({ kind, text, topic }) => (kind === 'ask' && text && topic ? [{ text, topics: topic }] : [])),
  };
}
