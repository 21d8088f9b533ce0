import type { Cues } from './cues.ts';
import type { FactMention, FactsHeard } from './facts.ts';
import type { Scored } from './model.ts';

/** What a person wants, in the words used everywhere: code, logs and the JSON Lines protocol. */
export type Intent =
  | 'ask'
  | 'compare'
  | 'recommend'
  | 'refine'
  | 'what-if'
  | 'why'
  | 'tour'
  | 'share'
  | 'save'
  | 'mute'
  | 'help'
  | 'greeting'
  | 'thanks'
  | 'reset'
  | 'other';

/** How sure we are of the topic: answer, offer what may be meant, or say that it is not covered. */
export type Band = 'sure' | 'unsure' | 'none';

/** What an utterance means on its own, before the conversation is taken into account. */
export interface Understanding {
  intent: Intent;
  /** Topics it may be about, best first; scores are probabilities. */
  topics: Scored[];
  band: Band;
  /** How likely it is about any topic at all; 0 to 1. */
  known: number;
  /** How likely it is that the utterance describes a workload or asks for advice on one; 0 to 1. */
  workload: number;
  /** How likely it is none of our business; 0 to 1, and the most likely kind of it. */
  outside: number;
  outsideKind: string;
  /** Rows of the comparison, terms, deep dives and options that are named, in order of mention. */
  features: string[];
  terms: string[];
  dives: string[];
  options: string[];
  facts: FactMention[];
  denied: FactsHeard['denied'];
  contradictory: FactsHeard['contradictory'];
  cues: Cues;
  /** The first number in it: of a lesson or of an answer to a quiz. */
  number: number | undefined;
  /** The choice a, b or c, when the utterance is just that. */
  lettered: number | undefined;
  /** Longer words of clauses that deny something: "no dongle on this one" takes back what a dongle had implied. */
  deniedWords: string[];
  words: number;
  language: 'english' | 'other';
  /** The utterance was longer than we read. */
  cut: boolean;
}
