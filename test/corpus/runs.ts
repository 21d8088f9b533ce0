import { createHash } from 'node:crypto';

const LENGTH = 6;

/** Every run of six words of a text, lower case, without punctuation. */
export function sixWordRuns(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
  return words.slice(LENGTH - 1).map((_, at) => words.slice(at, at + LENGTH).join(' '));
}

/** The first 16 hexadecimal digits of a run's SHA-256: enough to recognise it, too little to read it. */
export function hashOf(run: string): string {
  return createHash('sha256').update(run).digest('hex').slice(0, 16);
}
