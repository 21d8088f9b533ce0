import type { Clock } from '../../src/delivery/clock.ts';
import type { Message, Platform, Sent } from '../../src/delivery/platform.ts';

/** What a call does: the outcome it reports, and whether the message became visible all the same. `hang` never ends, whatever it is told. */
type Fault = (Sent & { visible?: boolean }) | 'hang';

/** A message as people see it; one that was changed keeps its place. */
interface Visible {
  id: string;
  turn: string;
  lane: string;
  thread: string;
  kind: string;
  title: string;
  lead: string;
  at: number;
}

export interface Scene {
  /** In the order in which they became visible. */
  visible: Visible[];
  calls: Message[];
  platform: Platform;
  /** The same, but it can tell whether an earlier attempt came through. */
  telling: Platform;
  /** From now on the first of these to give a fault decides what a call does. */
  fault(of: (message: Message) => Fault | undefined): void;
  mend(): void;
}

/** A platform that does as it is told, and keeps what people see. */
export function createScene(clock: Pick<Clock, 'now'>): Scene {
  const visible: Visible[] = [];
  const calls: Message[] = [];
  const faults: ((message: Message) => Fault | undefined)[] = [];

  const show = ({ post, replaces }: Message): string => {
    const { turn, lane, thread, kind, card } = post;
    const shown = { turn, lane, thread, kind, title: card.title, lead: card.lead };
    const old = visible.find(({ id }) => id === replaces);
    if (old) Object.assign(old, shown);
    else visible.push({ id: `m${visible.length + 1}`, ...shown, at: clock.now() });
    return old?.id ?? `m${visible.length}`;
  };

  const platform: Platform = {
    pace: 1_000,
    async send(message) {
      calls.push(message);
      const fault = faults.map((of) => of(message)).find((found) => found !== undefined);
      if (fault === undefined) return { kind: 'sent', id: show(message) };
      if (fault === 'hang') return new Promise(() => {});
      const { visible: comesThrough, ...sent } = fault;
      if (comesThrough) show(message);
      return sent;
    },
  };

  const telling: Platform = {
    ...platform,
    find: async ({ post }) => visible.find(({ turn, kind }) => turn === post.turn && kind === post.kind)?.id,
  };

  return {
    visible,
    calls,
    platform,
    telling,
    fault: (of) => void faults.push(of),
    mend: () => void faults.splice(0),
  };
}
