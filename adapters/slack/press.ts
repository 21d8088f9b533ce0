import type { BlockAction, BlockElementAction } from '@slack/bolt';
import { turnIdIn } from './aside.ts';
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

/** The thread in which a control stands; a message that one person alone sees can have none of its own. */
export function rootOf({ body: { message, container } }: Press): string | undefined {
  return message?.thread_ts ?? container?.thread_ts ?? message?.ts;
}

/** The card under which a control stands, as the control names it; a private one comes without its message. */
export function cardOf({ person, talk, body }: Press) {
  const turn = turnIdIn(person.tenant, talk.turn);
  return turn && { turn, own: body.message === undefined };
}
