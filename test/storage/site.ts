import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { fileIn, type OpenStore, openStore } from '../../adapters/storage/store.ts';
import { TABLES } from '../../adapters/storage/tables.ts';
import { type Postgres, startPostgres } from './postgres.ts';

/** A database to run the contract on. */
export interface Site {
  /** The store on an empty database. */
  fresh(): Promise<OpenStore>;
  /** How often a random test is repeated here: a server is slower than a file. */
  runs: number;
  /** What the store warned of since it was fresh. */
  warnings: Record<string, unknown>[];
  /** Runs a statement behind the store's back. */
  run(statement: string): Promise<Record<string, unknown>[]>;
  /** How often the text stands in the files of the database. */
  traces(text: string): number;
  stop(): Promise<void>;
}

/** What a store must do, by sentence; every case begins with an empty database. */
export type Contract = Record<string, (store: OpenStore, site: Site) => Promise<void>>;

/** 32 bytes for each of two keys. */
export const KEYS = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map((key) => key.toString('base64')) as [string, string];

/** Deletes all rows: quicker than new tables. */
const EMPTY = TABLES.map((table) => `delete from ${table};`).join('');

/** SQLite in a temporary folder. */
export async function sqliteSite(): Promise<Site & { dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  const warnings: Record<string, unknown>[] = [];
  const open = () => openStore({ dataDir, secretKeys: KEYS[0], log: { warn: (details) => warnings.push(details) } });
  const store = await open();
  const raw = new DatabaseSync(fileIn(dataDir), { timeout: 1_000 });
  return {
    dataDir,
    runs: 4,
    warnings,
    async fresh() {
      warnings.length = 0;
      raw.exec(`begin; ${EMPTY} commit`);
      return store;
    },
    run: async (statement) => raw.prepare(statement).all(),
    traces: (text) => tracesIn(dataDir, text),
    async stop() {
      raw.close();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A real PostgreSQL, emptied each time it is made fresh. */
export async function postgresSite(): Promise<Site & { url: string; again(): Promise<OpenStore>; server: Postgres }> {
  const server = await startPostgres();
  const url = await server.database();
  const warnings: Record<string, unknown>[] = [];
  const opened: OpenStore[] = [];
  const client = new pg.Client(url);
  await client.connect();
  const run: Site['run'] = async (statement) => (await client.query(statement)).rows;
  const again = async () => {
    const log = { warn: (details: Record<string, unknown>) => void warnings.push(details) };
    const store = await openStore({ databaseUrl: url, dataDir: '', secretKeys: KEYS[0], log });
    opened.push(store);
    return store;
  };
  const first = await again();
  return {
    url,
    server,
    runs: 1,
    /** Another instance on the same database. */
    again,
    warnings,
    run,
    async fresh() {
      warnings.length = 0;
      await run(EMPTY);
      return first;
    },
    traces: (text) => tracesIn(server.folder, text),
    async stop() {
      for (const store of opened) await store.close();
      await client.end();
      await server.stop();
    },
  };
}

function tracesIn(folder: string, text: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  const counts = files.filter((file) => statSync(file).isFile()).map((file) => timesIn(readFileSync(file), text));
  return counts.reduce((sum, count) => sum + count, 0);
}

function timesIn(bytes: Buffer, text: string): number {
  let times = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) times += 1;
  return times;
}
