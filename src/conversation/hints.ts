import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation } from './conversation.ts';
import { PORTRAITS, QUALITIES } from './portraits.ts';
import type { Ground } from './request.ts';

const LONG = 14;
/** "And what about memory" */
const ELLIPSIS = 5;
/** A row whose name was hardly meant as such ("could we port it") is less likely than this. */
const FAINT = 0.05;
/** Above this likelihood of being none of our business a hint is not taken. */
const PASSING = 0.75;
/** A topic at least this likely is meant by itself and needs no hint. */
const CLEAR = 0.6;

/** The topic that a message hints at without naming it: a judgement on what was compared, a quality, or a row of the comparison. */
export function hintedTopic({ focus }: Conversation, heard: Understanding, ground: Ground): string | undefined {
  if (heard.words > LONG || heard.outside > PASSING) return undefined;
  if (heard.cues.has('judgement') && focus.topic !== undefined) return focus.compared ?? focus.topic;
  if (isClear(heard)) return undefined;
  return qualityIn(focus, heard) ?? rowIn(focus, heard, ground);
}

/** The words speak of one special topic anyway. */
function isClear({ topics: [best], band }: Understanding): boolean {
  return best !== undefined && band === 'sure' && !isGeneral(best.id) && best.score > CLEAR;
}

const isGeneral = (topic: string): boolean => topic === 'overview-difference' || PORTRAITS.has(topic);

/** "Why is it faster?": of the topics that tell of speed the one we talk or talked about, else the likeliest. */
function qualityIn(focus: Conversation['focus'], { cues, topics, features }: Understanding): string | undefined {
  const homes = Object.entries(QUALITIES).find(([cue]) => cues.has(cue))?.[1];
  if (!homes || features.length > 0) return undefined;
  const talked = [...focus.trail, focus.topic].findLast((topic) => topic !== undefined && homes.includes(topic));
  if (talked !== undefined) return talked;
  const heard = topics.find(({ id }) => homes.includes(id))?.id;
  return focus.topic !== undefined || isGeneral(topics[0]?.id ?? '') ? (heard ?? homes[0]) : undefined;
}

/** "And what about memory", where little but a row of the comparison is said. */
function rowIn(
  focus: Conversation['focus'],
  { features, words, topics }: Understanding,
  ground: Ground,
): string | undefined {
  const [feature] = features;
  if (focus.topic === undefined || features.length !== 1 || words > ELLIPSIS) return undefined;
  const row = [...ground.topics.values()].find((topic) => topic.features.some(({ id }) => id === feature))?.id;
  return topics.some(({ id, score }) => id === row && score > FAINT) ? row : undefined;
}
