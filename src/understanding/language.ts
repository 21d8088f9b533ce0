/** What language a message seems to be in, as far as we care. */
export type Language = 'english' | 'other';

const FOREIGN: ReadonlySet<string> = new Set(
  (
    'el los las una unos del que por para con como cuando donde cual cuales es esta estan son ser alguien sabe nuestro nuestra tiene hay puede puedo porque ' +
    'le les des une est dans pour avec quel quelle quelles sont pas nous vous comment pourquoi peut puis entre sur ' +
    'der die das den dem ein eine einen ist sind wir ich nicht und oder mit fur auf wie warum kann soll unsere unser welche welches wo zwischen ' +
    'il lo gli della delle dei che perche non sono quale come siamo posso qual tra nella ' +
    'os uma umas dos das nao quando melhor voce nosso qual sao pode posso entre ' +
    'het een van niet wij waarom welke onze zijn kunnen hoe wat tussen voor ' +
    'jak czy jest nie dla co przy och att det som inte hur ar med ve bir icin nasil hangi'
  ).split(' '),
);
/** Words of the list above that are English too say nothing. */
const BOTH: ReadonlySet<string> = new Set(
  'die den os an in as on a no so des come con sur hay son ser pas dos das lo med ar co'.split(' '),
);
const ENGLISH: ReadonlySet<string> = new Set(
  'the a an is are was of to in on for and or with what which why how when do does can should we our i my it this that vs than be have has need run use'.split(
    ' ',
  ),
);

/** `other` when most letters are not Latin, or when more small words are foreign than English. */
export function languageOf(cleaned: string): Language {
  const letters = cleaned.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /[a-z]/i.test(letter)).length;
  if (letters.length >= 2 && latin < letters.length / 2) return 'other';
  const words = cleaned.toLowerCase().match(/[a-z]+/g) ?? [];
  const foreign = words.filter((word) => FOREIGN.has(word) && !BOTH.has(word)).length;
  const english = words.filter((word) => ENGLISH.has(word)).length;
  return foreign >= 2 && foreign > english ? 'other' : 'english';
}
