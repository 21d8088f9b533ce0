import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { cut, LIMITS } from './limits.ts';
import { plain } from './markdown.ts';

/** What a control does that is no utterance. None of these ids carries a right: who may is decided when it is pressed. */
export type Act =
  | 'share'
  | 'discuss'
  | 'form'
  | 'follow-up'
  | 'helpful'
  | 'unhelpful'
  | 'wrong'
  | 'rest'
  | 'forget'
  | 'tomorrow'
  | 'not-for-me'
  | 'inviting'
  | 'post-anyway';

export type Meaning = { says: string } | { act: string; about: string };

/** The select that lists the rows of a comparison; what is chosen in it is said. */
export const ROWS = 'do|rows';

/** The id of a button that says words; version 1 of how they are written. */
export const sayingId = (says: string): string => cut(`v1|${says}`, LIMITS.customId);
export const actId = (act: Act, about = ''): string =>
  about === '' ? `do|${act}` : cut(`do|${act}|${about}`, LIMITS.customId);

/** What a pressed control means; undefined for one of a version that is gone, or of nobody. */
export function meaningOf(customId: string): Meaning | undefined {
  const [version, what = '', ...rest] = customId.split('|');
  if (version === 'v1' && what !== '') return { says: [what, ...rest].join('|') };
  return version === 'do' && what !== '' ? { act: what, about: rest.join('|') } : undefined;
}

/** The person whom a control says a card is for; undefined when it says none, or nobody could be meant. */
export const audienceIn = (about: string): string | undefined => (/^\d{17,20}$/.test(about) ? about : undefined);

/** @param id what pressing it means, by `sayingId` or `actId` */
export function button(label: string, id: string, primary = false): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: primary ? ButtonStyle.Primary : ButtonStyle.Secondary,
    label: cut(plain(label), LIMITS.buttonLabel) || '…',
    custom_id: id,
  };
}
