import type { Basis, Claim, Fact, Source, Value } from '../knowledge/schema.ts';
import type { Bullet, Card, SourceLink } from './card.ts';

/** How a claim that we did not read or measure ourselves is marked. */
const MARK: Readonly<Record<Basis, string>> = {
  read: '',
  excerpt: '',
  measured: '',
  quoted: ' (reported, original not read)',
  common: ' (rule of thumb)',
  inferred: ' (our inference)',
};

/** A claim as a statement; its title, when it has one, leads. */
export function bulletFrom({ title, text, sources }: Claim): Bullet {
  return { text: title ? `${title}: ${text}` : text, sources };
}

/** A claim that gives a number: what is reported, common or inferred says so and never passes for a measurement. */
export function figureFrom(claim: Claim): Bullet {
  const { text, sources } = bulletFrom(claim);
  return { text: `${text}${MARK[claim.basis]}`, sources };
}

/** The sources behind some claims, each once, in the order of the sources file. */
export function sourcesOf(cited: readonly { sources: readonly string[] }[], all: readonly Source[]): SourceLink[] {
  const keys = new Set(cited.flatMap(({ sources }) => sources));
  return all.filter(({ id }) => keys.has(id)).map(({ id, title, url }) => ({ id, title, url }));
}

/** The oldest of some review dates; empty when there are none. */
export function oldest(entries: readonly { reviewed: string }[]): string {
  return entries.map(({ reviewed }) => reviewed).sort()[0] ?? '';
}

/** How a value is told: the label of a choice, or the number itself. */
export function valueLabel({ kind, values }: Fact, value: Value): string {
  if (kind === 'number') return String(value);
  return values.find(({ id }) => id === value)?.label ?? String(value);
}

/** A fact as the sentence that would state it, such as "It needs Windows." or "12 people run the platform." */
export function statement({ name, kind, values }: Fact, value: Value): string {
  const exact = values.find(({ id }) => id === String(value));
  if (exact) return exact.says;
  const model = kind === 'number' ? values.find(({ id, says }) => says.split(' ').includes(id)) : undefined;
  return model?.says.replace(model.id, String(value)) ?? `${name}: ${value}.`;
}

/** A card that states nothing which needs a source. */
export function plainCard(title: string, lead: string, parts: Card['parts'] = [], buttons: Card['buttons'] = []): Card {
  return { title, lead, parts, buttons, sources: [], reviewed: '' };
}
