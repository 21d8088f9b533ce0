import type { Claim, DeepDive, Feature, Option, Pack, Term } from './schema.ts';

/** What a knowledge question can be about, and the entries that answer it. */
export interface Topic {
  id: string;
  /** How the topic is named on buttons and in sentences. */
  name: string;
  /** The utterance that asks for it, understood exactly. */
  says: string;
  features: Feature[];
  terms: Term[];
  dive?: DeepDive;
  option?: Option;
  /** Set for the topics that show a part of an option's page. */
  part?: OptionPart;
}

export type OptionPart = 'overview' | 'when' | 'benefits' | 'challenge';

const OPTION_TOPICS: readonly { id: string; name: string; says: string; option: string; part: OptionPart }[] = [
  { id: 'overview-vm', name: 'What a VM is', says: 'what is a VM', option: 'vm', part: 'overview' },
  {
    id: 'overview-container',
    name: 'What a container is',
    says: 'what is a container',
    option: 'container',
    part: 'overview',
  },
  { id: 'when-vm', name: 'When to use a VM', says: 'when should I use a VM', option: 'vm', part: 'when' },
  {
    id: 'when-container',
    name: 'When to use a container',
    says: 'when should I use a container',
    option: 'container',
    part: 'when',
  },
  { id: 'hybrid', name: 'Containers on VMs', says: 'why run containers on VMs', option: 'hybrid', part: 'benefits' },
  {
    id: 'hybrid-challenge',
    name: 'What is hard about containers on VMs',
    says: 'what is hard about containers on VMs',
    option: 'hybrid',
    part: 'challenge',
  },
];

/** The topic that compares everything: its card is the eight classic rows. */
export const DIFFERENCE = 'overview-difference';

/** Every topic of the knowledge by id; small terms are topics of their own, named `glossary:ID`. */
export function topicsOf({
  features,
  terms,
  options,
}: Pick<Pack, 'features' | 'terms' | 'options'>): Map<string, Topic> {
  const topics = new Map<string, Topic>();
  const add = (id: string, name: string, says: string): Topic => {
    const topic = topics.get(id) ?? { id, name, says, features: [], terms: [] };
    topics.set(id, topic);
    return topic;
  };
  add(DIFFERENCE, 'VM and container side by side', 'compare VM and container');
  for (const { id, name, says, option, part } of OPTION_TOPICS) {
    const entry = options.find((candidate) => candidate.id === option);
    if (entry) Object.assign(add(id, name, says), { option: entry, part });
  }
  for (const feature of features) add(feature.topic, feature.name, `compare ${feature.name}`).features.push(feature);
  for (const term of terms.terms)
    add(term.topic ?? `glossary:${term.id}`, term.name, `what is ${term.name}`).terms.push(term);
  for (const dive of terms['deep-dives']) add(dive.id, dive.name, `deep dive: ${dive.name}`).dive = dive;
  return topics;
}

/** The claims of an option that a topic shows. */
export function claimsOf(option: Option, part: OptionPart): Claim[] {
  if (part === 'overview') return option.points;
  if (part === 'when') return option.when;
  return (part === 'benefits' ? option.benefits : option.challenge) ?? [];
}
