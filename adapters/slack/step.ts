import { z } from 'zod';
import { cardText } from '../../src/cards/text.ts';
import { reasonOf, soon } from './api.ts';
import { apology, type Desk } from './desk.ts';
import type { Settle } from './intake.ts';
import { cut, LIMITS } from './limits.ts';
import { STEP } from './names.ts';

const executionSchema = z.looseObject({
  function: z.looseObject({ callback_id: z.literal(STEP) }),
  function_execution_id: z.string(),
  inputs: z.looseObject({ workload: z.unknown().optional() }),
  /** Acts for this one step. */
  bot_access_token: z.string(),
});

/**
 * A workflow came to our step. It goes on when Slack has the outcome: until then the event is not acknowledged, and Slack
 * delivers it again. The same outcome twice does no harm.
 */
export const executed: Settle = async (desk, tenant, event) => {
  const { data } = executionSchema.safeParse(event);
  if (!data) return;
  const { function_execution_id, inputs, bot_access_token } = data;
  const given = recommendStep(desk, inputs.workload, function_execution_id);
  const [method, outcome] =
    'error' in given ? ['functions.completeError', given] : ['functions.completeSuccess', { outputs: given }];
  const called = await desk.api.call(method, bot_access_token, { function_execution_id, ...outcome }, soon());
  if (called.kind === 'ok') return;
  desk.log.warn({ tenant, method, reason: reasonOf(called) }, 'a step of a workflow could not be ended');
  if (called.kind !== 'no') throw new Error('a step of a workflow is still open');
};

/** What a step of a workflow gives back: the bottom line, and the whole answer in words. It belongs to no talk and is not kept. */
function recommendStep(
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
