/** What an adapter knows of a message that nobody was obliged to answer: who wrote it, where, and to whom. */
export interface Scene {
  author: 'person' | 'bot' | 'ourselves';
  /** We are mentioned by name, or the message is a command. */
  mentioned: boolean;
  /** A button or form of ours was used. */
  control: boolean;
  /** A conversation between one person and us. */
  direct: boolean;
  /** The thread was started by us or for us. */
  ours: boolean;
  /** The author is the person who asked us first in this thread. */
  asker: boolean;
  /** Another person has written here since our last message. */
  othersSince: boolean;
  /** The text begins by addressing somebody else. */
  toAnother: boolean;
  /** The text is nothing but a request to be quiet. */
  mutes: boolean;
  /** The thread is muted. */
  muted: boolean;
  /** We replied to this very message before. */
  answered: boolean;
  /** Our replies in this thread within the last minute. */
  recent: number;
}

/** Whether to answer, and if not, which of the manners forbids it. */
export type Manner = { speak: true } | { speak: false; because: Silence };
type Silence =
  | 'a-bot-wrote-it'
  | 'answered-already'
  | 'too-many-replies'
  | 'muted'
  | 'to-somebody-else'
  | 'people-are-talking'
  | 'not-our-thread'
  | 'not-the-asker';

/** More replies of ours than this in one thread within a minute are noise, unless they were asked for by name. */
export const MOST_A_MINUTE = 6;

/**
 * When to speak in a thread and when to keep quiet. Called by name, by a control or in private we always answer; otherwise
 * only the asker, in a thread of ours, while no other person has joined, and never what is addressed to somebody else.
 */
export function manner(scene: Scene): Manner {
  if (scene.author !== 'person') return silent('a-bot-wrote-it');
  if (scene.answered) return silent('answered-already');
  if (scene.mentioned || scene.control) return { speak: true };
  if (scene.recent >= MOST_A_MINUTE) return silent('too-many-replies');
  if (scene.muted) return silent('muted');
  return scene.direct ? { speak: true } : mannerAmongPeople(scene);
}

/** In a thread where others may read along, not called: ours to answer only while it is between the asker and us. */
function mannerAmongPeople(scene: Scene): Manner {
  if (!scene.ours) return silent('not-our-thread');
  if (scene.mutes) return { speak: true };
  if (scene.toAnother) return silent('to-somebody-else');
  if (!scene.asker) return silent('not-the-asker');
  return scene.othersSince ? silent('people-are-talking') : { speak: true };
}

const silent = (because: Silence): Manner => ({ speak: false, because });
