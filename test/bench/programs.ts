import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asDeployed, type Program } from '../operations/recipe.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** The flags that `npm start` gives to Node. */
const FLAGS: string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .filter((word: string) => word.startsWith('--'));

/** The two ways in which the bot is run. */
export type Form = 'sources' | 'deployed';

/** What tables call them. */
export const NAMED: Readonly<Record<Form, string>> = { sources: 'npm start', deployed: 'as deployed' };

/** The bot in both ways, serving; what Node compiles is kept in the empty folder `place`, from the first start on. */
export function programsIn(place: string): Record<Form, Program> {
  const { args, ...deployed } = asDeployed(join(place, 'image'));
  return {
    sources: fromSource(place, [...FLAGS, join(ROOT, 'adapters', 'run.js'), 'serve']),
    deployed: { args: [...args, 'serve'], ...deployed },
  };
}

/** A program as it stands in the repository. */
export const fromSource = (place: string, args: string[]): Program => ({
  args,
  cwd: place,
  env: { NODE_COMPILE_CACHE: join(place, 'compiled') },
});
