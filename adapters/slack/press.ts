import type { BlockAction, BlockElementAction } from '@slack/bolt';
import type { talkIn } from './controls.ts';
import type { Person } from './desk.ts';

/** A control that somebody pressed, as Slack tells it. */
export interface Press {
  person: Person;
  body: BlockAction;
  action: BlockElementAction;
  /** Whose talk the control goes on with. */
  talk: ReturnType<typeof talkIn>;
  /** What the control carries. */
  value: string;
}

/** The thread in which a control stands. */
export function rootOf({ body }: Press): string | undefined {
  const { message, container } = body;
  return message && (message.thread_ts ?? container?.thread_ts ?? message.ts);
}
