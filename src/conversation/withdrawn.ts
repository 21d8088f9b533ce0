import type { Value } from '../knowledge/schema.ts';
import type { FactMention } from '../understanding/facts.ts';
import type { Understanding } from '../understanding/understanding.ts';
import type { Conversation, Known } from './conversation.ts';

type KnownFacts = Conversation['facts'];

/** A fact that was heard together with another one and falls with it. */
interface Tie {
  fact: string;
  /** It falls only when the other one had this value. */
  from?: Value;
  follower: string;
  /** Only this value of it falls. */
  value?: Value;
  /** What holds of it instead once the other one has this value. */
  instead?: Value;
}

/** "Not customers, our own teams" takes back the customers too; Linux instead of Windows 2012 takes back that the system is old. */
const TIES: readonly Tie[] = [
  { fact: 'os-family', follower: 'legacy-os' },
  { fact: 'os-family', from: 'windows', follower: 'host-os', value: 'windows' },
  { fact: 'trust', from: 'untrusted', follower: 'tenancy', value: 'external-customers', instead: 'internal-teams' },
  { fact: 'tenancy', from: 'external-customers', follower: 'trust', value: 'untrusted' },
  { fact: 'app-style', follower: 'license' },
  { fact: 'vendor-support', from: 'vm-only', follower: 'app-style', value: 'vendor-appliance' },
];

/** What no longer holds once the clause that demanded it is gone. */
const DEMANDS: readonly string[] = ['compliance'];
/** What no longer holds of a program that was written anew: its age, and that nobody may touch it. */
const AGE: Readonly<Record<string, readonly Value[]>> = {
  'legacy-os': ['yes'],
  'can-change': ['no', 'config-only'],
  'vendor-support': ['vm-only'],
};

/** The known facts that a turn takes back: by denying them, by lifting what demanded them, or by replacing what they came with. */
export function withdrawn(
  known: KnownFacts,
  stated: readonly FactMention[],
  heard: Understanding,
  speaker: string,
): string[] {
  const again = new Set(stated.map(({ fact }) => fact));
  const gone = new Set([
    ...deniedOf(known, stated, heard),
    ...(liftsDemand(heard) ? DEMANDS : []),
    ...(isRenewed(heard) ? Object.keys(AGE).filter((fact) => isAge(known, fact)) : []),
    ...stated.flatMap((mention) => tiesOf(known, mention, heard, speaker).map(({ follower }) => follower)),
  ]);
  return [...gone].filter((fact) => fact in known && !again.has(fact));
}

/** "Legal gets that clause deleted", but not "they will not delete it". */
const liftsDemand = ({ cues }: Understanding): boolean => cues.has('lifted') && !cues.has('dropped');

/** "We rewrote it" and "what if we rewrote it", but not "could we rewrite it?". */
const isRenewed = ({ cues }: Understanding): boolean =>
  cues.has('renewal') && (cues.has('what-if') || cues.has('correction') || !cues.has('asks'));

const isAge = (known: KnownFacts, fact: string): boolean => AGE[fact]?.includes(known[fact]?.value ?? '') ?? false;

/** Denied by value, or, when the turn states nothing itself, heard in words that it denies. */
function deniedOf(known: KnownFacts, stated: readonly FactMention[], { denied, deniedWords }: Understanding): string[] {
  return Object.entries(known).flatMap(([fact, { value, words }]) => {
    const byValue = denied.some((away) => away.fact === fact && away.value === value);
    const byWord = stated.length === 0 && words.some((word) => deniedWords.includes(word));
    return byValue || byWord ? [fact] : [];
  });
}

/** What follows from what is stated, because it was tied to what that replaces: the tenants are teams now, too. */
export function following(
  known: KnownFacts,
  stated: readonly FactMention[],
  heard: Understanding,
  speaker: string,
): FactMention[] {
  const again = new Set(stated.map(({ fact }) => fact));
  return stated.flatMap((mention) =>
    tiesOf(known, mention, heard, speaker)
      .filter(({ follower, instead }) => instead === mention.value && !again.has(follower))
      .map(({ follower }) => ({ ...mention, fact: follower })),
  );
}

function tiesOf(known: KnownFacts, mention: FactMention, heard: Understanding, speaker: string): readonly Tie[] {
  const old = known[mention.fact];
  if (old?.speaker !== speaker || mention.strength === 'suggested' || !isReplaced(old, mention, heard)) return [];
  return TIES.filter(
    ({ fact, from, follower, value }) =>
      fact === mention.fact &&
      (from === undefined || from === old.value) &&
      (value === undefined || value === known[follower]?.value) &&
      inOneBreath(old, known[follower]),
  );
}

/** Another value, or in a correction or a what-if another thing of the same kind: one database for another. */
function isReplaced(old: Known, { value, words }: FactMention, { cues }: Understanding): boolean {
  if (cues.has('partly')) return false;
  if (old.value !== value) return value !== 'mixed';
  const swaps = cues.has('what-if') || cues.has('correction');
  return swaps && words.length > 0 && old.words.length > 0 && !words.some((word) => old.words.includes(word));
}

/** Heard in the same clause, as far as we know in which clause each was heard. */
function inOneBreath(one: Known, other: Known | undefined): boolean {
  if (!other) return false;
  return one.words.length === 0 || other.words.length === 0 || one.words.some((word) => other.words.includes(word));
}
