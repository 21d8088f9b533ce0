/** The store cannot do what was asked. The message is one sentence that says what is wrong and what to do; it never holds a secret or a stored text. */
export class StoreError extends Error {}

const BACKUP = 'put back the last backup (see docs/operations.md), or move it away to start afresh';

/** What is wrong with a database file, from SQLite's or the operating system's error; any other error stays as it is. */
export function sqliteProblem(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const primary = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
  const sentence = primary === undefined ? systemSentence(String(error.code), file) : sqliteSentence(primary, file);
  return sentence === undefined ? error : new StoreError(sentence, { cause: error });
}

/** @param primary SQLite's primary result code, https://sqlite.org/rescode.html */
function sqliteSentence(primary: number, file: string): string {
  switch (primary) {
    case 5:
    case 6:
      return `${file} is locked by another program: close what else has it open`;
    case 3:
    case 8:
    case 14:
      return unwritable(file);
    case 11:
    case 26:
      return damaged(file);
    case 13:
      return full(file);
    default:
      return `${file} cannot be read or written (SQLite result code ${primary}): look at the disk it is on`;
  }
}

function systemSentence(code: string, file: string): string | undefined {
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'EISDIR'].includes(code)) return unwritable(file);
  return code === 'ENOSPC' ? full(file) : undefined;
}

export const damaged = (file: string): string => `${file} is damaged or no database: ${BACKUP}`;
const unwritable = (file: string) =>
  `${file} cannot be written: let this account write its folder, or set DATA_DIR to another`;
const full = (file: string) => `the disk of ${file} is full: free some space, work then goes on by itself`;

/**
 * What is wrong with PostgreSQL, from the driver's error; any other error stays as it is.
 * @param at host and port, such as "db:5432"
 */
export function postgresProblem(error: unknown, at: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  const state = /^[0-9A-Z]{5}$/.test(code) && 'severity' in error;
  const sentence = state ? postgresSentence(code, at) : networkSentence(code, error.message, at);
  return sentence === undefined ? error : new StoreError(sentence, { cause: error });
}

/** @param state the SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html */
function postgresSentence(state: string, at: string): string {
  if (state.startsWith('28')) return `PostgreSQL at ${at} refuses the user or password of DATABASE_URL`;
  if (state === '3D000') return `PostgreSQL at ${at} has no such database: create it, or correct DATABASE_URL`;
  if (state === '42501')
    return `PostgreSQL at ${at} does not let the user of DATABASE_URL do this: make it the owner of the database`;
  if (state === '53100') return `the disk of PostgreSQL at ${at} is full: free some space, work then goes on by itself`;
  if (state === '25006') return `PostgreSQL at ${at} is read-only: let DATABASE_URL name the primary server`;
  if (state.startsWith('57P') || state.startsWith('08') || state.startsWith('53')) return silent(at);
  if (state === '55P03' || state === '57014')
    return `PostgreSQL at ${at} was too busy: something else holds our tables, such as a dump`;
  return `PostgreSQL at ${at} refused a query (SQLSTATE ${state})`;
}

function networkSentence(code: string, message: string, at: string): string | undefined {
  const gone = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)/.test(code);
  return gone || /timeout|terminat|not queryable|closed/i.test(message) ? silent(at) : undefined;
}

const silent = (at: string) => `PostgreSQL does not answer at ${at}: see that it runs and that DATABASE_URL is right`;
