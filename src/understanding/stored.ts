import type { CompiledPatterns } from './compiled.ts';
import type { StoredModel } from './model.ts';
import { unpack } from './packed.ts';
import type { IndexedWords } from './vocabulary.ts';

/** The file knowledge/built/weights.bin: all of understanding that is worked out before anyone asks. */
export interface StoredWeights {
  /** Goes up when the shape of what is stored changes. */
  version: typeof VERSION;
  /** SHA-256 of all that the weights were built from. */
  inputs: string;
  words: IndexedWords;
  topics: StoredModel;
  facts: StoredModel;
  /** The names and the ways to state facts, and the cues, ready to be looked for. */
  names: CompiledPatterns;
  cues: CompiledPatterns;
}

export const VERSION = 4;

/** The weights in the bytes of the file. @throws Error when another version of the code wrote them */
export function storedFrom(bytes: Uint8Array<ArrayBuffer>): StoredWeights {
  const stored = read(bytes);
  if (stored?.version === VERSION) return stored as StoredWeights;
  throw new Error('knowledge/built/weights.bin is of another version: run `npm run build`');
}

/** Our own output; what else it could be is told by its version. */
function read(bytes: Uint8Array<ArrayBuffer>): Partial<StoredWeights> | undefined {
  try {
    return unpack(bytes) as Partial<StoredWeights>;
  } catch {
    return undefined;
  }
}
