import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation } from './conversation.ts';
import { hintedTopic } from './hints.ts';
import { BENEFITS, DRAWBACKS, HOME, PORTRAITS, SIDES, TWINS } from './portraits.ts';
import { type Ground, type Request, type Topical, topical } from './request.ts';

const SHORT = 7;
/** "LXC or VM?" */
const SHORTEST_CHOICE = 4;
/** "Guests?" */
const BAREST = 2;
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

/** "Now the same for VMs", "and a container?": the topic stays, or its twin takes its place. */
function sameFor({ focus }: Conversation, heard: Understanding, tendency: boolean): Topical | undefined {
  const { cues, options, words, topics, band } = heard;
  const [option] = options;
  if (!focus.topic || !option || words > SHORT) return undefined;
  const twin = cues.has('same-for') || isBareName(heard) ? twinOf(focus.topic, option) : undefined;
  if (twin) return topical(twin, 'ask', { options, tendency });
  if (!cues.has('same-for')) return undefined;
  const fresh = band === 'sure' && topics[0]?.id !== HOME[option] ? topics[0]?.id : undefined;
  return topical(fresh ?? focus.topic, 'ask', { options, tendency });
}

const isBareName = ({ words, options, topics }: Understanding): boolean =>
  words <= SHORTEST_CHOICE && options.length === 1 && BARE.has(topics[0]?.id ?? '');

function twinOf(topic: string, option: string): string | undefined {
  const twins = TWINS.find((pair) => pair.includes(topic));
  return option === 'vm' || option === 'container' ? twins?.[option === 'vm' ? 0 : 1] : undefined;
}

/** Topics that a bare "containers?" names; in a talk about something it means that thing for containers. */
const BARE: ReadonlySet<string> = new Set([
  'overview-vm',
  'overview-container',
  'overview-difference',
  'when-vm',
  'when-container',
  'virtual-machine',
  'containers',
]);

/** "Containers?", "guests?", "do VMs have that as well?": the topic of the talk, for that option. */
function elliptic({ focus }: Conversation, heard: Understanding, tendency: boolean): Topical | undefined {
  const { words, topics, features, cues } = heard;
  if (focus.topic === undefined || BARE.has(focus.topic) || cues.has('define')) return undefined;
  const options = sidesIn(heard);
  const leans = (options.length === 1 || cues.has('other-one')) && features.length === 0 && words <= SHORT;
  const [best] = topics;
  const general = !best || best.score < 0.5 || BARE.has(best.id);
  return leans && general ? topical(focus.topic, 'ask', { options, tendency }) : undefined;
}

function sidesIn({ options, words, topics }: Understanding): string[] {
  const side = words <= BAREST ? SIDES[topics[0]?.id ?? ''] : undefined;
  return options.length === 0 && side !== undefined ? [side] : options;
}

/** "Why is it faster though", "so who is right": the topic that is hinted at. */
function hinted(before: Conversation, heard: Understanding, ground: Ground, tendency: boolean): Topical | undefined {
  const topic = heard.cues.has('abuse') ? undefined : hintedTopic(before, heard, ground);
  if (topic === undefined) return undefined;
  const intent = heard.intent === 'compare' || heard.intent === 'why' ? heard.intent : 'ask';
  return topical(topic, intent, { features: heard.features, options: before.focus.options, tendency });
}

/** "What's the catch?", "why not just containers?", "and the advantages?": of the option that is named, or of the one we talk about. */
function sideOf({ focus }: Conversation, heard: Understanding, tendency: boolean): Topical | undefined {
  const { cues, options, band, topics, words } = heard;
  const side = sideAsked(heard);
  const clear = band === 'sure' && (topics[0]?.score ?? 0) > 0.6 && options.length !== 1;
  if (!side || words > SHORT * 2 || clear) return undefined;
  const option = options[0] ?? talkedOf(focus, cues) ?? '';
  const topic = (side === 'drawbacks' ? DRAWBACKS : BENEFITS)[option] ?? HOME[option];
  return topic === undefined ? undefined : topical(topic, 'ask', { options: [option], tendency, aspect: side });
}

/** "Why not containers?" asks for their drawbacks when it is about nothing else. */
function sideAsked({ cues, options, band }: Understanding): 'benefits' | 'drawbacks' | undefined {
  if (cues.has('drawbacks') || (cues.has('why-not') && options.length === 1 && band === 'none')) return 'drawbacks';
  return cues.has('benefits') ? 'benefits' : undefined;
}

/** The option that the talk is about: the one just explained, or the one recommended. */
function talkedOf(focus: Conversation['focus'], cues: Understanding['cues']): string | undefined {
  if (cues.has('other-one')) return focus.runnerUp ?? focus.options[0];
  return (focus.options.length === 1 ? focus.options[0] : focus.verdict) ?? focus.options[0];
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
  const { topics, band, options, features, intent } = heard;
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
  return { ...topical(best.id, said, { options: meant, tendency }), features, alternatives };
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
