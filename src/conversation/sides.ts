import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation } from './conversation.ts';
import { BENEFITS, DRAWBACKS, HOME, SIDES, TWINS } from './portraits.ts';
import { type Topical, topical } from './request.ts';

const SHORT = 7;
/** "And a container?" */
const SHORT_NAME = 4;
/** "Guests?" */
const BAREST = 2;

/** "Now the same for VMs", "and a container?": the topic stays, or its twin takes its place. */
export function sameFor({ focus }: Conversation, heard: Understanding, tendency: boolean): Topical | undefined {
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
  words <= SHORT_NAME && options.length === 1 && BARE.has(topics[0]?.id ?? '');

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
export function elliptic({ focus }: Conversation, heard: Understanding, tendency: boolean): Topical | undefined {
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

/** "What's the catch?", "why not just containers?", "and the advantages?": of the option that is named, or of the one we talk about. */
export function sideOf({ focus }: Conversation, heard: Understanding, tendency: boolean): Topical | undefined {
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
  if (cues.has('drawbacks') && cues.has('benefits')) return undefined;
  if (cues.has('drawbacks') || (cues.has('why-not') && options.length === 1 && band === 'none')) return 'drawbacks';
  return cues.has('benefits') ? 'benefits' : undefined;
}

/** The option that the talk is about: the one just explained, or the one recommended. */
function talkedOf(focus: Conversation['focus'], cues: Understanding['cues']): string | undefined {
  if (cues.has('other-one')) return focus.runnerUp ?? focus.options[0];
  return (focus.options.length === 1 ? focus.options[0] : focus.verdict) ?? focus.options[0];
}
