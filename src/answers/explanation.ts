import type { Request } from '../conversation/request.ts';
import type { Claim, DeepDive, Feature, Option, Term } from '../knowledge/schema.ts';
import { claimsOf, DIFFERENCE, type Topic } from '../knowledge/topics.ts';
import type { Decided } from './decided.ts';
import type { Sources } from './sources.ts';

/** What we know of a topic, in the shape that fits it. */
export type Explanation = {
  topic: string;
  /** Other readings of the words, when we were not sure. */
  alternatives: Topic[];
  /** Where the facts told along with the question point. */
  tendency: Decided | undefined;
} & (
  | { kind: 'row'; feature: Feature; related: Feature[]; why: boolean }
  | { kind: 'difference'; features: Feature[] }
  | { kind: 'option'; option: Option; claims: Claim[]; heading: string }
  | { kind: 'definition'; term: Term; dive: DeepDive | undefined; beside: Term[] }
  | { kind: 'deep-dive'; dive: DeepDive }
);

/** "KVM and QEMU are always named together": so many other small terms are explained beside the first. */
const MOST_BESIDE = 2;

type Wanted = Extract<Request, { kind: 'topic' | 'deep-dive' }>;
type Common = Pick<Explanation, 'topic' | 'alternatives' | 'tendency'>;

/** The explanation of a topic; falls back to the side-by-side card when the topic has gone from the knowledge. */
export function explain(
  request: Wanted,
  tendency: () => Decided | undefined,
  { topics, knowledge }: Sources,
): Explanation {
  const id = request.kind === 'topic' ? request.topic : request.dive;
  const topic = topics.get(id);
  const alternatives = request.kind === 'topic' ? request.alternatives.flatMap((other) => topics.get(other) ?? []) : [];
  const common: Common = {
    topic: id,
    alternatives,
    tendency: request.kind === 'topic' && request.tendency ? tendency() : undefined,
  };
  const difference: Explanation = {
    ...common,
    kind: 'difference',
    features: knowledge.features.filter(({ classic }) => classic),
  };
  if (!topic || id === DIFFERENCE) return difference;
  if (request.kind === 'deep-dive' && topic.dive) return { ...common, kind: 'deep-dive', dive: topic.dive };
  return pageOf(topic, request, common, knowledge.terms.terms) ?? difference;
}

function pageOf(topic: Topic, request: Wanted, common: Common, terms: readonly Term[]): Explanation | undefined {
  const wanted = request.kind === 'topic' ? request : undefined;
  const feature = topic.features.find(({ id }) => wanted?.features.includes(id)) ?? topic.features[0];
  if (feature)
    return {
      ...common,
      kind: 'row',
      feature,
      related: topic.features.filter((other) => other !== feature),
      why: wanted?.intent === 'why',
    };
  if (topic.option && topic.part) return optionPage(topic.option, topic, wanted?.aspect, common);
  const term = topic.terms.find(({ id }) => id === topic.id) ?? topic.terms[0];
  if (topic.dive && (!term || term.details.length === 0)) return { ...common, kind: 'deep-dive', dive: topic.dive };
  const beside = terms.filter((other) => !other.topic && other !== term && wanted?.terms.includes(other.id));
  return term && { ...common, kind: 'definition', term, dive: topic.dive, beside: beside.slice(0, MOST_BESIDE) };
}

function optionPage(
  option: Option,
  { part, name }: Topic,
  aspect: 'benefits' | 'drawbacks' | undefined,
  common: Common,
): Explanation {
  if (aspect === 'drawbacks' && part === 'when')
    return { ...common, kind: 'option', option, claims: option.when, heading: name };
  return { ...common, kind: 'option', option, claims: part ? claimsOf(option, part) : option.points, heading: name };
}
