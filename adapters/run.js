// What `npm start` runs. JavaScript, because the compiled modules of earlier starts are used only by what is imported
// after the cache is on: Node then need not load its reader of TypeScript, which takes longer than the whole bot.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'));
await import('./main.ts');
