import type { Conversation } from './conversation.ts';
import type { Request } from './request.ts';

/** What was said in reply, as far as the next turn may lean on it. */
export interface Said {
  topic: string | undefined;
  options: string[];
  verdict: string | undefined;
  runnerUp: string | undefined;
  asked: string | undefined;
  offered: string[];
}

/** The conversation once our answer is given: what we now talk about, what we asked, and what could be repeated. */
export function noted(conversation: Conversation, request: Request, said: Said): Conversation {
  const { asked: _, ...kept } = conversation.focus;
  const { length: __, ...last } = request;
  const passing = [
    'thanks',
    'greeting',
    'mute',
    'language',
    'abuse',
    'not-covered',
    'empty',
    'nothing-to-repeat',
  ].includes(request.kind);
  if (passing) return conversation;
  return {
    ...conversation,
    settled: said.asked ? [...new Set([...conversation.settled, said.asked])] : conversation.settled,
    questions: said.asked ? conversation.questions + 1 : 0,
    focus: {
      ...kept,
      ...(said.topic !== undefined && { topic: said.topic }),
      trail: trailAfter(kept, said.topic),
      ...(said.topic !== undefined && request.intent === 'compare' && { compared: said.topic }),
      options: said.options.length > 0 ? said.options : kept.options,
      ...(said.verdict !== undefined && !kept.supposed && { verdict: said.verdict }),
      ...(said.runnerUp !== undefined && !kept.supposed && { runnerUp: said.runnerUp }),
      ...(said.asked !== undefined && { asked: said.asked }),
      offered: said.offered,
    },
    last,
  };
}

/** So many topics back a talk can return by a hint alone. */
const LONGEST_TRAIL = 5;

function trailAfter({ trail, topic }: Conversation['focus'], next: string | undefined): string[] {
  if (next === undefined || topic === undefined || topic === next) return trail;
  return [...trail.filter((earlier) => earlier !== topic), topic].slice(-LONGEST_TRAIL);
}
