import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation } from './conversation.ts';
import { adopt, type Framed, factsOf, frameAfter } from './frame.ts';
import type { Advanced, Ground, Request } from './request.ts';

const LONG = 14;

/** "Yes" to a what-if makes it so; "no", "that will not happen" or "back to the original" drops it. */
export function accepted(before: Conversation, heard: Understanding, speaker: string): Advanced | undefined {
  const { supposed, ...focus } = before.focus;
  const { cues } = heard;
  const dropped = { ...before, focus };
  if ((supposed && cues.has('no')) || (before.focus.verdict !== undefined && isDropped(heard)))
    return { conversation: dropped, request: { kind: 'verdict', changes: [], intent: 'refine' } };
  return supposed && cues.has('yes')
    ? verdictAfter({ ...adopt(dropped, supposed, speaker), disputes: [] }, 'refine')
    : undefined;
}

const isDropped = ({ cues, facts, words }: Understanding): boolean =>
  cues.has('dropped') && facts.length === 0 && words <= LONG && !cues.has('what-if');

/** "What if …" on a copy of the facts, which does not stick until it is accepted. */
export function supposition(
  before: Conversation,
  heard: Understanding,
  speaker: string,
  ground: Ground,
): Advanced | undefined {
  const { supposed: _, ...focus } = before.focus;
  if (!supposes(before, heard)) return undefined;
  const copy = frameAfter(
    { ...before, disputed: {} },
    { ...heard, facts: heard.facts.map((fact) => ({ ...fact, strength: 'said' })) },
    before.facts[heard.facts[0]?.fact ?? '']?.speaker ?? speaker,
  );
  const nothing = heard.facts.length === 0 && heard.denied.length === 0 && copy.changes.length === 0;
  if (nothing) return unheard(before, heard, ground);
  if (Object.keys(before.facts).length === 0) return verdictAfter(copy, 'what-if');
  const apart = Object.entries(copy.conversation.part).filter(([fact]) => !(fact in before.part));
  const after = factsOf(copy.conversation, Object.fromEntries(apart.map(([fact, { value }]) => [fact, value])));
  return {
    conversation: { ...before, focus: { ...focus, supposed: after } },
    request: { kind: 'verdict', changes: copy.changes, supposed: after, intent: 'what-if' },
  };
}

/** "What if" is said; of the thing we talk about also where the words alone would be a question on a topic or mean nothing. */
function supposes({ facts }: Conversation, { intent, cues }: Understanding): boolean {
  if (intent === 'what-if') return cues.has('what-if');
  return Object.keys(facts).length > 0 && cues.has('what-if') && (cues.has('my-case') || cues.has('lifted'));
}

/** A what-if in which we hear no fact: a question when it speaks of a row of the comparison; else we say that it changes nothing we know of. */
function unheard(before: Conversation, heard: Understanding, ground: Ground): Advanced | undefined {
  const { verdict } = before.focus;
  if (verdict === undefined) return undefined;
  const [option] = heard.options;
  if (option !== undefined && option !== verdict)
    return { conversation: before, request: { kind: 'why-not', option, intent: 'what-if' } };
  const asksOfRow = ground.topics.get(heard.topics[0]?.id ?? '')?.features.length;
  if (heard.band === 'sure' && asksOfRow && !heard.cues.has('my-case')) return undefined;
  return { conversation: before, request: { kind: 'verdict', changes: [], unmoved: true, intent: 'what-if' } };
}

/** The request for a verdict on what is known now; what was only supposed is over, and a dispute comes first. */
export function verdictAfter(
  { conversation, changes, disputes }: Framed,
  intent: Request['intent'],
  beside?: string,
): Advanced {
  const { supposed: _, ...focus } = conversation.focus;
  const after = { ...conversation, focus };
  if (disputes.length > 0) return { conversation: after, request: { kind: 'dispute', facts: disputes, intent } };
  return {
    conversation: after,
    request: { kind: 'verdict', changes, intent, ...(beside !== undefined && { beside }) },
  };
}
