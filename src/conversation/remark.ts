import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation } from './conversation.ts';
import type { Advanced, Ground, Request } from './request.ts';

/** A remark on the workload has at least so many words, and is hardly likely to be none of our business. */
const REMARK = 5;
const ASIDE = 0.3;
const SHORT = 7;
const LONG = 14;
/** A topic at least this likely is answered beside the verdict. */
const BESIDE = 0.15;
/** The verdict stands, and we say that nothing in the words changes it. */
const UNMOVED: Request = { kind: 'verdict', changes: [], unmoved: true, intent: 'refine' };

/** "Could I use both?", "is gVisor an option?": how it stands with another option than the one recommended. */
export function considered({ focus, ...before }: Conversation, heard: Understanding): Advanced | undefined {
  const [option] = heard.options;
  const told = heard.facts.filter(({ strength }) => strength !== 'suggested').length;
  if (focus.verdict === undefined || option === undefined || option === focus.verdict) return undefined;
  if (!heard.cues.has('candidate') || told > 0 || heard.words > LONG || heard.features.length > 0) return undefined;
  return { conversation: { ...before, focus }, request: { kind: 'why-not', option, intent: 'ask' } };
}

/** Something said of the workload in which we hear no fact ("at most 512 MB each"): the verdict stands, and the topic is answered beside it. */
export function remark(before: Conversation, heard: Understanding, { topics }: Ground): Advanced | undefined {
  if (isBareNumber(before, heard)) return { conversation: before, request: UNMOVED };
  if (before.focus.verdict === undefined || Object.keys(before.facts).length === 0) return undefined;
  if (heard.cues.has('my-case') && heard.words <= SHORT)
    return { conversation: before, request: { kind: 'verdict', changes: [], intent: 'recommend' } };
  if (!isRemark(heard)) return undefined;
  const beside = heard.topics.find(({ id, score }) => score > BESIDE && topics.get(id)?.features.length)?.id;
  return { conversation: before, request: { ...UNMOVED, ...(beside !== undefined && { beside }) } };
}

/** A number that answers none of our questions. */
const isBareNumber = ({ focus }: Conversation, { number, words }: Understanding): boolean =>
  focus.asked !== undefined && words === 1 && number !== undefined;

/** A statement that hardly names a topic, or one about what is ours ("we do not run Kubernetes yet"). */
function isRemark({ intent, cues, band, words, outside, options, features, terms }: Understanding): boolean {
  if ((intent !== 'ask' && intent !== 'other') || words < REMARK || outside > ASIDE) return false;
  if (['questions', 'compare', 'judgement', 'define'].some((cue) => cues.has(cue))) return false;
  const names = band === 'sure' || options.length + features.length + terms.length > 0;
  return names ? cues.has('own-thing') && words <= LONG : !cues.has('asks');
}
