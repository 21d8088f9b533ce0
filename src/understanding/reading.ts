import type { Mention } from './lexicon.ts';
import type { Word } from './text.ts';

/** An utterance as read: its words with typos repaired, and what the knowledge files name in them. */
export interface Reading {
  words: Word[];
  mentions: Mention[];
}
