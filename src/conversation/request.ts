import type { Fact, Value } from '../knowledge/schema.ts';
import type { Topic } from '../knowledge/topics.ts';
import type { Intent } from '../understanding/understanding.ts';
import type { Conversation } from './conversation.ts';
import type { Change } from './frame.ts';

/** What the reducer may look up: names of things, never how they are decided. */
export interface Ground {
  topics: ReadonlyMap<string, Topic>;
  facts: readonly Fact[];
  lessons: readonly { quiz: readonly unknown[] }[];
  tour: readonly unknown[];
}

export interface Advanced {
  conversation: Conversation;
  request: Request;
}

/** What a turn asks of us once the conversation is taken into account. */
export type Request = (
  | {
      kind: 'topic';
      topic: string;
      features: string[];
      /** Terms that are named, the topic's own among them. */
      terms: string[];
      options: string[];
      alternatives: string[];
      aspect?: 'benefits' | 'drawbacks';
      tendency: boolean;
    }
  | { kind: 'comparison'; features: string[] }
  | { kind: 'options'; options: string[] }
  | { kind: 'deep-dive'; dive: string }
  | { kind: 'verdict'; changes: Change[]; supposed?: Record<string, Value>; beside?: string; unmoved?: true }
  | { kind: 'dispute'; facts: string[] }
  | { kind: 'contradiction'; fact: string; values: Value[] }
  | { kind: 'why'; about: string[] }
  | { kind: 'why-not'; option: string }
  | { kind: 'what-would-change' }
  | { kind: 'tour'; step: number }
  | { kind: 'lesson'; lesson: number; question: number; choice?: number }
  | { kind: 'did-you-mean'; topics: string[] }
  | { kind: 'not-covered'; nearest: string[]; sort: string }
  | {
      kind:
        | 'help'
        | 'greeting'
        | 'thanks'
        | 'reset'
        | 'share'
        | 'save'
        | 'mute'
        | 'empty'
        | 'language'
        | 'abuse'
        | 'nothing-to-repeat';
    }
) & { intent: Intent; length?: 'short' | 'long' };

export type Topical = Extract<Request, { kind: 'topic' }>;

/** A request to explain one topic, with nothing more than what is given. */
export function topical(topic: string, intent: Topical['intent'], more: Partial<Topical>): Topical {
  return {
    kind: 'topic',
    topic,
    features: [],
    terms: [],
    options: [],
    alternatives: [],
    tendency: false,
    ...more,
    intent,
  };
}
