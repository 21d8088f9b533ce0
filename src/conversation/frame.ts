import type { Value } from '../knowledge/schema.ts';
import type { FactMention } from '../understanding/facts.ts';
import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation, Known } from './conversation.ts';
import { following, withdrawn } from './withdrawn.ts';

/** One fact that a turn changed; `to` is missing when it was taken back. */
export interface Change {
  fact: string;
  from?: Value;
  to?: Value;
  /** It holds for a part of the workload only. */
  partly?: boolean;
}

export interface Framed {
  conversation: Conversation;
  changes: Change[];
  /** Facts on which this turn contradicts somebody else. */
  disputes: string[];
}

const RANK: Readonly<Record<Known['strength'], number>> = { said: 3, implied: 2, suggested: 1 };

/**
 * The facts after a turn: what is denied goes, what is stated comes. The same person's correction overwrites; another
 * person's contradiction is kept beside the first as a dispute, which the next statement of that fact settles.
 */
export function frameAfter(before: Conversation, heard: Understanding, speaker: string): Framed {
  const rest = heard.cues.has('rest');
  const partly = heard.cues.has('partly') && (rest || Object.keys(before.facts).length > 0);
  const told = heard.cues.has('correction') ? heard.facts.map(firmly) : heard.facts;
  const whole = partly ? wholeOf(told, rest) : told;
  const facts = [...whole, ...following(before.facts, whole, heard, speaker)];
  const framed: Framed = {
    conversation: { ...before, facts: { ...before.facts }, disputed: { ...before.disputed } },
    changes: [],
    disputes: [],
  };
  for (const fact of withdrawn(before.facts, facts, heard, speaker)) withdraw(fact, framed);
  for (const mention of facts) state(mention, speaker, framed);
  if (!partly) return framed;
  const part = partAfter(before.part, heard.facts, speaker);
  const apart = heard.facts
    .filter(({ fact }) => fact in part)
    .map(({ fact, value }) => ({ fact, to: value, partly: true }));
  return { ...framed, conversation: { ...framed.conversation, part }, changes: [...framed.changes, ...apart] };
}

/** A correction counts as said outright, so that it can overwrite what was said before. */
const firmly = (mention: FactMention): FactMention =>
  mention.strength === 'implied' ? { ...mention, strength: 'said' } : mention;

function withdraw(fact: string, { conversation: { facts }, changes }: Framed): void {
  const old = facts[fact];
  changes.push({ fact, ...(old && { from: old.value }) });
  delete facts[fact];
}

function state(
  mention: FactMention,
  speaker: string,
  { conversation: { facts, disputed }, changes, disputes }: Framed,
): void {
  const { fact, value, strength, words } = mention;
  const old = facts[fact];
  if (disputed[fact]) delete disputed[fact];
  else if (old && contradicts(old, mention, speaker)) {
    disputed[fact] = [
      { value: old.value, speaker: old.speaker },
      { value, speaker },
    ];
    disputes.push(fact);
    delete facts[fact];
    return;
  }
  if (old && !outweighs(mention, old)) return;
  facts[fact] = { value, speaker, strength, words };
  changes.push({ fact, ...(old && old.value !== value && { from: old.value }), to: value });
}

/** Facts about where and by whom things run, which hold for the whole even when the rest is about a part. */
const COMMON: ReadonlySet<string> = new Set([
  'existing-platform',
  'environment',
  'host-os',
  'ops-engineers',
  'k8s-skill',
]);

/** Facts about danger and duty: what one part does endangers or binds all that share a machine with it. */
const SHARED: ReadonlySet<string> = new Set(['trust', 'compliance', 'tenancy', 'live-migration']);

/** What a statement about a part says of the whole: "some of them are Windows" means that the whole needs several systems. */
function wholeOf(facts: readonly FactMention[], rest: boolean): FactMention[] {
  return facts.flatMap((mention) => {
    if (mention.fact === 'os-family') return [{ ...mention, value: 'mixed', strength: 'said' as const }];
    return SHARED.has(mention.fact) || (rest && COMMON.has(mention.fact)) ? [mention] : [];
  });
}

function partAfter(part: Conversation['part'], facts: readonly FactMention[], speaker: string): Conversation['part'] {
  const told = facts.filter(
    ({ fact, strength }) =>
      !['os-family', 'instance-count'].includes(fact) &&
      !COMMON.has(fact) &&
      !SHARED.has(fact) &&
      strength !== 'suggested',
  );
  return {
    ...part,
    ...Object.fromEntries(told.map(({ fact, value, strength, words }) => [fact, { value, speaker, strength, words }])),
  };
}

/** Another value counts when it is told no less firmly than the old one, the same value when it is told more firmly. */
function outweighs({ value, strength }: FactMention, old: Known): boolean {
  return old.value === value ? RANK[strength] > RANK[old.strength] : RANK[strength] >= RANK[old.strength];
}

function contradicts(old: Known, { value, strength }: FactMention, speaker: string): boolean {
  return old.speaker !== speaker && old.value !== value && old.strength === 'said' && strength === 'said';
}

/** The conversation with exactly these facts; those that are new are said by the speaker. */
export function adopt(
  before: Conversation,
  facts: Readonly<Record<string, Value>>,
  speaker: string,
): Omit<Framed, 'disputes'> {
  const known = Object.entries(facts).map(([id, value]): [string, Known] => {
    const old = before.facts[id];
    return [id, old?.value === value ? old : { value, speaker, strength: 'said', words: [] }];
  });
  const ids = new Set([...Object.keys(before.facts), ...Object.keys(facts)]);
  const changes = [...ids].flatMap((fact): Change[] => {
    const [from, to] = [before.facts[fact]?.value, facts[fact]];
    return from === to ? [] : [{ fact, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
  });
  return { conversation: { ...before, facts: Object.fromEntries(known) }, changes };
}

/** The facts alone, as the rules read them, with suppositions laid over. */
export function factsOf(
  { facts }: Pick<Conversation, 'facts'>,
  supposed: Readonly<Record<string, Value>> = {},
): Record<string, Value> {
  return { ...Object.fromEntries(Object.entries(facts).map(([id, { value }]) => [id, value])), ...supposed };
}
