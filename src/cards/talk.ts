import type { Answer } from '../answer.ts';
import type { Topic } from '../knowledge/topics.ts';
import type { Button, Card } from './card.ts';
import { plainCard } from './claims.ts';

const COMPARE: Button = { label: 'Compare all', says: 'compare VM and container' };
const MY_CASE: Button = { label: 'For my case', says: 'which one should I use' };
const TOUR: Button = { label: 'Take the tour', says: 'take the tour' };
const HELP: Button = { label: 'Help', says: 'help' };

const buttonOf = ({ name, says }: Topic): Button => ({ label: name, says });

/** What I can do: at most six lines, examples first. */
export function helpCard(): Card {
  return plainCard(
    'VM or container?',
    'I help you choose between VMs and containers, with sources.',
    [
      {
        kind: 'bullets',
        heading: 'For example',
        items: [
          { text: 'is docker faster to start than a vm?', sources: [] },
          { text: 'we have 8 linux services and two engineers, where should they run?', sources: [] },
          { text: 'compare isolation and networking', sources: [] },
        ],
      },
      { kind: 'text', text: 'Then ask "why?", "what if it needs a GPU?" or "what would change it?".' },
    ],
    [COMPARE, MY_CASE, TOUR],
  );
}

export function greetingCard(): Card {
  return plainCard('Hello', 'Hello. VM or container? Ask, or describe your workload.', [], [COMPARE, MY_CASE, TOUR]);
}

export const thanksCard = (): Card => plainCard('Thanks', 'You are welcome.');

export const resetCard = (): Card =>
  plainCard('Start over', 'I forgot the facts of this conversation. What runs where?', [], [MY_CASE, COMPARE]);

export const muteCard = (): Card => plainCard('Muted', 'I keep quiet here until somebody mentions me.');

export const emptyCard = (): Card => ({ ...helpCard(), lead: 'I heard no words; here is what I can do.' });

export const languageCard = (): Card =>
  plainCard('English only', 'I understand English only; please ask me in English.', [], [HELP]);

export const abuseCard = (): Card =>
  plainCard('Calmly', 'I only know about virtual machines and containers; ask me about those.');

export const nothingToRepeatCard = (): Card => ({
  ...helpCard(),
  lead: 'Nothing was said yet; here is what I can do.',
});

/** We are not sure: at most three readings to choose from. */
export function didYouMeanCard(topics: readonly Topic[]): Card {
  return plainCard(
    'Did you mean',
    'I am not sure what you mean. Is it one of these?',
    [],
    topics.slice(0, 3).map(buttonOf),
  );
}

/** What we decline, with the two nearest topics and what we can do. */
export function notCoveredCard({ topics, sort }: Extract<Answer, { kind: 'did-you-mean' | 'not-covered' }>): Card {
  const near = topics.slice(0, 2);
  const names = near.map(({ name }) => name.toLowerCase()).join(' and ');
  return plainCard(
    'Not covered',
    'I do not cover that; I compare VMs and containers.',
    [
      ...(REFUSALS[sort] === undefined ? [] : [{ kind: 'text' as const, text: REFUSALS[sort] }]),
      {
        kind: 'text',
        text: `${names === '' ? '' : `Nearest to it I know: ${names}. `}I can compare, explain, and recommend where a workload should run.`,
      },
    ],
    [...near.map(buttonOf), HELP],
  );
}

const REFUSALS: Readonly<Record<string, string>> = {
  troubleshooting: 'I explain and decide; I do not fix or configure a particular installation.',
  chores: 'I answer questions only; I cannot run, write or change anything for you.',
};

/** Sharing is the platform's to do; in a talk without one we say how. */
export const shareCard = (): Card => plainCard('Share', 'Use the Share button under the answer to post it.');
