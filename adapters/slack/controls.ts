import type { types } from '@slack/bolt';
import type { Button, Card } from '../../src/cards/card.ts';
import { clean, cut, LIMITS } from './limits.ts';

/** What a control does that is no utterance. None of these ids carries a right: who may is decided when it is pressed. */
export type Act =
  | 'share'
  | 'again'
  | 'choose'
  | 'form'
  | 'feedback'
  | 'wrong'
  | 'remove'
  | 'forget'
  | 'tomorrow'
  | 'decline'
  | 'invite'
  | 'uninvite';

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

/** Which talk the buttons of a block go on with: that of a thread, whose asker is named, or that of the turn which the card answers. */
export const blockIdFor = (talk: 'talk' | 'own' | 'worth', asker = '', turn = ''): string =>
  cut([talk, asker, ...(turn === '' ? [] : [turn])].join('|'), LIMITS.actionId);

export function talkIn(blockId: string): { own: boolean; asker: string | undefined; turn: string } {
  const [talk, asker = '', turn = ''] = blockId.split('|');
  return { own: talk === 'own', asker: /^[UW][A-Z0-9]+$/.test(asker) ? asker : undefined, turn };
}

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

interface Talk {
  own?: boolean;
  asker?: string;
  turn?: string;
  talk?: string;
}

/** The buttons under a card: what can be said next, then what can be done with it. */
export function buttonRow(
  { buttons, form }: Card,
  { own, asker, turn, talk = turn }: Talk,
  acts: types.Button[],
): types.ActionsBlock[] {
  const filling = form ? [actButton('form', 'Answer in a form', turn)] : [];
  const elements = [...buttons.map(sayingButton), ...filling, ...acts].slice(0, LIMITS.actions);
  return elements.length === 0
    ? []
    : [{ type: 'actions', block_id: own ? blockIdFor('own', asker) : blockIdFor('talk', asker, talk), elements }];
}
