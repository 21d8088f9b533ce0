import type { REST } from 'discord.js';
import type { Parts } from '../adapter.ts';
import type { Granted } from './acts.ts';

/** What listeners work with. */
export interface Hearing extends Pick<Parts, 'bot' | 'clock' | 'delivery' | 'log' | 'store'> {
  rest: REST;
  granted: () => Granted;
  permissionsIn: (channel: string) => string | undefined;
  /** The id of our own user. */
  self: string;
}
