import { cardText } from '../../src/cards/text.ts';
import type { Desk } from './desk.ts';
import { cut, LIMITS } from './limits.ts';

/** What a step of a workflow gives back: the bottom line, and the whole answer in words. It belongs to no talk and is not kept. */
export function recommendStep({ bot }: Desk, workload: unknown): { verdict: string; answer: string } | undefined {
  if (typeof workload !== 'string' || workload.trim() === '') return undefined;
  const { card } = bot().respond({ text: workload, speaker: 'workflow' });
  return { verdict: card.lead, answer: cut(cardText(card), LIMITS.text) };
}
