import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  App,
  HTTPReceiver as ByHttp,
  SocketModeReceiver as BySocket,
  Logger,
  Receiver,
  ReceiverEvent,
} from '@slack/bolt';
import { ClosedError } from '../../src/delivery/delivery.ts';
import { HTTPReceiver, SocketModeReceiver } from './bolt.ts';
import { guarded } from './guard.ts';
import type { Take } from './intake.ts';

/** Where the manifest has Slack send to. */
const PATH = '/slack/events';
const KILOBYTE = 1_024;
/** Slack's largest payloads, those of views, stay below 250 kB. */
const BODY_LIMIT = 512 * KILOBYTE;
/** Bolt refuses what is older than five minutes; we refuse as well what comes from as far ahead, s. */
const AHEAD = 300;

/** Somebody signed a request for a time that is not yet. */
class FutureError extends Error {
  override name = 'FutureError';
}

/** What Bolt is to be told of a workspace that wants to install us. */
export type Installing = Pick<
  NonNullable<ConstructorParameters<typeof HTTPReceiver>[0]>,
  'clientId' | 'clientSecret' | 'stateSecret' | 'installationStore' | 'scopes' | 'installerOptions'
>;

/** Bolt's own receiver, over HTTP. */
export function httpReceiver(signingSecret: string, logger: Logger, installing: Installing): ByHttp {
  const receiver = new HTTPReceiver({
    ...installing,
    signingSecret,
    logger,
    endpoints: PATH,
    bodyLimit: BODY_LIMIT,
    customPropertiesExtractor: ({ headers }) => ({
      requestTimestamp: Number(headers['x-slack-request-timestamp']),
      host: headers['x-forwarded-host'] ?? headers.host,
    }),
    processEventErrorHandler: async ({ error, response }) => statusFor(error, response),
  });
  receiver.requestListener = guarded(receiver.requestListener, PATH, BODY_LIMIT);
  return receiver;
}

/** Bolt's own receivers over Socket Mode: two, because one is gone for seconds whenever Slack renews its connection. */
export function socketReceivers(
  appToken: string,
  apiUrl: string,
  logger: Logger,
): { receivers: BySocket[]; connected: () => boolean } {
  const installerOptions = { clientOptions: { slackApiUrl: apiUrl } };
  const open = new Set<BySocket>();
  const receivers = [1, 2].map(() => new SocketModeReceiver({ appToken, logger, installerOptions }));
  for (const receiver of receivers) {
    receiver.client.on('connected', () => open.add(receiver));
    receiver.client.on('close', () => open.delete(receiver));
  }
  return { receivers, connected: () => open.size > 0 };
}

/** @returns the receiver that hands on to Bolt only what `take` leaves, and acknowledges nothing that was not taken in */
export function admitting(inner: readonly Receiver[], take: Take, now: () => number): Receiver {
  // What was acknowledged may still be under way.
  const underWay = new Set<Promise<void>>();
  const heard = (event: ReceiverEvent, app: App): Promise<void> => {
    const processing = processed(event, app, take, now);
    underWay.add(processing);
    const ended = (): void => void underWay.delete(processing);
    processing.then(ended, ended);
    return processing;
  };
  return {
    init(app) {
      const door = { processEvent: (event: ReceiverEvent) => heard(event, app) };
      // Bolt's receivers call nothing else of an app.
      for (const receiver of inner) receiver.init(door as App);
    },
    start: (...args) => Promise.all(inner.map((receiver) => receiver.start(...args))),
    async stop(...args) {
      await Promise.all(inner.map((receiver) => receiver.stop(...args)));
      await Promise.allSettled(underWay);
    },
  };
}

async function processed(event: ReceiverEvent, app: App, take: Take, now: () => number): Promise<void> {
  const heard = now();
  const stamped = event.customProperties?.requestTimestamp;
  if (typeof stamped === 'number' && stamped > heard / 1_000 + AHEAD) throw new FutureError('signed for the future');
  if ((await take(event.body)) === 'done') await event.ack();
  else await app.processEvent({ ...event, customProperties: { ...event.customProperties, heard } });
}

/** Unauthorised is final; anything else Slack shall deliver again. */
function statusFor(error: unknown, response: ServerResponse<IncomingMessage>): boolean {
  if (response.headersSent) return false;
  const status = error instanceof FutureError ? 401 : 503;
  if (error instanceof ClosedError) response.setHeader('connection', 'close');
  response.writeHead(status).end();
  return true;
}
