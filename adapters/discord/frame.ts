import { type APIMessageTopLevelComponent, type APITextDisplayComponent, ComponentType } from 'discord.js';
import type { Card } from '../../src/cards/card.ts';
import { cut, LIMITS } from './limits.ts';
import { line, link, plain } from './markdown.ts';

const MOST_LEAD = 200;

export const text = (content: string): APITextDisplayComponent => ({ type: ComponentType.TextDisplay, content });

/** The bottom line, and what the card is about. */
export function headOf({ title, lead }: Card): APITextDisplayComponent {
  const first = line(cut(lead, MOST_LEAD)) || '…';
  const about = plain(title) === '' || title === lead ? '' : `\n-# ${line(cut(title, MOST_LEAD))}`;
  return text(`### ${first}${about}`);
}

/** By this number the text that tells what was asked is found again in a message. */
const ASKED_ID = 901;
const MOST_ASKED = 300;

/** Whom it is for, and what was said to get it. */
export function askedOf(asked: string, audience: string | undefined): APITextDisplayComponent[] {
  const said = line(cut(asked, MOST_ASKED));
  return [
    ...(audience === undefined ? [] : [text(`For <@${audience}>`)]),
    ...(said === '' ? [] : [{ ...text(`-# ${said}`), id: ASKED_ID }]),
  ];
}

/** What was said to get the card that a message shows, in markdown; undefined when the card does not tell. */
export function askedIn(components: readonly APIMessageTopLevelComponent[]): APITextDisplayComponent | undefined {
  return components
    .flatMap((outer) => (outer.type === ComponentType.Container ? outer.components : [outer]))
    .find((inner): inner is APITextDisplayComponent => inner.id === ASKED_ID);
}

/**
 * The sources with their titles, or by key where there is no room for that; and when all was last reviewed.
 * @param room the characters that the list of sources may have
 */
export function footOf({ sources, reviewed }: Card, room: number): APITextDisplayComponent[] {
  const titled = sources
    .map(({ id, title, url }) => `-# ${line(id)}: ${link(cut(title, LIMITS.option), url)}`)
    .join('\n');
  const list = titled.length <= room ? titled : keysOf(sources, room);
  const dated = reviewed === '' ? '' : `-# Reviewed ${line(cut(reviewed, LIMITS.option))}`;
  const foot = [list, dated].filter((part) => part !== '').join('\n');
  return foot === '' ? [] : [text(foot)];
}

/** In whose name a card stands. */
export const creditOf = (speaker: string | undefined): APITextDisplayComponent[] =>
  speaker === undefined ? [] : [text(`-# Shared by <@${speaker}>`)];

/** Room for keys without a link, when the links have used up theirs. */
const BARE_ROOM = 300;

function keysOf(sources: Card['sources'], room: number): string {
  const shown: string[] = [];
  const fits = (key: string, most: number): boolean => shown.join(' · ').length + key.length < most;
  for (const { id, url } of sources) {
    const bare = line(cut(id, LIMITS.option));
    const linked = link(cut(id, LIMITS.option), url);
    if (fits(linked, room)) shown.push(linked);
    else if (fits(bare, room + BARE_ROOM)) shown.push(bare);
  }
  const hidden = sources.length - shown.length;
  return `-# Sources: ${[...shown, ...(hidden > 0 ? [`… ${hidden} more`] : [])].join(' · ')}`;
}
