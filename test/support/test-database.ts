import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { MIGRATIONS } from '../../migrations/index.js';
import { ensureEmbeddedTemplate, migrationsFingerprint } from '../../src/common/database/embedded/embedded-template.js';
import { migrate } from '../../src/common/database/migrations/migrate.js';

export interface TestDatabase {
  /** What makes a Config use it. */
  environment: { DATA_DIR: string; DATABASE_URL?: string; REDIS_URL?: string };
  drop(): Promise<void>;
}

/** The URL of the server that tests may make databases on; without it they run on the embedded one. */
export const testServerUrl = process.env.TEST_DATABASE_URL || undefined;
export const isEmbedded = testServerUrl === undefined;

const TEMPLATE_LOCK = 7_241_999;

/** A migrated, empty database of its own, copied from a template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const redis = process.env.TEST_REDIS_URL ? { REDIS_URL: process.env.TEST_REDIS_URL } : {};
  if (testServerUrl === undefined) {
    cpSync(join(await ensureEmbeddedTemplate(MIGRATIONS), 'postgres'), join(directory, 'postgres'), {
      recursive: true,
    });
    return {
      environment: { DATA_DIR: directory, ...redis },
      drop: async () => rmSync(directory, { recursive: true, force: true }),
    };
  }
  const name = `parley_test_${randomBytes(6).toString('hex')}`;
  const template = await ensureServerTemplate(testServerUrl);
  await onServer(testServerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    // What tests kill is us: the server goes on, and its disk has nothing to survive.
    await client.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  });
  return {
    environment: { DATA_DIR: directory, DATABASE_URL: urlOf(testServerUrl, name), ...redis },
    drop: async () => {
      await onServer(testServerUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function ensureServerTemplate(serverUrl: string): Promise<string> {
  const name = `parley_template_${await migrationsFingerprint(MIGRATIONS)}`;
  await onServer(serverUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 1) return;
    const draft = `${name}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft}`);
    const dataSource = await migrate({ type: 'postgres', url: urlOf(serverUrl, draft), migrations: [...MIGRATIONS] });
    await dataSource.destroy();
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

async function onServer(serverUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
