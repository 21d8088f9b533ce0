import type { Scored } from './model.ts';
import { GRAVE } from './suspicion.ts';
import type { Intent, Understanding } from './understanding.ts';

type Meaning = Omit<Understanding, 'intent' | 'band'>;

/** Intents that the ranker knows as classes of their own. */
const TALK: readonly Intent[] = ['reset', 'share', 'save', 'mute', 'tour', 'help', 'greeting', 'thanks'];
/** Topics so general that a wish for advice beside them is the real matter. */
const GENERAL: ReadonlySet<string> = new Set(['overview-difference', 'when-vm', 'when-container', 'hybrid']);
/** So many facts beside a wish for advice leave no doubt. */
const PLENTY = 3;
const LONG = 12;
const SHORT = 7;
/** Below this likelihood of being none of our business a message is ours; above it we decline unless ours is that much likelier. */
const LEAST_OUTSIDE = 0.25;
const CAUTION = 1.25;
/** From here even a few words that name a row of the comparison are none of our business. */
const LIKELY_OUTSIDE = 0.6;
/** A topic as likely as this is meant even where a case is supposed. */
const PLAIN = 0.45;
/** A topic less likely than this is not what is asked for. */
const FAINT = 0.12;

interface Seen extends Meaning {
  /** How much was told outright of a workload. */
  told: number;
  best: Scored | undefined;
}

/** One way to read an utterance; undefined when it does not apply. */
type Way = (seen: Seen) => Intent | undefined;

/** What the person wants, before the conversation is known: the first way of reading that applies, short cues before the whole. */
export function intentOf(meaning: Meaning, best: Scored | undefined): Intent {
  const seen = { ...meaning, told: toldIn(meaning), best };
  for (const read of WAYS) {
    const intent = read(seen);
    if (intent) return intent;
  }
  return meaning.cues.has('compare') ? 'compare' : 'ask';
}

const asWhy = ({ cues }: Seen): boolean => cues.has('why') || cues.has('why-not');

const WAYS: readonly Way[] = [
  ({ cues }) => TALK.find((intent) => cues.has(intent)),
  ({ cues, told }) => (cues.has('abuse') && told === 0 ? 'other' : undefined),
  (seen) => (isErrand(seen) ? 'other' : undefined),
  (seen) => (supposes(seen) ? 'what-if' : undefined),
  ({ cues }) => (cues.has('which') ? 'recommend' : undefined),
  ({ cues, told, words }) => (cues.has('wants-tour') && told === 0 && words <= LONG * 2 ? 'tour' : undefined),
  ({ best, words }) => (best && best.score > 0.6 && isTalk(best.id) && words <= LONG * 2 ? best.id : undefined),
  (seen) => (asWhy(seen) && seen.words <= SHORT && seen.outside < 0.8 ? 'why' : undefined),
  (seen) => (isAside(seen) ? 'other' : undefined),
  ({ cues, told, words }) =>
    (cues.has('drawbacks') || cues.has('benefits')) && told === 0 && words <= LONG + 4 ? 'ask' : undefined,
  (seen) => (asWhy(seen) && seen.words <= LONG ? 'why' : undefined),
  ({ best }) => (best?.id === 'why' || best?.id === 'what-if' ? best.id : undefined),
  (seen) => (asksForAdvice(seen) ? wish(seen) : undefined),
  ({ topics }) => (topics.length === 0 ? 'other' : undefined),
];

const wish = ({ cues, words }: Seen): Intent => (cues.has('advice') || words > LONG ? 'recommend' : 'refine');

/** Something to be done or mended for the person, which we cannot. */
function isErrand({ cues, outside }: Seen): boolean {
  return (cues.has('chore') && outside > 0.05) || (cues.has('fault') && outside > 0.05 && !cues.has('advice'));
}

/** "What if …", unless it only says "the same for …", or asks at length what we plainly know as a topic. */
function supposes({ cues, told, workload, facts, words, outside, topics }: Seen): boolean {
  if (!cues.has('what-if') || (cues.has('same-for') && told === 0) || outside >= 0.7) return false;
  if (words > SHORT && (topics[0]?.score ?? 0) >= PLAIN && workload < FAINT) return false;
  if (told === 0 && outside > workload) return false;
  return told > 0 || workload > 0.2 || (facts.length > 0 && words <= SHORT);
}

/** How many facts were told outright, and one more for each that would be dangerous to miss. */
function toldIn({ facts }: Meaning): number {
  const told = facts.filter(({ strength, words }) => strength !== 'suggested' && words.length > 0);
  return told.length + told.filter(({ fact, value }) => GRAVE.has(`${fact}=${value}`)).length;
}

function isTalk(id: string): id is Intent {
  return (TALK as readonly string[]).includes(id);
}

/** None of our business: likely outside, and no sign in it that it is meant for us. */
function isAside(seen: Seen): boolean {
  const { outside, workload, known, topics, cues } = seen;
  const caution = cues.has('advice') ? 1 : CAUTION;
  const ours = Math.max(workload, known, topics[0]?.score ?? 0);
  const likely = outside >= LEAST_OUTSIDE && outside * caution >= ours;
  return likely && !namesRow(seen) && !tellsOfWorkload(seen);
}

const namesRow = ({ features, words, outside }: Seen): boolean =>
  features.length > 0 && words <= SHORT && outside < LIKELY_OUTSIDE;

/** Full of facts about a workload, or a wish for advice beside a fact or an option. */
function tellsOfWorkload({ told, facts, options, cues, workload, outside }: Seen): boolean {
  const wishes = cues.has('advice');
  if ((told >= 2 || facts.length >= 4) && (wishes || workload > 0.1)) return true;
  return wishes && (told >= 1 || options.length > 0) && outside < 0.8;
}

/** A workload is described, or advice is asked for, rather than knowledge. */
function asksForAdvice(seen: Seen): boolean {
  return describes(seen) || (seen.cues.has('advice') && seen.outside <= 0.6 && wishesAdvice(seen));
}

function describes(seen: Seen): boolean {
  const { workload, topics, told, cues } = seen;
  const topic = topics[0]?.score ?? 0;
  if (statesFacts(seen) || (told >= PLENTY && cues.has('advice'))) return true;
  if (workload > topic && (workload >= 0.5 || (workload > 0.3 && told >= 1))) return true;
  return told >= 2 && workload > 0.12 && (cues.has('advice') || workload > topic);
}

/** Facts are told and nothing is asked. */
function statesFacts({ workload, told, cues, words, facts }: Seen): boolean {
  const guessed = facts.filter(({ strength }) => strength === 'suggested').length / 2;
  return !cues.has('asks') && !cues.has('compare') && told + guessed >= 2 && words >= 5 && workload > 0.1;
}

function wishesAdvice(seen: Seen): boolean {
  const best = seen.topics[0];
  const topic = best?.score ?? 0;
  if (seen.told >= 1) return seen.workload > 0.08 && topic < 0.8;
  if ((seen.cues.has('in-general') && topic > FAINT) || topic >= 0.6) return false;
  return (topic < FAINT || GENERAL.has(best?.id ?? '')) && isPersonal(seen);
}

/** Advice for oneself is wished: in a few words, for something of one's own. */
function isPersonal({ workload, words, cues, options }: Seen): boolean {
  return workload > 0.2 || words <= SHORT || (cues.has('own-thing') && options.length >= 2);
}
