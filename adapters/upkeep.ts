import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { speakerSchema, tenantSchema } from '../src/delivery/turn.ts';
import { ConfigError, configFrom } from './config.ts';
import { ENDED, endedBy } from './ended.ts';
import { createLog } from './log.ts';
import { backUp } from './storage/backup.ts';
import { fileIn, openStore } from './storage/store.ts';

const USAGE = `looks after what is stored (see docs/operations.md)

  backup FILE                               a copy of the database file, made while it is in use
  rotate-keys                               seals every secret with the first key of SECRET_KEYS
  forget --tenant slack:T024 [--user U061]  removes all there is of a workspace, or of one person in it
`;

interface Out {
  write(text: string): unknown;
  complain(text: string): unknown;
}

/** Runs one command line and returns the exit code. */
export async function runUpkeep(args: readonly string[], env: NodeJS.ProcessEnv, out: Out): Promise<number> {
  const work = workFrom(args);
  if (typeof work === 'string') {
    out.complain(`${work}\n\n${USAGE}`);
    return ENDED.misused;
  }
  try {
    out.write(`${await work(env)}\n`);
    return ENDED.well;
  } catch (error) {
    const { code, told } = endedBy(error);
    out.complain(`${told}\n`);
    return code;
  }
}

/** Does it, and returns what was done. */
type Work = (env: NodeJS.ProcessEnv) => Promise<string>;

/** The work that a command line asks for, or what is wrong with the line. */
function workFrom([command, ...args]: readonly string[]): Work | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { tenant: { type: 'string' }, user: { type: 'string' } },
      allowPositionals: true,
    });
    if (command === 'backup') return backupOf(positionals, values);
    if (positionals.length > 0) return `"${command}" takes no "${positionals[0]}"`;
    return command === 'forget' ? forgettingOf(values) : rotationOf(values);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Whom {
  tenant?: string | undefined;
  user?: string | undefined;
}

function backupOf([file, ...more]: readonly string[], { tenant, user }: Whom): Work | string {
  if (file === undefined || more.length > 0 || tenant || user) return '"backup" needs the name of one new file';
  return async (env) => {
    const { store } = configFrom(env);
    if (store.databaseUrl !== undefined)
      throw new ConfigError('DATABASE_URL is set: back a PostgreSQL up with its own pg_dump');
    await backUp(store.dataDir, file);
    return `wrote ${file}`;
  };
}

function forgettingOf({ tenant, user }: Whom): Work | string {
  if (!tenant || !/^(slack|discord):[^:]+$/.test(tenant))
    return '"forget" needs --tenant with the platform and the id of a workspace, such as slack:T024 or discord:41771983423143937';
  const whose = tenantSchema.parse(tenant);
  return async (env) =>
    withStore(env, async (store) => {
      if (user) await store.forgetSpeaker(whose, speakerSchema.parse(user));
      else await store.forgetTenant(whose);
      return `forgot ${user ? `${user} in ${tenant}` : tenant}`;
    });
}

function rotationOf({ tenant, user }: Whom): Work | string {
  if (tenant || user) return '"rotate-keys" is for all workspaces at once';
  return async (env) => {
    if (!env.SECRET_KEYS?.trim()) throw new ConfigError('SECRET_KEYS is missing: write the new key, then the old ones');
    return withStore(env, async (store) => `sealed ${await store.rotateKeys()} secrets with the first key`);
  };
}

async function withStore(
  env: NodeJS.ProcessEnv,
  work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<string>,
): Promise<string> {
  const { store, logLevel, secrets } = configFrom(env);
  const file = fileIn(store.dataDir);
  if (store.databaseUrl === undefined && !existsSync(file)) throw new ConfigError(`there is no ${file}: see DATA_DIR`);
  const opened = await openStore({ ...store, log: createLog(logLevel, secrets) });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
