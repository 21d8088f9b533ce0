import { createRandom } from '../../src/understanding/training.ts';

/**
 * Small words stay English in every made-up field; everything else is spelt with other letters. These are what people
 * use to ask, whatever about.
 */
const KEPT: ReadonlySet<string> = new Set(
  (
    'a an the is are was were be been am do does did has have had can could should would will may might must not no nor and ' +
    'or but if then than as at by for from in into of off on onto out over to up with without about between vs versus i me ' +
    'my we our us you your they them their it its he she this that these those there here what which who why how when ' +
    'where whether so too very just only also more most less much many any some all each every both other same one two ' +
    'three four five need want use using used get got make mb gb tb ms'
  ).split(' '),
);
/** Letters that stay, so that endings ("-s", "-ies", "-us") and the number of syllables do. */
const FREE = 'bcdfghjklmnpqrtvwxz';

/** Respells a text word by word, the same way every time: made-up words of the same length, typos still one letter off. */
export interface Cipher {
  copy: number;
  text(text: string): string;
  /** For pieces of words, which may look like small words. */
  piece(text: string): string;
}

/** The cipher of a copy; every number has another one. It also renames the groups that patterns name ("$question"). */
export function cipherOf(copy: number): Cipher {
  const letters = shuffled(FREE, createRandom(1000 + copy));
  const spelt = new Map([...FREE].map((letter, at) => [letter, letters[at] ?? letter]));
  const words = new Map<string, string>();
  const piece = (text: string): string => Array.from(text, (letter) => spelt.get(letter) ?? letter).join('');
  const respell = (word: string): string => {
    if (word.startsWith('$')) return `$${nameOf(copy, word.slice(1))}`;
    return KEPT.has(word) || word.includes("'") ? word : piece(word);
  };
  const text = (text: string): string =>
    text.toLowerCase().replace(/\$[a-z0-9-]+|[a-z']+/g, (word) => {
      const done = words.get(word) ?? respell(word);
      words.set(word, done);
      return done;
    });
  return { copy, text, piece };
}

/** The id of an entry in a copy; all ids of a copy begin alike, so that their order stays. */
export function nameOf(copy: number, id: string): string {
  return `copy${copy}-${id}`;
}

function shuffled(text: string, random: () => number): string[] {
  const letters = [...text];
  for (let at = letters.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [letters[at], letters[other]] = [letters[other] ?? '', letters[at] ?? ''];
  }
  return letters;
}
