import type { Logger } from '@slack/bolt';
import type { Log } from '../log.ts';
import { LogLevel } from './bolt.ts';

/** Bolt's log within ours. What it says below a warning may hold whole payloads and is left out. */
export function quietLogger(log: Log): Logger {
  const words = (said: unknown[]): string => said.map(wordsOf).join(' ');
  return {
    debug: () => {},
    info: () => {},
    warn: (...said) => log.warn(words(said)),
    error: (...said) => log.error(words(said)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

/** An error by its message: its fields may hold a request. */
function wordsOf(said: unknown): string {
  if (said instanceof Error) return said.message;
  return typeof said === 'string' ? said : '';
}
