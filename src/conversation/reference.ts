import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation } from './conversation.ts';
import { hintedTopic } from './hints.ts';
import { PORTRAITS } from './portraits.ts';
import { type Ground, type Request, type Topical, topical } from './request.ts';
import { elliptic, sameFor, sideOf } from './sides.ts';

const SHORT = 7;
/** "LXC or VM?" */
const SHORTEST_CHOICE = 4;
/** Above this likelihood of being none of our business, even a short remark in a talk is declined. */
const PASSING = 0.75;

/** What a knowledge question is about, once "the same for VMs", "the other one" and "what's the catch" are resolved. */
export function reference(before: Conversation, heard: Understanding, ground: Ground, tendency: boolean): Request {
  return (
    deepDive(heard, ground) ??
    rows(heard) ??
    hinted(before, heard, ground, tendency) ??
    sameFor(before, heard, tendency) ??
    elliptic(before, heard, tendency) ??
    sideOf(before, heard, tendency) ??
    pair(before, heard) ??
    named(before, heard, tendency) ??
    followUp(before, heard, tendency) ??
    declined(heard)
  );
}

function deepDive({ cues, dives, topics }: Understanding, ground: Ground): Request | undefined {
  if (!cues.has('deep-dive')) return undefined;
  const dive = dives[0] ?? topics.map(({ id }) => id).find((id) => ground.topics.get(id)?.dive);
  return dive === undefined ? undefined : { kind: 'deep-dive', dive, intent: 'ask' };
}

/** The comparison card: all classic rows, or the rows that are named. */
function rows({ cues, features, intent, words }: Understanding): Request | undefined {
  if (cues.has('card')) return { kind: 'comparison', features: [], intent: 'compare' };
  const list = features.length >= 2 && (cues.has('compare') || words <= features.length * 3);
  return list && intent !== 'other' ? { kind: 'comparison', features, intent: 'compare' } : undefined;
}

/** "Why is it faster though", "so who is right": the topic that is hinted at. */
function hinted(before: Conversation, heard: Understanding, ground: Ground, tendency: boolean): Topical | undefined {
  const topic = heard.cues.has('abuse') ? undefined : hintedTopic(before, heard, ground);
  if (topic === undefined) return undefined;
  const intent = heard.intent === 'compare' || heard.intent === 'why' ? heard.intent : 'ask';
  return topical(topic, intent, { features: heard.features, options: before.focus.options, tendency });
}

/** A comparison of options: two that are named, or "the two" and "the first" of the talk. */
function pair(
  { focus }: Conversation,
  { cues, options, topics, band, features, words }: Understanding,
): Request | undefined {
  const choice = options.length >= 2 && words <= SHORTEST_CHOICE;
  const compares = choice || cues.has('compare') || cues.has('other-one') || cues.has('first-one');
  if (features.length > 0 || !compares) return undefined;
  const best = topics[0];
  const general = !best || band !== 'sure' || best.id === 'overview-difference' || PORTRAITS.has(best.id);
  if (!general) return undefined;
  const meant = options.length >= 2 ? options : focusPair(focus, cues);
  if (meant.length < 2) return undefined;
  if (meant.every((option) => option === 'vm' || option === 'container')) return undefined;
  return { kind: 'options', options: meant.slice(0, 3), intent: 'compare' };
}

function focusPair({ verdict, runnerUp, options }: Conversation['focus'], cues: Understanding['cues']): string[] {
  if (!cues.has('both') && !cues.has('other-one') && !cues.has('first-one')) return [];
  if (verdict && runnerUp) return [verdict, runnerUp];
  return options.length >= 2 ? options : [];
}

/** The topic the words speak of: answered when sure, answered with alternatives when not. */
function named(before: Conversation, heard: Understanding, tendency: boolean): Topical | undefined {
  if (heard.cues.has('abuse')) return undefined;
  const { topics, band, options, features, terms, intent } = heard;
  const [best] = topics;
  if (!best || band === 'none' || (intent === 'other' && !inTalk(before, heard))) return undefined;
  if (leansOn(before, heard)) return undefined;
  const alternatives =
    band === 'sure'
      ? []
      : topics
          .slice(1, 4)
          .filter(({ score }) => score > 0.04)
          .map(({ id }) => id);
  const meant = options.length > 0 ? options : before.focus.options;
  const said = intent === 'compare' || intent === 'why' ? intent : 'ask';
  return { ...topical(best.id, said, { options: meant, tendency, features, terms }), alternatives };
}

/** A short remark within a talk is meant for it, even when it would mean little alone; so is a question that names something of ours. */
function inTalk({ focus }: Conversation, { words, outside, cues, band, features, terms }: Understanding): boolean {
  if (focus.topic === undefined && focus.verdict === undefined) return false;
  const names = band === 'sure' && cues.has('asks') && features.length + terms.length > 0;
  return (words <= SHORT && outside < PASSING) || (names && words <= SHORT * 2 && outside < 0.5);
}

/** "Why is it harder than for a VM?": a why that names no topic of its own leans on the one we talk about. */
function leansOn({ focus }: Conversation, { intent, topics, features, words }: Understanding): boolean {
  return (
    intent === 'why' &&
    focus.topic !== undefined &&
    words <= SHORT * 2 &&
    features.length === 0 &&
    (topics[0]?.score ?? 0) < 0.5
  );
}

/** A short remark on the topic of the talk ("so who is right?", "is that still true?"). */
function followUp(
  { focus }: Conversation,
  { words, outside, intent, cues }: Understanding,
  tendency: boolean,
): Topical | undefined {
  if (
    !focus.topic ||
    cues.has('abuse') ||
    words > SHORT * 2 ||
    outside > PASSING ||
    (intent === 'other' && words > SHORT)
  )
    return undefined;
  return topical(focus.topic, intent === 'why' ? 'why' : 'ask', { options: focus.options, tendency });
}

function declined({ outsideKind, outside, topics, cues }: Understanding): Request {
  if (cues.has('abuse') || (outside > 0.5 && outsideKind === 'abuse')) return { kind: 'abuse', intent: 'other' };
  return {
    kind: 'not-covered',
    nearest: topics.slice(0, 2).map(({ id }) => id),
    sort: outside > 0.5 ? outsideKind : '',
    intent: 'other',
  };
}
