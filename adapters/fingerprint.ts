import { createHash } from 'node:crypto';

/** A short name for a text, the same on every machine, from which the text cannot be told. */
export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64url');
