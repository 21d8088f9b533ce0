import type { Understanding } from '../understanding/understanding.ts';
import { beginning, type Conversation } from './conversation.ts';
import { adopt, type Framed, factsOf, frameAfter } from './frame.ts';
import { learn } from './learning.ts';
import { reference } from './reference.ts';
import { replyTo } from './replies.ts';
import type { Advanced, Ground, Request } from './request.ts';

/** The conversation after one more turn, and what the turn asks of us. Pure: the same turn in the same conversation asks the same. */
export function advance(before: Conversation, heard: Understanding, speaker: string, ground: Ground): Advanced {
  const awake = before.muted ? { ...before, muted: false } : before;
  return (
    unreadable(awake, heard) ??
    learn(awake, heard, ground) ??
    accepted(awake, heard, speaker) ??
    reply(awake, heard, speaker, ground) ??
    again(awake, heard) ??
    talk(awake, heard) ??
    supposition(awake, heard, speaker) ??
    reasons(awake, heard, ground) ??
    workload(awake, heard, speaker, ground) ??
    question(awake, heard, speaker, ground)
  );
}

/** In a talk about a workload, new facts belong to it unless the message is more likely than this to be none of our business. */
const GOES_ON = 0.9;
/** A message this short, after a question of ours, answers it. */
const SHORT = 7;
/** A topic at least this likely is answered beside a verdict. */
const BESIDE = 0.15;

const stay = (conversation: Conversation, request: Request): Advanced => ({ conversation, request });

function unreadable(before: Conversation, { words, language }: Understanding): Advanced | undefined {
  if (language === 'other') return stay(before, { kind: 'language', intent: 'other' });
  return words === 0 ? stay(before, { kind: 'empty', intent: 'help' }) : undefined;
}

/** An answer to the question we asked last. */
function reply(before: Conversation, heard: Understanding, speaker: string, { facts }: Ground): Advanced | undefined {
  const asked = facts.find(({ id }) => id === before.focus.asked);
  if (!asked) return undefined;
  const settled = { ...before, settled: [...new Set([...before.settled, asked.id])] };
  const answer = replyTo(asked, heard);
  if (answer.kind === 'none') return undefined;
  if (answer.kind === 'aside') return stay(settled, { kind: 'verdict', changes: [], intent: 'refine' });
  return verdictAfter(frameAfter(settled, { ...heard, facts: [answer.mention] }, speaker), 'refine');
}

/** "Again", "shorter", "more" and "sources": the last request once more. */
function again(before: Conversation, { cues }: Understanding): Advanced | undefined {
  const wanted = ['repeat', 'shorter', 'more', 'sources'].find((cue) => cues.has(cue));
  if (!wanted) return undefined;
  const last = before.last as Request | undefined;
  if (!last) return stay(before, { kind: 'nothing-to-repeat', intent: 'help' });
  const { length: _, ...plain } = last;
  if (wanted === 'repeat') return stay(before, plain as Request);
  return stay(before, { ...plain, length: wanted === 'shorter' ? 'short' : 'long' } as Request);
}

/** Greetings, thanks and the like, which leave the facts alone; "start over" forgets them. */
function talk(before: Conversation, { intent, cues }: Understanding): Advanced | undefined {
  if (intent === 'reset') return stay(beginning, { kind: 'reset', intent });
  if (intent === 'mute') return stay({ ...before, muted: true }, { kind: 'mute', intent });
  if (intent === 'greeting' || intent === 'thanks' || intent === 'help' || intent === 'share' || intent === 'save')
    return stay(before, { kind: intent, intent });
  if (cues.has('changes')) return stay(before, { kind: 'what-would-change', intent: 'what-if' });
  return undefined;
}

/** "Yes" to a what-if makes it so, "no" drops it. */
function accepted(before: Conversation, { cues }: Understanding, speaker: string): Advanced | undefined {
  const { supposed, ...focus } = before.focus;
  if (!supposed || !(cues.has('yes') || cues.has('no'))) return undefined;
  const dropped = { ...before, focus };
  if (cues.has('no')) return stay(dropped, { kind: 'verdict', changes: [], intent: 'refine' });
  return verdictAfter({ ...adopt(dropped, supposed, speaker), disputes: [] }, 'refine');
}

