import { cardText } from '../../src/cards/text.ts';
import { apology, type Desk } from './desk.ts';
import { cut, LIMITS } from './limits.ts';

/** What a step of a workflow gives back: the bottom line, and the whole answer in words. It belongs to no talk and is not kept. */
export function recommendStep(
  desk: Desk,
  workload: unknown,
  reference: string,
): { verdict: string; answer: string } | { error: string } {
  if (typeof workload !== 'string' || workload.trim() === '')
    return { error: 'The step needs a workload: describe it in a sentence.' };
  try {
    const { card, summary } = desk.bot().respond({ text: workload, speaker: 'workflow' });
    if (summary.refused) return { error: cut(`That describes no workload. ${cardText(card)}`, MOST_ERROR) };
    return { verdict: card.lead, answer: cut(cardText(card), LIMITS.text) };
  } catch (error) {
    return { error: apology(desk, error, reference) };
  }
}

const MOST_ERROR = 500;
