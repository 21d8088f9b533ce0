import { problemsByModalRule, problemsByRule, problemsBySpec } from '../oracle.ts';

export interface Call {
  method: string;
  path: string;
  body: unknown;
  /** With our token; an interaction carries its own. */
  authorized: boolean;
}

/** What Discord's description and our own rules find wrong with a call; nothing when all is well. */
export function judged({ method, path, body, authorized }: Call): string[] {
  const route = ROUTES.find((one) => one.method === method && one.path.test(path));
  if (!route) return [`${method} ${path} is a route that nobody described`];
  const open = /^\/(interactions|webhooks)\//.test(path);
  const token = authorized === open ? [open ? 'our token where none belongs' : 'no token'] : [];
  return [...token, ...route.judge(body)].map((problem) => `${method} ${path}: ${problem}`);
}

interface Route {
  method: string;
  path: RegExp;
  judge(body: unknown): string[];
}

const message = (schema: string) => (body: unknown) => [
  ...problemsBySpec(schema, body),
  ...problemsByRule(body as Parameters<typeof problemsByRule>[0]),
];

const described = (schema: string) => (body: unknown) => problemsBySpec(schema, body);
const empty = (body: unknown): string[] => (body === undefined ? [] : ['a body where none belongs']);
const commands = (body: unknown): string[] =>
  (body as unknown[]).flatMap((one) => problemsBySpec('ApplicationCommandUpdateRequest', one));

const ROUTES: Route[] = [
  { method: 'GET', path: /^\/(applications\/@me|users\/@me|gateway\/bot)$/, judge: empty },
  { method: 'GET', path: /^\/users\/@me\/guilds(\?(after=\d+)?)?$/, judge: empty },
  { method: 'GET', path: /^\/guilds\/\d+$/, judge: empty },
  { method: 'GET', path: /^\/channels\/\d+(\/messages(\/\d+|\?.*)?)?$/, judge: empty },
  {
    method: 'GET',
    path: /^\/applications\/\d+(\/guilds\/\d+)?\/commands\?with_localizations=true$/,
    judge: empty,
  },
  { method: 'DELETE', path: /^\/channels\/\d+\/messages\/\d+$/, judge: empty },
  { method: 'POST', path: /^\/channels\/\d+\/messages$/, judge: message('MessageCreateRequest') },
  { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/, judge: message('MessageEditRequestPartial') },
  {
    method: 'POST',
    path: /^\/channels\/\d+\/messages\/\d+\/threads$/,
    judge: described('CreateTextThreadWithMessageRequest'),
  },
  { method: 'POST', path: /^\/users\/@me\/channels$/, judge: described('CreatePrivateChannelRequest') },
  { method: 'POST', path: /^\/interactions\/\d+\/[^/]+\/callback(\?with_response=true)?$/, judge: judgeCallback },
  { method: 'POST', path: /^\/webhooks\/\d+\/[^/]+$/, judge: message('IncomingWebhookRequestPartial') },
  {
    method: 'PATCH',
    path: /^\/webhooks\/\d+\/[^/]+\/messages\/@original$/,
    judge: message('IncomingWebhookUpdateRequestPartial'),
  },
  { method: 'PUT', path: /^\/applications\/\d+(\/guilds\/\d+)?\/commands$/, judge: commands },
];

const CALLBACKS: Readonly<Record<number, string>> = {
  4: 'CreateMessageInteractionCallbackRequest',
  5: 'CreateMessageInteractionCallbackRequest',
  7: 'UpdateMessageInteractionCallbackRequest',
  8: 'ApplicationCommandAutocompleteCallbackRequest',
  9: 'ModalInteractionCallbackRequest',
};

function judgeCallback(body: unknown): string[] {
  const { type, data } = body as { type: number; data: never };
  if (type === 6) return data === undefined ? [] : ['data where none belongs'];
  const schema = CALLBACKS[type];
  if (schema === undefined) return [`a callback of type ${type}`];
  const byRule = { 4: problemsByRule, 7: problemsByRule, 9: problemsByModalRule }[type];
  return [...problemsBySpec(schema, body), ...(byRule?.(data) ?? [])];
}
