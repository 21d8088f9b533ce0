import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation } from './conversation.ts';
import { BENEFITS, DRAWBACKS, HOME, PORTRAITS, TWINS } from './portraits.ts';
import type { Ground, Request } from './request.ts';

type Topical = Extract<Request, { kind: 'topic' }>;

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

/** "Now the same for VMs", "and for containers?": the topic stays, or its twin takes its place. */
function sameFor(
  { focus }: Conversation,
  { cues, options, words, topics, band }: Understanding,
  tendency: boolean,
): Topical | undefined {
  const [option] = options;
  if (!focus.topic || !option || !cues.has('same-for') || words > SHORT) return undefined;
  const twin = TWINS.find((pair) => pair.includes(focus.topic ?? ''));
  const other = twin?.[option === 'vm' ? 0 : 1];
  if (twin && other && (option === 'vm' || option === 'container')) return topical(other, 'ask', { options, tendency });
  const fresh = band === 'sure' && topics[0]?.id !== HOME[option] ? topics[0]?.id : undefined;
  return topical(fresh ?? focus.topic, 'ask', { options, tendency });
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

/** "Containers?", "do VMs have that as well?", "and in the container case": the topic of the talk, for that option. */
function elliptic(
  { focus }: Conversation,
  { options, words, topics, features, cues }: Understanding,
  tendency: boolean,
): Topical | undefined {
  const leans = (options.length === 1 || cues.has('other-one')) && features.length === 0 && words <= SHORT;
  if (!leans || focus.topic === undefined || BARE.has(focus.topic) || cues.has('define')) return undefined;
  const best = topics[0];
  return !best || best.score < 0.5 || BARE.has(best.id)
    ? topical(focus.topic, 'ask', { options, tendency })
    : undefined;
}

/** "What's the catch?", "and the advantages?": of the option that is named, or of the one we talk about. */
function sideOf({ focus }: Conversation, heard: Understanding, tendency: boolean): Topical | undefined {
  const { cues, options, band, topics, words } = heard;
  const side = cues.has('drawbacks') ? 'drawbacks' : 'benefits';
  const clear = band === 'sure' && (topics[0]?.score ?? 0) > 0.6 && options.length !== 1;
  if (!cues.has(side) || words > SHORT * 2 || clear) return undefined;
  const option = options[0] ?? talkedOf(focus, cues) ?? '';
  const topic = (side === 'drawbacks' ? DRAWBACKS : BENEFITS)[option] ?? HOME[option];
  return topic === undefined ? undefined : topical(topic, 'ask', { options: [option], tendency, aspect: side });
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

/** A short remark within a talk is meant for it, even when it would mean little alone. */
function inTalk({ focus }: Conversation, { words, outside }: Understanding): boolean {
  return (focus.topic !== undefined || focus.verdict !== undefined) && words <= SHORT && outside < PASSING;
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

function topical(topic: string, intent: Topical['intent'], more: Partial<Topical>): Topical {
  return { kind: 'topic', topic, features: [], options: [], alternatives: [], tendency: false, ...more, intent };
}
