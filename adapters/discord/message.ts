import { createHash } from 'node:crypto';
import { type APIAllowedMentions, MessageFlags } from 'discord.js';
import { LIMITS } from './limits.ts';
import { type Drawn, drawWords } from './render.ts';

export interface Audience {
  /** Seen by the one who asked only. */
  private?: boolean;
  /** The only people whom the message may call by name. */
  calls?: readonly string[];
}

/** A message as Discord takes it: nothing in it calls anybody who is not named here. */
export const bodyOf = ({ components }: Drawn, audience: Audience = {}) => ({
  flags: flagsOf(audience) | MessageFlags.IsComponentsV2,
  components,
  allowed_mentions: mentionsOf(audience),
});

/** The same in plain words. */
export const plainBodyOf = ({ words }: Drawn, audience: Audience = {}) => ({
  flags: flagsOf(audience) | MessageFlags.SuppressEmbeds,
  content: words,
  allowed_mentions: mentionsOf(audience),
});

const flagsOf = ({ private: alone = false }: Audience): number => (alone ? MessageFlags.Ephemeral : 0);

const mentionsOf = ({ calls = [] }: Audience): APIAllowedMentions => ({
  parse: [],
  replied_user: false,
  ...(calls.length > 0 && { users: [...calls] }),
});

/** What we say to one person when there is no card to show. */
export const SAID = {
  stopping: drawWords('I am being restarted; please try again in a minute.'),
  failed: drawWords('Sorry, that did not work; please try again. Who runs me finds the reason in the log.'),
  repeated: drawWords('I have answered that already, or it was a lot at once; please ask again in a minute.'),
  unread: drawWords(
    'Discord does not show me what a reply says that does not mention me. Mention me, or press *Ask a follow-up*.',
  ),
  old: drawWords('This card is from an older version of me. Use `/vm-or-container ask` for a new one.'),
} as const;

/** By what Discord knows for a few minutes that a message is one it has already: the same for the same words. */
export const nonceFor = (what: string): string =>
  createHash('sha256').update(what).digest('base64url').slice(0, LIMITS.nonce);
