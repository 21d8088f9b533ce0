import type { Understanding } from '../understanding/understanding.ts';
import { beginning, type Conversation } from './conversation.ts';
import { type Framed, frameAfter } from './frame.ts';
import { learn } from './learning.ts';
import { QUALITIES } from './portraits.ts';
import { reference } from './reference.ts';
import { considered, remark } from './remark.ts';
import { answering, replyTo, wished } from './replies.ts';
import type { Advanced, Ground, Request } from './request.ts';
import { accepted, supposition, verdictAfter } from './supposition.ts';

/** The conversation after one more turn, and what the turn asks of us. Pure: the same turn in the same conversation asks the same. */
export function advance(before: Conversation, spoken: Understanding, speaker: string, ground: Ground): Advanced {
  const heard = answering(before.focus.asked, wished(spoken));
  const awake = before.muted ? { ...before, muted: false } : before;
  return (
    unreadable(awake, heard) ??
    learn(awake, heard, ground) ??
    accepted(awake, heard, speaker) ??
    reply(awake, heard, speaker, ground) ??
    again(awake, heard) ??
    talk(awake, heard) ??
    supposition(awake, heard, speaker, ground) ??
    reasons(awake, heard, ground) ??
    considered(awake, heard) ??
    workload(awake, heard, speaker, ground) ??
    remark(awake, heard, ground) ??
    question(awake, heard, speaker, ground)
  );
}

/** In a talk about a workload, new facts belong to it unless the message is more likely than this to be none of our business. */
const GOES_ON = 0.9;
/** What these cues take back needs no other sign that the workload is meant. */
const TAKES_BACK = ['correction', 'lifted', 'renewal'];
const LONG = 14;
/** An answer to a question of ours has at most so many words. */
const SHORT = 8;
/** "Microservices" */
const BARE = 2;
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
  if (cues.has('changes') && !cues.has('why')) return stay(before, { kind: 'what-would-change', intent: 'what-if' });
  return undefined;
}

/** "Why?", "why not a VM?", "why is it faster?": about the verdict when there is one, else about the topic. */
function reasons(before: Conversation, heard: Understanding, ground: Ground): Advanced | undefined {
  const { cues, options } = heard;
  if (heard.intent !== 'why' && !cues.has('derivation') && !objects(before, heard)) return undefined;
  const { verdict } = before.focus;
  const told = heard.facts.filter(({ strength }) => strength !== 'suggested').length;
  const decided = verdict !== undefined || Object.keys(before.facts).length > 0;
  const spoken = options.find((option) => option !== verdict);
  if (decided && spoken && (cues.has('why-not') || cues.has('not-that')))
    return stay(before, { kind: 'why-not', option: spoken, intent: 'why' });
  if (decided && told === 0 && !speaksOfTopic(heard))
    return stay(before, { kind: 'why', about: aboutOf(heard, ground), intent: 'why' });
  return question(before, heard, '', ground);
}

/** "Not a VM?" and "namespaces are not enough then?", once there is a verdict. */
const objects = ({ focus }: Conversation, { cues, words }: Understanding): boolean =>
  focus.verdict !== undefined && (cues.has('not-that') || (cues.has('not-enough') && words <= LONG));

/** The why is about a topic of its own rather than about the verdict. */
function speaksOfTopic({ cues, band, options, topics }: Understanding): boolean {
  if (cues.has('derivation') || cues.has('not-enough')) return false;
  const topical = band === 'sure' && options.length === 0 && (topics[0]?.score ?? 0) > 0.3;
  return topical || (options.length === 0 && Object.keys(QUALITIES).some((cue) => cues.has(cue)));
}

/** The topics that a why names: "why does the licence matter?" */
const aboutOf = ({ features }: Understanding, { topics }: Ground): string[] =>
  [...topics.values()].filter((topic) => topic.features.some(({ id }) => features.includes(id))).map(({ id }) => id);

/** A workload is described or corrected: the facts change and the verdict with them. */
function workload(
  before: Conversation,
  heard: Understanding,
  speaker: string,
  { topics }: Ground,
): Advanced | undefined {
  if (asksMeaning(heard)) return undefined;
  const framed = frameAfter(before, heard, speaker);
  const takesBack = TAKES_BACK.some((cue) => heard.cues.has(cue)) && framed.changes.some(({ to }) => to === undefined);
  const wants = heard.intent === 'recommend' || heard.intent === 'refine' || takesBack || goesOn(before, heard, framed);
  if (!wants) return undefined;
  const answers = before.focus.asked !== undefined;
  const had = Object.keys(before.facts).length > 0 || before.focus.verdict !== undefined || answers;
  const intent = had && !heard.cues.has('advice') ? 'refine' : 'recommend';
  const [clash] = heard.contradictory;
  if (clash)
    return stay(framed.conversation, { kind: 'contradiction', fact: clash.fact, values: clash.values, intent });
  return verdictAfter(framed, intent, besideIn(heard, topics));
}

/** "What does stateless mean?" tells nothing of the workload. */
const asksMeaning = ({ cues, words }: Understanding): boolean =>
  cues.has('define') && cues.has('questions') && words <= SHORT && !cues.has('own-thing') && !cues.has('advice');

/** In a talk about a workload a message that tells of it goes on with it, whatever the words alone would be. */
function goesOn(before: Conversation, heard: Understanding, { changes }: Framed): boolean {
  const { intent, band } = heard;
  const begun = Object.keys(before.facts).length > 0 || before.focus.asked !== undefined;
  const vague = intent === 'other' || intent === 'what-if' || (intent === 'ask' && band === 'none');
  const suits = vague || isAnswer(before.focus.asked, heard);
  return begun && suits && changes.length > 0 && heard.outside < GOES_ON;
}

/** In a few words, and not asking, it tells the fact that we asked for; or it is hardly more than a fact. */
const isAnswer = (asked: string | undefined, { words, cues, facts, features }: Understanding): boolean =>
  words <= SHORT &&
  !cues.has('asks') &&
  facts.some(({ fact }) => fact === asked || (words <= BARE && features.length === 0));

/** Advice is wanted, but the words also ask about a topic: it is answered beside the verdict. */
function besideIn(
  { topics: [best], workload: likely, facts }: Understanding,
  topics: Ground['topics'],
): string | undefined {
  if (!best || facts.length === 0 || !topics.get(best.id)?.features.length) return undefined;
  return best.score > BESIDE && best.score > likely / 2 ? best.id : undefined;
}

/** A knowledge question, with the words that lean on what was said before resolved. Facts told on the way are kept. */
function question(before: Conversation, heard: Understanding, speaker: string, ground: Ground): Advanced {
  const told = heard.facts.filter(({ strength }) => strength === 'said' || strength === 'implied').length;
  const states = told >= 1 && !heard.cues.has('asks') && !heard.cues.has('compare') && heard.facts.length >= 2;
  const mine = heard.cues.has('own-thing') || heard.cues.has('advice') || heard.workload > 0.1;
  const own = speaker !== '' && (states || (told >= 1 && mine));
  const { conversation } = own ? frameAfter(before, heard, speaker) : { conversation: before };
  const wishes =
    heard.cues.has('own-thing') && heard.options.length > 0 && (heard.cues.has('advice') || heard.cues.has('what-if'));
  return stay(conversation, reference(before, heard, ground, own || wishes));
}
