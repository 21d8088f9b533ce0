import { createHmac } from 'node:crypto';
import { Server } from 'node:http';
import type { App as BoltApp } from '@slack/bolt';
import type { Running, Start } from '../adapter.ts';
import type { SlackSection } from '../config.ts';
import { doors, reportScopes } from './access.ts';
import { createApi } from './api.ts';
import { App } from './bolt.ts';
import type { Desk } from './desk.ts';
import { createIntake } from './intake.ts';
import { listenTo } from './listen.ts';
import { quietLogger } from './logger.ts';
import { isMember } from './people.ts';
import { admitting } from './receiver.ts';
import { createPlatform } from './send.ts';
import { answerWhereUnable, neverSilent } from './unable.ts';
import { createWaiting } from './waiting.ts';

const CALL_LIMIT = 10_000;

/** Slack: over HTTP or Socket Mode, for one workspace or for all that install us. */
export const startSlack: Start<SlackSection> = async (section, parts) => {
  const { log, clock } = parts;
  const { apiUrl, transport } = section;
  const api = createApi(apiUrl);
  const logger = quietLogger(log);
  const { access, receivers, connected, settle } = await doors(section, parts, api, logger);
  const tools = { ...parts, api, tokenOf: access.tokenOf };
  const desk: Desk = {
    ...tools,
    waiting: createWaiting(tools),
    seal: sealWith(section.access),
  };
  const app = new App({
    receiver: admitting(receivers, createIntake(desk, settle), clock.now),
    authorize: neverSilent(access.authorize),
    convoStore: false,
    ignoreSelf: false,
    logger,
    clientOptions: { slackApiUrl: apiUrl, timeout: CALL_LIMIT, retryConfig: { retries: 0 } },
  });
  app.error(async (error) => log.error({ err: error }, 'a listener broke'));
  answerWhereUnable(app, desk, section.access.kind === 'oauth');
  listenTo(app, desk);
  if (access.scopes.length > 0) reportScopes(log, access.scopes);
  return running(app, desk, connected, async () => {
    const { kind: mode } = transport;
    const [server] =
      mode === 'http' ? await begun(app, { host: transport.host, port: transport.port }) : await begun(app);
    log.info({ mode, ...addressOf(server) }, 'listening');
  });
};

/** The key is of all instances alike, and of nobody else. */
function sealWith(access: SlackSection['access']): Desk['seal'] {
  const secret = access.kind === 'token' ? access.botToken : access.clientSecret;
  return (words) => createHmac('sha256', `forms of ${secret}`).update(words).digest('base64url');
}

/** @returns what each of the receivers began: a server, over HTTP */
const begun = async (app: BoltApp, ...where: unknown[]): Promise<unknown[]> =>
  [await app.start(...(where as []))].flat();

function addressOf(server: unknown): { host?: string; port?: number } {
  const address = server instanceof Server ? server.address() : null;
  return typeof address === 'object' && address ? { host: address.address, port: address.port } : {};
}

function running(app: BoltApp, desk: Desk, connected: () => boolean, begin: () => Promise<void>): Running {
  const { api, tokenOf, waiting } = desk;
  let state: 'idle' | 'listening' | 'stopped' = 'idle';
  return {
    platform: {
      ...createPlatform(api, tokenOf, waiting.answered),
      isMember: (tenant, speaker) => isMember(desk, tenant, speaker),
    },
    ready() {
      if (state !== 'listening') return 'does not listen';
      return connected() ? undefined : 'no connection to Slack is open';
    },
    async listen() {
      await begin();
      state = 'listening';
    },
    async stopListening() {
      waiting.stop();
      if (state !== 'listening') return;
      state = 'stopped';
      await app.stop();
    },
    async stop() {},
  };
}
