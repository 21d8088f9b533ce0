import type { Fact, Value } from '../knowledge/schema.ts';
import type { FactMention } from '../understanding/facts.ts';
import type { Understanding } from '../understanding/understanding.ts';

/** How a turn answers the question we asked: with a value, by putting it aside, or not at all. */
export type Reply = { kind: 'value'; mention: FactMention } | { kind: 'aside' } | { kind: 'none' };

/** Reads "yes", "no", "8", "don't know" and "skip" as answers to an open question. A fact that was stated outright needs no reading. */
export function replyTo(fact: Fact, { cues, facts, number, words }: Understanding): Reply {
  if (facts.some((mention) => mention.fact === fact.id && mention.strength !== 'suggested')) return { kind: 'none' };
  if (cues.has('dont-know') || cues.has('skip')) return { kind: 'aside' };
  const value = valueFrom(fact, cues, words <= 4 ? number : undefined);
  if (value === undefined) return cues.has('yes') || cues.has('no') ? { kind: 'aside' } : { kind: 'none' };
  return { kind: 'value', mention: { fact: fact.id, value, strength: 'said', words: [], hints: 1 } };
}

function valueFrom({ kind, values }: Fact, cues: Understanding['cues'], number: number | undefined): Value | undefined {
  if (kind === 'number') return number;
  const ids = values.map(({ id }) => id);
  const negative = ids.find((id) => id === 'no' || id === 'none');
  if (cues.has('no')) return negative;
  const others = ids.filter((id) => id !== negative);
  return cues.has('yes') && negative !== undefined && others.length === 1 ? others[0] : undefined;
}

/** A greeting or thanks with a wish beside it is the wish. */
export const wished = (heard: Understanding): Understanding =>
  (heard.intent === 'greeting' || heard.intent === 'thanks') && heard.cues.has('which')
    ? { ...heard, intent: 'recommend' }
    : heard;

/** What is only suggested of the very fact we asked for, without a question, is an answer to our question and counts as told. */
export function answering(asked: string | undefined, heard: Understanding): Understanding {
  if (asked === undefined || heard.cues.has('asks')) return heard;
  const firmly = (mention: FactMention): FactMention =>
    mention.fact === asked && mention.strength === 'suggested' ? { ...mention, strength: 'implied' } : mention;
  return { ...heard, facts: heard.facts.map(firmly) };
}
