import { beginning } from '../../src/conversation/conversation.ts';
import type { Respond } from '../../src/delivery/think.ts';

/** A mind that says back what it heard and remembers all of it; it breaks on "poison" and takes "be quiet" for a wish to be left alone. */
export const parrot: Respond = ({ text }, before = beginning) => {
  if (text.includes('poison')) throw new Error('this broke the mind');
  const heard = [...((before.last as string[] | undefined) ?? []), text];
  const quiet = text === 'be quiet';
  return {
    card: { title: text, lead: heard.join(' '), parts: [], buttons: [], sources: [], reviewed: '' },
    conversation: { ...before, last: heard, muted: quiet },
    seen: { ...beginning, last: [text] },
    summary: { intent: quiet ? 'mute' : 'ask', refused: text === 'what about cheese' },
  };
};
