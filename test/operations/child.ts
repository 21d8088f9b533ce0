import { serve } from '../../adapters/serve.ts';
import { createAdapter } from './serving.ts';

/** A process of its own that serves a platform where nobody says anything. */
process.exit(await serve(process.env, { slack: createAdapter().start }, process));
