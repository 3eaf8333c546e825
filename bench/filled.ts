import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { MIGRATIONS } from '../migrations/index.js';
import { EmbeddedDatabase } from '../src/common/database/embedded/embedded-database.js';
import { migrate } from '../src/common/database/migrations/migrate.js';
import { createDatabase, endProcess, startProcess } from './environment.js';
import { fill } from './fill/fill.js';
import { FILL_KEY } from './fill/world.js';

const SEED = 1;
/** The addresses of a Meta that nobody asks: the role is api, so nothing is sent. */
const NO_META = 'http://127.0.0.1:1';

/** SQL by hand that takes longer is stopped: a million conversations are enough to let some of it take minutes. */
const HAND_LIMIT_MS = 5_000;

/** A filled database, and what is needed to measure on it. */
export interface Filled {
  conversations: number;
  /** Runs hand-written SQL: on the embedded database only before the server has been started. */
  sql(statement: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Starts the server on it, as ROLE=api. */
  start(): Promise<{ url: string; child: ChildProcess; startMs: number }>;
  drop(): Promise<void>;
}

/**
 * Databases of these sizes, filled for the purpose; or those that BENCH_FILLED names ("fill_small,fill_large"), which
 * are used as they are and stay: of a million conversations one is not made for every run.
 */
export async function filledDatabases(databaseUrl: string | null, sizes: readonly number[]): Promise<Filled[]> {
  const names = process.env.BENCH_FILLED?.split(',') ?? [];
  const filled: Filled[] = [];
  if (databaseUrl === null) for (const size of sizes) filled.push(await embedded(size));
  else if (names.length > 0) for (const name of names) filled.push(await existing(databaseUrl, name));
  else for (const size of sizes) filled.push(await onServer(databaseUrl, size));
  return filled.sort((one, other) => one.conversations - other.conversations);
}

async function onServer(databaseUrl: string, conversations: number): Promise<Filled> {
  const database = await createDatabase(databaseUrl);
  const client = await fillThrough(conversations, { connectionString: database.url });
  await client.query(`SET statement_timeout = ${HAND_LIMIT_MS}`);
  return onPostgres(client, database.url, conversations, () => database.drop());
}

async function existing(databaseUrl: string, name: string): Promise<Filled> {
  const url = new URL(databaseUrl);
  url.pathname = `/${name.trim()}`;
  await (await migrate({ type: 'postgres', url: url.toString(), migrations: [...MIGRATIONS], entities: [] })).destroy();
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  const { rows } = await client.query<{ count: string }>('SELECT count(*) AS count FROM conversations');
  await closeWindows(client, url.toString());
  await client.query(`SET statement_timeout = ${HAND_LIMIT_MS}`);
  return onPostgres(client, url.toString(), Number(rows[0]?.count), () => Promise.resolve());
}

/** What a worker records every half minute: windows that have closed since the database was filled. */
async function closeWindows(client: pg.Client, url: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const { child } = await startTimed(directory, url, 'all');
  const hasOpen = async () =>
    (
      await client.query(
        `SELECT FROM conversations WHERE is_window_open AND last_inbound_at <= now() - interval '24 hours 1 minute' LIMIT 1`,
      )
    ).rows.length > 0;
  while (await hasOpen()) await new Promise((resolve) => setTimeout(resolve, 500));
  await endProcess(child);
  rmSync(directory, { recursive: true, force: true });
}

function onPostgres(client: pg.Client, url: string, conversations: number, drop: () => Promise<void>): Filled {
  const directory = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  return {
    conversations,
    sql: async (statement, parameters) => (await client.query(statement, parameters)).rows as Record<string, unknown>[],
    start: () => startTimed(directory, url),
    drop: async () => {
      await client.end();
      rmSync(directory, { recursive: true, force: true });
      await drop();
    },
  };
}

async function embedded(conversations: number): Promise<Filled> {
  const directory = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const database = await EmbeddedDatabase.open({ directory, durable: false });
  const options = database.connectionOptions();
  const dataSource = await migrate({ ...options, migrations: [...MIGRATIONS] });
  await dataSource.destroy();
  const client = await fillThrough(conversations, {
    ...(options.extra as { stream: pg.ClientConfig['stream'] }),
    user: 'postgres',
    database: 'postgres',
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await client.end();
    await database.close();
  };
  return {
    conversations,
    sql: async (statement, parameters) => (await client.query(statement, parameters)).rows as Record<string, unknown>[],
    start: async () => {
      await close();
      return startTimed(directory, null);
    },
    drop: async () => {
      await close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function fillThrough(conversations: number, config: pg.ClientConfig): Promise<pg.Client> {
  if (config.connectionString !== undefined) {
    const url = config.connectionString;
    await (await migrate({ type: 'postgres', url, migrations: [...MIGRATIONS], entities: [] })).destroy();
  }
  const client = new pg.Client(config);
  await client.connect();
  const now = new Date(new Date().setUTCMinutes(0, 0, 0));
  await fill([client], { conversations, seed: SEED, now }, () => undefined);
  await client.query('RESET ALL');
  return client;
}

async function startTimed(
  directory: string,
  databaseUrl: string | null,
  role = databaseUrl === null ? 'all' : 'api',
): Promise<Awaited<ReturnType<Filled['start']>>> {
  mkdirSync(join(directory, 'media'), { recursive: true }); // a server does not make it where files are known
  const began = performance.now();
  const settings = { SECRET_KEY: FILL_KEY.toString('base64'), ROLE: role };
  const { url, child } = await startProcess(NO_META, directory, databaseUrl, settings);
  return { url, child, startMs: performance.now() - began };
}

/** Drops what was made, whatever became of the measurement, and ends its servers. */
export async function cleanUp(filled: readonly Filled[], children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) await endProcess(child);
  for (const database of filled) await database.drop();
}
