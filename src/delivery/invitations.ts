import type { Card } from '../cards/card.ts';
import { DECLINED, invitationCard, invitingWords, POSTPONED, TRIED_OUT } from '../cards/invitation.ts';
import {
  createInviting,
  type Invitee,
  type Inviting,
  type InvitingParts,
  isWanted,
  remember,
  settingOf,
} from './inviting.ts';
import type { Lane, Tenant } from './turn.ts';

/** Where people join. */
interface Place {
  tenant: Tenant;
  /** The lane by which those who join are invited. */
  lane: Lane;
  kind: 'channel' | 'server';
}

/**
 * Who is invited to learn, and how often: nobody unless an admin wants it in a place, each person once ever, and who joins
 * along with many others in their turn. That somebody is an admin, and who is a bot or a guest, the adapter tells.
 */
export interface Invitations {
  /** What an admin sees first: whether newcomers of a place are invited, in words as well, and the invitation itself. */
  tryOut(place: Place): Promise<{ on: boolean; words: string; card: Card }>;
  /** An admin turns it on or off. @returns what they are told */
  decide(place: Place, on: boolean): Promise<string>;
  /** Somebody joined the place of that lane: now, or at a time that the platform tells, ms since the epoch. */
  joined(invitee: Invitee, at?: number): Promise<void>;
  /** They want to be asked again in a day, by that lane. @returns what they are told */
  postpone(invitee: Invitee): Promise<string>;
  /** They do not want to be asked again. @returns what they are told */
  decline(invitee: Invitee): Promise<string>;
}

const DAY = 24 * 3_600_000;

/** The rules of inviting; nobody is invited before `start`. */
export function createInvitations(parts: InvitingParts): Invitations & Pick<Inviting, 'start'> {
  const { store, clock } = parts;
  const { wake, start } = createInviting(parts);
  const wait = ({ tenant, speaker, remembered, lane, thread }: Invitee, due: number, asked: boolean): Promise<void> =>
    store.keep(tenant, 'invitee', speaker, { by: speaker, remembered, lane, thread, due, asked });
  return {
    start,
    async tryOut({ tenant, lane, kind }) {
      const on = (await store.kept(tenant, 'setting', settingOf(lane))) !== undefined;
      return { on, words: `${invitingWords(kind, on)} ${TRIED_OUT}`, card: invitationCard() };
    },
    async decide({ tenant, lane, kind }, on) {
      const since = new Date(clock.now()).toISOString();
      if (on) await store.keep(tenant, 'setting', settingOf(lane), { value: since });
      else await store.drop(tenant, 'setting', settingOf(lane));
      return invitingWords(kind, on);
    },
    async joined(invitee, at = clock.now()) {
      if (!(await isWanted(invitee, at, parts))) return;
      await wait(invitee, clock.now(), false);
      wake();
    },
    async postpone(invitee) {
      await remember(invitee, parts);
      await wait(invitee, clock.now() + DAY, true);
      return POSTPONED;
    },
    async decline(invitee) {
      await remember(invitee, parts);
      await store.drop(invitee.tenant, 'invitee', invitee.speaker);
      return DECLINED;
    },
  };
}
