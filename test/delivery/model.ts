import { inOrder, type Turn } from '../../src/delivery/turn.ts';

/** What happened, as the people in the channels see it. */
interface Trace {
  /** Turns whose admission was acknowledged, each once however often it was delivered. */
  acknowledged: readonly Turn[];
  /** Messages in the order in which they became visible, with the turn they reply to. */
  visible: readonly { turn: string; thread: string }[];
}

/** What must hold of every trace, whatever fails: each acknowledged turn has one visible reply, in the order of its thread, and nothing else is said. */
export function problemsIn({ acknowledged, visible }: Trace): string[] {
  const replies = Map.groupBy(visible, ({ turn }) => turn);
  const known = new Set<string>(acknowledged.map(({ id }) => id));
  return [
    ...acknowledged.filter(({ id }) => !replies.has(id)).map(({ id }) => `unanswered: ${id}`),
    ...[...replies].filter(([, { length }]) => length > 1).map(([id, { length }]) => `${length} replies: ${id}`),
    ...[...replies.keys()].filter((id) => !known.has(id)).map((id) => `reply to nobody: ${id}`),
    ...[...Map.groupBy(acknowledged, ({ thread }) => thread)].flatMap(([thread, turns]) =>
      disorderIn(thread, turns.toSorted(inOrder), visible),
    ),
  ];
}

/** A reply that comes again does not count: it is told as a second reply already. */
function disorderIn(thread: string, turns: readonly Turn[], visible: Trace['visible']): string[] {
  const wanted: string[] = turns.map(({ id }) => id);
  const seen = new Set(visible.filter((message) => message.thread === thread).map(({ turn }) => turn));
  const order = [...seen].map((id) => wanted.indexOf(id)).filter((place) => place >= 0);
  return order.every((place, index) => place >= (order[index - 1] ?? 0)) ? [] : [`out of order: ${thread}`];
}
