import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../package-root.js';
import { migrate } from '../migrations/migrate.js';
import { checksumsOf, type Migrations } from '../migrations/migrations.js';
import { EmbeddedDatabase } from './embedded-database.js';
import { damageOf, listTemplate } from './template-files.js';

/**
 * A migrated, empty embedded database, made once per set of migrations and copied for each new installation and each
 * test file: initdb takes seconds, a copy a tenth of one.
 */
export async function ensureEmbeddedTemplate(migrations: Migrations): Promise<string> {
  const template = await templateDirectory(migrations);
  if (existsSync(join(template, 'postgres'))) return template;
  mkdirSync(dirname(template), { recursive: true });
  const draft = mkdtempSync(`${template}-`);
  const database = await EmbeddedDatabase.open({ directory: draft, durable: false });
  const dataSource = await migrate({ ...database.connectionOptions(), migrations: [...migrations] });
  await dataSource.destroy();
  await database.close();
  listTemplate(draft);
  try {
    renameSync(draft, template);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(template, 'postgres'))) throw error; // else another process was faster
  }
  return template;
}

/** The same, and one that was damaged is made again. */
export async function rebuildEmbeddedTemplate(migrations: Migrations): Promise<void> {
  const template = await templateDirectory(migrations);
  if (damageOf(template) !== null) rmSync(template, { recursive: true, force: true });
  await ensureEmbeddedTemplate(migrations);
}

/** The template, where one has been made for these very migrations; otherwise null. */
export async function existingEmbeddedTemplate(migrations: Migrations): Promise<string | null> {
  const template = await templateDirectory(migrations);
  return existsSync(join(template, 'postgres')) ? template : null;
}

async function templateDirectory(migrations: Migrations): Promise<string> {
  return join(packageRoot(), 'node_modules', '.cache', 'parley', `embedded-${await migrationsFingerprint(migrations)}`);
}

/** Changes whenever the engine, a migration or the form of a template does. */
export async function migrationsFingerprint(migrations: Migrations): Promise<string> {
  const hash = createHash('sha256').update(`${pgliteVersion()} with a list of files`);
  hash.update(JSON.stringify(await checksumsOf(migrations.map((Migration) => new Migration()))));
  return hash.digest('hex').slice(0, 16);
}

function pgliteVersion(): string {
  const require = createRequire(import.meta.url);
  let directory = dirname(require.resolve('@electric-sql/pglite'));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string }).version;
}
