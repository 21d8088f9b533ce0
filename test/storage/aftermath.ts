import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { fileIn } from '../../adapters/storage/store.ts';

/** What a killed process left in its store. */
export interface Aftermath {
  corrupt: boolean;
  /** The turns whose posts were being sent: of these alone nobody knows whether they are out. */
  inDoubt: string[];
}

interface Place {
  databaseUrl?: string | undefined;
  dataDir: string;
}

const SENDING = "select id from posts where state = 'sending'";

export const aftermathIn = ({ databaseUrl, dataDir }: Place): Promise<Aftermath> | Aftermath =>
  databaseUrl === undefined ? ofFile(dataDir) : ofServer(databaseUrl);

/** Looks at a copy, so that putting the file right is left to the next process. */
function ofFile(dataDir: string): Aftermath {
  const folder = mkdtempSync(join(tmpdir(), 'vm-or-container-'));
  for (const end of ['', '-wal'])
    if (existsSync(fileIn(dataDir) + end)) copyFileSync(fileIn(dataDir) + end, fileIn(folder) + end);
  const copy = new DatabaseSync(fileIn(folder));
  const { integrity_check: verdict } = copy.prepare('pragma integrity_check').get() ?? {};
  const inDoubt = copy.prepare(SENDING).all().map(turnOf);
  copy.close();
  rmSync(folder, { recursive: true });
  return { corrupt: verdict !== 'ok', inDoubt };
}

/** A client that dies harms no server, so there is nothing to check but what is in doubt. */
async function ofServer(url: string): Promise<Aftermath> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ id: string }>(SENDING);
  await client.end();
  return { corrupt: false, inDoubt: rows.map(turnOf) };
}

/** The id of a post begins with that of the turn it answers. */
const turnOf = ({ id }: Record<string, unknown>): string => String(id).replace(/#.*$/, '');