/** "What if …" on a copy of the facts, which does not stick until it is accepted. */
function supposition(before: Conversation, heard: Understanding, speaker: string): Advanced | undefined {
  const { supposed: _, ...focus } = before.focus;
  if (heard.intent !== 'what-if') return undefined;
  if (heard.facts.length === 0 && heard.denied.length === 0) {
    const asks = heard.band === 'sure' || !heard.cues.has('what-if') || before.focus.verdict === undefined;
    return asks ? undefined : stay(before, { kind: 'what-would-change', intent: 'what-if' });
  }
  const copy = frameAfter(
    { ...before, disputed: {} },
    { ...heard, facts: heard.facts.map((fact) => ({ ...fact, strength: 'said' })) },
    before.facts[heard.facts[0]?.fact ?? '']?.speaker ?? speaker,
  );
  if (Object.keys(before.facts).length === 0) return verdictAfter(copy, 'what-if');
  const apart = Object.entries(copy.conversation.part).filter(([fact]) => !(fact in before.part));
  const after = factsOf(copy.conversation, Object.fromEntries(apart.map(([fact, { value }]) => [fact, value])));
  return stay(
    { ...before, focus: { ...focus, supposed: after } },
    { kind: 'verdict', changes: copy.changes, supposed: after, intent: 'what-if' },
  );
}

/** "Why?", "why not a VM?", "why is it faster?": about the verdict when there is one, else about the topic. */
function reasons(before: Conversation, heard: Understanding, ground: Ground): Advanced | undefined {
  if (heard.intent !== 'why') return undefined;
  const { verdict } = before.focus;
  const told = heard.facts.filter(({ strength }) => strength !== 'suggested').length;
  const topical = heard.band === 'sure' && heard.options.length === 0 && (heard.topics[0]?.score ?? 0) > 0.3;
  const spoken = heard.options.find((option) => option !== verdict);
  const decided = verdict !== undefined || Object.keys(before.facts).length > 0;
  if (decided && spoken && heard.cues.has('why-not'))
    return stay(before, { kind: 'why-not', option: spoken, intent: 'why' });
  if (decided && !topical && told === 0) return stay(before, { kind: 'why', intent: 'why' });
  return question(before, heard, '', ground);
}

/** A workload is described or corrected: the facts change and the verdict with them. */
function workload(
  before: Conversation,
  heard: Understanding,
  speaker: string,
  { topics }: Ground,
): Advanced | undefined {
  const framed = frameAfter(before, heard, speaker);
  const takesBack = heard.cues.has('correction') && framed.changes.some(({ to }) => to === undefined);
  const goesOn = Object.keys(before.facts).length > 0 && framed.changes.length > 0 && heard.outside < GOES_ON;
  const wants =
    heard.intent === 'recommend' || heard.intent === 'refine' || takesBack || (heard.intent === 'other' && goesOn);
  if (!wants) return undefined;
  const answers = before.focus.asked !== undefined && heard.words <= SHORT;
  const had = Object.keys(before.facts).length > 0 || before.focus.verdict !== undefined || answers;
  const intent = had && !heard.cues.has('advice') ? 'refine' : 'recommend';
  const [clash] = heard.contradictory;
  if (clash)
    return stay(framed.conversation, { kind: 'contradiction', fact: clash.fact, values: clash.values, intent });
  return verdictAfter(framed, intent, besideIn(heard, topics));
}

/** Advice is wanted, but the words also ask about a topic: it is answered beside the verdict. */
function besideIn(
  { topics: [best], workload: likely, facts }: Understanding,
  topics: Ground['topics'],
): string | undefined {
  if (!best || facts.length === 0 || !topics.get(best.id)?.features.length) return undefined;
  return best.score > BESIDE && best.score > likely / 2 ? best.id : undefined;
}

function verdictAfter(
  { conversation, changes, disputes }: Framed,
  intent: Request['intent'],
  beside?: string,
): Advanced {
  const { supposed: _, ...focus } = conversation.focus;
  const after = { ...conversation, focus };
  if (disputes.length > 0) return stay(after, { kind: 'dispute', facts: disputes, intent });
  return stay(after, { kind: 'verdict', changes, intent, ...(beside !== undefined && { beside }) });
}

/** A knowledge question, with the words that lean on what was said before resolved. Facts told on the way are kept. */
function question(before: Conversation, heard: Understanding, speaker: string, ground: Ground): Advanced {
  const told = heard.facts.filter(({ strength }) => strength === 'said' || strength === 'implied').length;
  const states = !heard.cues.has('asks') && heard.facts.length >= 2;
  const mine = heard.cues.has('own-thing') || heard.cues.has('advice') || heard.workload > 0.1;
  const own = speaker !== '' && (states || (told >= 1 && mine));
  const { conversation } = own ? frameAfter(before, heard, speaker) : { conversation: before };
  const wishes =
    heard.cues.has('own-thing') && heard.options.length > 0 && (heard.cues.has('advice') || heard.cues.has('what-if'));
  return stay(conversation, reference(before, heard, ground, own || wishes));
}
