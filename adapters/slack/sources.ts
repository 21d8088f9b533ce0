import type { types } from '@slack/bolt';
import type { Card } from '../../src/cards/card.ts';
import { sizeOf } from './fit.ts';
import { clean, cut, LIMITS } from './limits.ts';
import { escaped, link } from './mrkdwn.ts';

/** What the card is about and when that was last reviewed, then what it stands on: as many sources as there is room for. */
export function sourceBlocks(card: Card): types.KnownBlock[] {
  const { title, lead, sources, reviewed } = card;
  const about = title === lead ? [] : [title.replace(/[*_~`]/g, ' ')];
  const dated = reviewed === '' ? [] : [`Reviewed ${clean(reviewed)}`];
  const links = sources.map(({ id, title: name, url }) => link(clean(url), clean(`${id}: ${name}`)));
  const [shown, hidden] = fittingLinks(links, LIMITS.message - RESERVE - sizeOf(card));
  const texts = [
    escaped(cut([...about, ...dated].join(' · '), LIMITS.header)),
    ...shown,
    ...(hidden > 0 ? [`… ${hidden} more`] : []),
  ];
  const elements = texts
    .filter((text) => text !== '')
    .map((text) => ({ type: 'mrkdwn' as const, text, verbatim: true }));
  return elements.length === 0 ? [] : [{ type: 'context', elements }];
}

/** Room for what stands around: the heading, marks of emptiness, a credit. */
const RESERVE = 1_000;
const MOST_ELEMENTS = 8;

/** Links joined as they fit into elements, and how many did not. */
function fittingLinks(links: readonly string[], room: number): [string[], number] {
  const elements: string[] = [];
  let left = room;
  for (const [index, one] of links.entries()) {
    left -= one.length + 3;
    const last = elements.at(-1);
    const joined = last === undefined ? one : `${last} · ${one}`;
    if (last !== undefined && joined.length <= LIMITS.context) elements[elements.length - 1] = joined;
    else elements.push(one);
    if (left < 0 || one.length > LIMITS.context || elements.length > MOST_ELEMENTS)
      return [elements.slice(0, -1), links.length - index];
  }
  return [elements, 0];
}
