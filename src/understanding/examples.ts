import type { Pack } from '../knowledge/schema.ts';
import { createRandom } from './training.ts';

/** A message to learn from, with what it is. */
export interface Labelled {
  text: string;
  classes: string[];
}

/** The class of messages that describe a workload or ask for advice on one. */
export const WORKLOAD = 'workload';
/** The class of messages that ask for the meaning of a term. */
export const GLOSSARY = 'glossary';
/** Classes of messages that are none of our business begin with this. */
export const OUTSIDE = 'outside:';

const JOINTS = [', ', '. ', ' and ', ', also ', '; ', ' - '];
const SYNTHETIC = 1500;
const SITUATIONS = 4000;
/** This share of the ways to state facts is also learnt as a message of its own. */
const ALONE = 0.15;
/** What is said around a workload and tells nothing of it is, as a message of its own, none of our business. */
const CHATTER = `${OUTSIDE}mixed`;

/**
 * All that the ranker of topics, intents and what is out of scope learns from: the phrasings, many of them again
 * with an opener (more often those out of scope, which are fewer) or a slip of the finger, and situations put together from ways to state facts.
 */
export function topicExamples({ phrasings }: Pack): Labelled[] {
  const random = createRandom(11);
  const labelled = [
    ...entriesOf(phrasings.topics, (topic) => topic),
    ...entriesOf(phrasings.intents, (intent) => intent),
    ...entriesOf(phrasings['out-of-scope'], (part) => `${OUTSIDE}${part}`),
    ...phrasings.situations.map((text) => ({ text, classes: [WORKLOAD] })),
    ...phrasings.facts
      .filter(() => random() < ALONE)
      .map(({ text, facts }) => ({ text, classes: [Object.keys(facts).length > 0 ? WORKLOAD : CHATTER] })),
  ];
  const opened = labelled
    .filter(({ classes: [name = ''] }) => random() < (name.startsWith(OUTSIDE) ? 0.6 : 0.25))
    .map(({ text, classes }) => ({ text: `${pick(phrasings.openers, random)} ${text}`, classes }));
  const slipped = labelled
    .filter(() => random() < 0.25)
    .map(({ text, classes }) => ({ text: slip(text, random), classes }));
  return [...labelled, ...opened, ...slipped, ...situations(phrasings, random)];
}

/** All that the finder of facts learns from: stated facts alone and in company, and messages that state none. */
export function factExamples({ phrasings, facts }: Pack): Labelled[] {
  const random = createRandom(13);
  const counted = new Set(facts.filter(({ kind }) => kind === 'number').map(({ id }) => id));
  const stated = phrasings.facts.map(({ text, facts: said }) => ({
    text,
    classes: Object.entries(said).flatMap(([fact, value]) => (counted.has(fact) ? [] : [`${fact}=${value}`])),
  }));
  const together = Array.from({ length: SYNTHETIC }, () => {
    const parts = [pick(stated, random), pick(stated, random)];
    return {
      text: parts.map(({ text }) => text).join(pick(JOINTS, random)),
      classes: [...new Set(parts.flatMap(({ classes }) => classes))],
    };
  });
  const silent = [...Object.values(phrasings.topics), ...Object.values(phrasings['out-of-scope'])]
    .flat()
    .filter(() => random() < 0.5);
  const slipped = stated
    .filter(() => random() < 0.5)
    .map(({ text, classes }) => ({ text: slip(text, random), classes }));
  return [...stated, ...slipped, ...stated, ...together, ...silent.map((text) => ({ text, classes: [] }))];
}

function entriesOf(lists: Readonly<Record<string, readonly string[]>>, classOf: (key: string) => string): Labelled[] {
  return Object.entries(lists).flatMap(([key, texts]) => texts.map((text) => ({ text, classes: [classOf(key)] })));
}

/** Messages that describe a workload: a few ways to state facts or to chatter, most with an opener or a closing question. */
function situations({ facts, openers, closers }: Pack['phrasings'], random: () => number): Labelled[] {
  const stating = facts.filter(({ facts: said }) => Object.keys(said).length > 0);
  return Array.from({ length: SITUATIONS }, () => {
    const parts = [
      pick(stating, random),
      ...Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(facts, random)),
    ];
    const told = parts.map(({ text }) => text).reduce((before, part) => `${before}${pick(JOINTS, random)}${part}`);
    const opened = random() < 0.25 ? `${pick(openers, random)} ${told}` : told;
    return { text: random() < 0.7 ? `${opened}. ${pick(closers, random)}` : opened, classes: [WORKLOAD] };
  });
}

function pick<T>(list: readonly T[], random: () => number): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error('phrasings.yaml: a list that must have entries is empty');
  return chosen;
}

/** One letter of one longer word lost, doubled or crossed with the next. */
function slip(text: string, random: () => number): string {
  const words = text.split(' ');
  const long = words.flatMap((word, index) => (/^[a-z]{5,}$/i.test(word) ? [index] : []));
  if (long.length === 0) return text;
  const index = pick(long, random);
  const word = words[index] ?? '';
  const at = 1 + Math.floor(random() * (word.length - 2));
  const kind = Math.floor(random() * 3);
  const middle = ['', `${word[at]}${word[at]}`, `${word[at + 1]}${word[at]}`][kind] ?? '';
  words[index] = word.slice(0, at) + middle + word.slice(at + (kind === 2 ? 2 : 1));
  return words.join(' ');
}
