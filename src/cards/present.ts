import type { Answer } from '../answer.ts';
import type { Source } from '../knowledge/schema.ts';
import type { Card } from './card.ts';
import { comparisonCard, optionsCard } from './comparison.ts';
import { explanationCard } from './explanation.ts';
import { learningCard } from './learning.ts';
import { contradictionCard, disputeCard, objectionCard, rationaleCard, sensitivityCard } from './rationale.ts';
import { recordCard } from './record.ts';
import * as talk from './talk.ts';
import { verdictCard } from './verdict.ts';

/** What presenting needs of the knowledge: its sources, and the date its rules were last reviewed. */
export interface Credits {
  sources: readonly Source[];
  reviewed: string;
}

/** The card for an answer. The same answer gives the same card, byte for byte. */
export function present(answer: Answer, { sources, reviewed }: Credits): Card {
  switch (answer.kind) {
    case 'row':
    case 'difference':
    case 'option':
    case 'definition':
    case 'deep-dive':
      return explanationCard(answer, answer.length, sources);
    case 'comparison':
      return comparisonCard(answer.features, sources);
    case 'options':
      return optionsCard(answer.options, sources);
    case 'verdict':
      return verdictCard(answer, answer.length, sources, reviewed);
    case 'rationale':
      return rationaleCard(answer, sources, reviewed);
    case 'sensitivity':
      return sensitivityCard(answer, sources, reviewed);
    case 'objection':
      return objectionCard(answer, sources, reviewed);
    case 'tour':
    case 'lesson':
    case 'quiz':
      return learningCard(answer, sources, reviewed);
    case 'save':
      return recordCard(answer.decided, sources, reviewed);
    default:
      return talkCard(answer);
  }
}

type Talk = Extract<Answer, { kind: 'dispute' | 'contradiction' | 'did-you-mean' | 'not-covered' | keyof typeof TALK }>;

function talkCard(answer: Talk): Card {
  switch (answer.kind) {
    case 'dispute':
      return disputeCard(answer);
    case 'contradiction':
      return contradictionCard(answer);
    case 'did-you-mean':
      return talk.didYouMeanCard(answer.topics);
    case 'not-covered':
      return talk.notCoveredCard(answer);
    default:
      return TALK[answer.kind]();
  }
}

const TALK = {
  share: talk.shareCard,
  help: talk.helpCard,
  greeting: talk.greetingCard,
  thanks: talk.thanksCard,
  reset: talk.resetCard,
  mute: talk.muteCard,
  empty: talk.emptyCard,
  language: talk.languageCard,
  abuse: talk.abuseCard,
  'nothing-to-repeat': talk.nothingToRepeatCard,
} as const;
