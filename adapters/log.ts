import { type DestinationStream, type Logger, pino } from 'pino';

/** Writes one JSON object a line. Fields are ids and figures: what people say and what opens doors never gets in. */
export type Log = Logger;

const MASK = '[left out]';
const MOST = 500;

/** Fields that hold what people say, or what opens doors, whatever is in them. */
const NEVER =
  /^(text|content|blocks|card|lead|title|body|payload|message|comment|value|data|headers|cookie|authorization|.*(token|secret|password|signature|_url|trigger_id).*)$/i;

/** Tokens of Slack and Discord, their addresses that need none, and passwords in addresses. */
const SECRETS = [
  /\b(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+/g,
  /\b[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}/g,
  /https:\/\/hooks\.slack\.com\/\S+/g,
  /\/(?:webhooks|interactions)\/\d+\/[\w-]{20,}/g,
  /\bv0=[0-9a-f]{64}\b/g,
  /(?<=:\/\/[^\s:/@]{0,100}:)[^\s@]+(?=@)/g,
];

/**
 * A log that keeps to scalars: an object, such as a request or an event, is left out whole.
 * @param secrets exact values to leave out wherever they stand
 */
export function createLog(level: string, secrets: readonly string[], to?: DestinationStream): Log {
  const masked = (text: string): string => {
    const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
    return SECRETS.reduce((rest, pattern) => rest.replace(pattern, MASK), known).slice(0, MOST);
  };
  const scalar = (value: unknown): unknown => {
    if (typeof value === 'string') return masked(value);
    if (value instanceof Error) return told(value, masked);
    if (Array.isArray(value)) return value.map((one) => (typeof one === 'object' ? MASK : scalar(one)));
    return typeof value === 'object' && value !== null ? MASK : value;
  };
  const fields = (given: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, NEVER.test(name) ? MASK : scalar(value)]));
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: fields, bindings: fields },
      hooks: {
        logMethod([first, second], method) {
          const [given, message] = typeof first === 'object' ? [first, second] : [{}, first];
          const wrong = given instanceof Error ? { err: given } : given;
          method.call(this, wrong, masked(String(message ?? messageOf(wrong))));
        },
      },
    },
    to ?? pino.destination({ dest: 1, sync: true }),
  );
}

const messageOf = (given: object | null): string =>
  given && 'err' in given && given.err instanceof Error ? given.err.message : '';

/** An error as one line: its own fields may hold a request or a query. */
function told({ name, message, stack, ...rest }: Error, masked: (text: string) => string): Record<string, unknown> {
  const code =
    'code' in rest && (typeof rest.code === 'string' || typeof rest.code === 'number') ? rest.code : undefined;
  const at = stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 4)
    .map((line) => line.trim());
  return { type: name, problem: masked(message), ...(code !== undefined && { code }), at };
}
