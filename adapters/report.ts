import type { DeliveryEvent, Observe } from '../src/delivery/events.ts';
import type { Log } from './log.ts';

/** Writes what happens to turns and posts to the log, each with the id of its turn. */
export function createReport(log: Log): Observe {
  return (event) => {
    const [level, fields, message] = lineOf(event);
    log[level](fields, message);
  };
}

type Line = ['debug' | 'info' | 'warn' | 'error', Record<string, unknown>, string];

function lineOf(event: DeliveryEvent): Line {
  switch (event.kind) {
    case 'turn': {
      const { turn, outcome, intent, sinceAdmitted: ms } = event;
      return ['info', { turn, outcome, intent, ms }, 'a turn was taken'];
    }
    case 'turn-failed':
      return ['error', { turn: event.turn, attempt: event.attempt, err: event.error }, 'a turn failed'];
    case 'sent':
      return ['debug', { post: event.post, attempt: event.attempt, ms: event.sinceWritten }, 'a post was sent'];
    case 'retried': {
      const { post, attempt, reason, wait } = event;
      return ['warn', { post, attempt, reason, wait }, 'a post has to be sent again'];
    }
    case 'dead':
      return ['error', { post: event.post, attempt: event.attempt, reason: event.reason }, 'a post was given up'];
    case 'store-failed':
      return ['error', { during: event.during, err: event.error }, 'the store failed'];
  }
}
