import type { types } from '@slack/bolt';
import type { Button, Card } from '../../src/cards/card.ts';
import { clean, cut, LIMITS } from './limits.ts';

/** What a control does that is no utterance. None of these ids carries a right: who may is decided when it is pressed. */
export type Act = 'share' | 'form' | 'remove' | 'feedback' | 'wrong' | 'post' | 'choose' | 'again' | 'tour' | 'forget';

/** The id of a button that says words; version 1 of how they are written. */
export const sayingId = (says: string): string => `v1|${cut(says, LIMITS.actionId - 3)}`;
export const actId = (act: Act): string => `do|${act}`;

/** What a pressed control means; undefined for one of a version that is gone, or of nobody. */
export function meaningOf(actionId: string): { says: string } | { act: string } | undefined {
  const [version, ...rest] = actionId.split('|');
  const what = rest.join('|');
  if (what === '') return undefined;
  if (version === 'v1') return { says: what };
  return version === 'do' ? { act: what } : undefined;
}

/** Whose talk the buttons of a block go on with: one person's in a thread, or that of whoever presses. */
export const blockIdFor = (asker: string | undefined, name: string): string => `${name}|${asker ?? ''}`;
export const askerIn = (blockId: string): string | undefined => /^[a-z]+\|([UW][A-Z0-9]+)$/.exec(blockId)?.[1];

export function sayingButton({ label, says }: Button): types.Button {
  return {
    type: 'button',
    action_id: sayingId(says),
    text: plain(label, LIMITS.button),
    accessibility_label: cut(clean(`${label}: ${says}`), LIMITS.button),
  };
}

export function actButton(act: Act, label: string, value = ''): types.Button {
  return {
    type: 'button',
    action_id: actId(act),
    text: plain(label, LIMITS.button),
    ...(value !== '' && { value: cut(value, LIMITS.value) }),
  };
}

/** Text that Slack shows as it is; it must not be empty. */
export const plain = (text: string, most: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: cut(clean(text).trim() || '–', most),
  emoji: false,
});

/** The buttons under a card: what can be said next, then what can be done with it. */
export function buttonRow(
  { buttons, form }: Card,
  asker: string | undefined,
  acts: types.Button[],
): types.ActionsBlock[] {
  const filling = form ? [actButton('form', 'Answer in a form')] : [];
  const elements = [...buttons.map(sayingButton), ...filling, ...acts].slice(0, LIMITS.actions);
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: blockIdFor(asker, 'talk'), elements }];
}
