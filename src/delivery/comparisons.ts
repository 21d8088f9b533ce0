import type { Card } from '../cards/card.ts';
import { cardText } from '../cards/text.ts';
import type { InvitingParts } from './inviting.ts';
import type { Kept } from './kept.ts';
import type { Lane, Speaker, Tenant } from './turn.ts';

/** A channel. */
interface Where {
  tenant: Tenant;
  lane: Lane;
}

/** A comparison is for everybody to find: the same one twice within a day in a channel is noise. Other cards are nobody's twice. */
export interface Comparisons {
  /** Before somebody puts a card there: who put the same comparison there within a day, and when. Undefined when nobody did, and nobody else may now. */
  reserve(where: Where & { speaker: Speaker }, card: Card): Promise<Kept['posted'] | undefined>;
  /** It was not put there after all. */
  release(where: Where, card: Card): Promise<void>;
  /** Somebody put a card there; the platform's id of its message, once it is known. */
  note(where: Where & { speaker: Speaker }, card: Card, message?: string): Promise<void>;
}

const DAY = 24 * 3_600_000;

/** What was put where, kept for a day. */
export function createComparisons({
  store,
  clock,
  fingerprint,
}: Pick<InvitingParts, 'store' | 'clock' | 'fingerprint'>): Comparisons {
  const nameOf = (lane: Lane, card: Card): string | undefined =>
    card.parts.some(({ kind }) => kind === 'table') ? `${lane} ${fingerprint(cardText(card))}` : undefined;
  return {
    async reserve({ tenant, lane, speaker: by }, card) {
      const name = nameOf(lane, card);
      const at = clock.now();
      if (name === undefined || (await store.reserve(tenant, 'posted', name, { by, at }, at - DAY))) return undefined;
      return store.kept(tenant, 'posted', name);
    },
    async release({ tenant, lane }, card) {
      const name = nameOf(lane, card);
      if (name !== undefined) await store.drop(tenant, 'posted', name);
    },
    async note({ tenant, lane, speaker: by }, card, message) {
      const name = nameOf(lane, card);
      if (name === undefined) return;
      const at = clock.now();
      await store.keep(tenant, 'posted', name, { by, at, ...(message !== undefined && { message }) });
    },
  };
}
