import { type DestinationStream, type Logger, pino } from 'pino';

/** Writes one JSON object a line. Fields are ids and figures: what people say and what opens doors never gets in. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  fatal: Write;
  /** The same log with these fields in every line. */
  child(fields: Fields): Log;
}

interface Write {
  (message: string): void;
  (fields: Fields, message: string): void;
}

type Fields = Readonly<Record<string, unknown>>;

const MASK = '[left out]';
const MOST = 500;

/** Fields that hold what people say, or what opens doors, whatever is in them. */
const NEVER =
  /^(text|content|blocks|card|lead|title|body|payload|message|comment|value|data|headers|cookie|authorization|.*(token|secret|password|signature|_url|trigger_id).*)$/i;

/** Tokens of Slack and Discord, their addresses that need none, and passwords in addresses. */
const OPENERS = [
  /\b(?:xoxe\.)?(?:xox[a-z]|xapp)-[\w-]+/g,
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
    return OPENERS.reduce((rest, pattern) => rest.replace(pattern, MASK), known).slice(0, MOST);
  };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to ?? pino.destination({ dest: 1, sync: true }),
  );
  return over(logger, masked);
}

function over(logger: Logger, masked: (text: string) => string): Log {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal'): Write =>
    (first: Fields | string, message?: string) => {
      if (!logger.isLevelEnabled(level)) return;
      if (typeof first === 'string') logger[level](masked(first));
      else logger[level](safe(first, masked), masked(message ?? ''));
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    child: (fields) => over(logger.child(safe(fields, masked)), masked),
  };
}

function safe(fields: Fields, masked: (text: string) => string): Record<string, unknown> {
  const scalar = (value: unknown): unknown => {
    if (typeof value === 'string') return masked(value);
    if (value instanceof Error) return told(value, masked);
    if (Array.isArray(value)) return value.map((one) => (Array.isArray(one) ? MASK : scalar(one)));
    return typeof value === 'object' && value !== null ? MASK : value;
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [masked(name), NEVER.test(name) ? MASK : scalar(value)]),
  );
}

/** An error as fields: its own may hold a request or a query, and are left out but for the code. */
function told(error: Error, masked: (text: string) => string): Record<string, unknown> {
  const { name, message, stack = '' } = error;
  const code = 'code' in error && /^[\w.-]{1,60}$/.test(String(error.code)) ? error.code : undefined;
  const at = stack.split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: name,
    problem: masked(message),
    ...(code !== undefined && { code }),
    at: at.slice(0, 4).map((line) => line.trim()),
  };
}
