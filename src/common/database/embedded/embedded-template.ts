import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataSource, type MigrationInterface } from 'typeorm';
import { MIGRATIONS } from '../../../../migrations/index.js';
import { packageRoot } from '../../package-root.js';
import { EmbeddedDatabase } from './embedded-database.js';

/**
 * A migrated, empty embedded database, made once per set of migrations and copied for each new installation and each
 * test file: initdb takes seconds, a copy a tenth of one.
 */
export async function ensureEmbeddedTemplate(): Promise<string> {
  const template = templateDirectory();
  if (existsSync(join(template, 'postgres'))) return template;
  mkdirSync(dirname(template), { recursive: true });
  const draft = mkdtempSync(`${template}-`);
  const database = await EmbeddedDatabase.open({ directory: draft, durable: false });
  const dataSource = new DataSource({ ...database.connectionOptions(), migrations: MIGRATIONS });
  await dataSource.initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  await dataSource.destroy();
  await database.close();
  try {
    renameSync(draft, template);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(template, 'postgres'))) throw error; // else another process was faster
  }
  return template;
}

/** The template, where one has been made for these very migrations; otherwise null. */
export function existingEmbeddedTemplate(): string | null {
  const template = templateDirectory();
  return existsSync(join(template, 'postgres')) ? template : null;
}

function templateDirectory(): string {
  return join(packageRoot(), 'node_modules', '.cache', 'parley', `embedded-${migrationsFingerprint()}`);
}

/** Changes whenever the engine or a migration does. */
export function migrationsFingerprint(): string {
  const hash = createHash('sha256').update(pgliteVersion());
  for (const migration of MIGRATIONS)
    hash.update(migration.name).update(sqlOf((migration.prototype as MigrationInterface).up));
  return hash.digest('hex').slice(0, 16);
}

/** The SQL alone: compilers differ in everything around it. */
function sqlOf(up: (...args: never[]) => unknown): string {
  return up
    .toString()
    .replace(/^[^`]*/, '')
    .replace(/\s+/g, ' ');
}

function pgliteVersion(): string {
  const require = createRequire(import.meta.url);
  let directory = dirname(require.resolve('@electric-sql/pglite'));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string }).version;
}
