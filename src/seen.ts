import type { Card } from './cards/card.ts';
import { beginning, type Conversation } from './conversation/conversation.ts';
import type { Request } from './conversation/request.ts';
import type { Fact, Rule } from './knowledge/schema.ts';

/**
 * The conversation as far as everybody knows it who sees nothing of it but a card: of what was told only the facts that the card
 * lists or by which the rules hold that it names, and none of the words.
 */
export function seenOn(
  card: Card,
  { facts, part, focus, last, place }: Conversation,
  { facts: known, rules }: { facts: readonly Fact[]; rules: readonly Rule[] },
): Conversation {
  const told = factsOn(card, known, rules);
  const only = <Value>(given: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(given).filter(([fact]) => told.has(fact)));
  const { verdict, runnerUp, supposed, trail: _, ...talk } = focus;
  return {
    ...beginning,
    facts: wordless(only(facts)),
    part: wordless(only(part)),
    focus: {
      ...talk,
      trail: [],
      ...(told.size > 0 && verdict !== undefined && { verdict }),
      ...(told.size > 0 && runnerUp !== undefined && { runnerUp }),
      ...(supposed && { supposed: only(supposed) }),
    },
    ...(last !== undefined && { last: withoutChanges(last as Request) }),
    ...(place && { place }),
  };
}

/** The facts that a card lists, and those by which the rules hold that it names. */
function factsOn({ parts }: Card, facts: readonly Fact[], rules: readonly Rule[]): ReadonlySet<string> {
  const named = new Set(
    parts.flatMap((part) => (part.kind === 'bullets' ? part.items.map(({ text }) => ruleIn(text)) : [])),
  );
  const listed = new Set(parts.flatMap((part) => (part.kind === 'facts' ? part.rows.map(({ name }) => name) : [])));
  return new Set([
    ...facts.filter(({ name }) => listed.has(name)).map(({ id }) => id),
    ...rules.filter(({ id }) => named.has(id)).flatMap(({ when }) => Object.keys(when)),
  ]);
}

const ruleIn = (text: string): string | undefined => /\(([a-z0-9-]+)\)$/.exec(text)?.[1];

const wordless = (facts: Conversation['facts']): Conversation['facts'] =>
  Object.fromEntries(Object.entries(facts).map(([fact, known]) => [fact, { ...known, words: [] }]));

function withoutChanges(request: Request): Request {
  if (request.kind !== 'verdict') return request;
  const { supposed: _, ...plain } = request;
  return { ...plain, changes: [] };
}
