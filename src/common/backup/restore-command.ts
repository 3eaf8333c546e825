import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource } from 'typeorm';
import { contentOf, prepareDataDirectory, syncFolder } from '../data-directory/data-directory.js';
import { DirectoryLock } from '../data-directory/directory-lock.js';
import { Draft, removeDrafts } from '../data-directory/drafts.js';
import { LOCK_FOLDER } from '../data-directory/lock-files.js';
import { EmbeddedDatabase } from '../database/embedded/embedded-database.js';
import { checksumsOf, type Migrations } from '../database/migrations/migrations.js';
import { requireKnownSchema } from '../database/migrations/schema-version.js';
import { StartupError } from '../errors/startup-error.js';
import { readArchive } from './archive.js';
import type { DataSettings } from './data-settings.js';
import { summaryOf, type Manifest } from './manifest.js';
import { countRows } from './write-backup.js';

/**
 * `npm run restore -- PATH`: unpacks a backup beside its place in an empty DATA_DIR, recovers the database, compares it
 * with what was counted when the backup was taken, and only then moves everything to its place.
 * @returns what to print
 * @throws StartupError with what to do; DATA_DIR is empty then as before
 */
export async function restore(settings: DataSettings, given: string, migrations: Migrations): Promise<string> {
  if (settings.databaseUrl !== null) throw new StartupError(USE_PG_RESTORE);
  const path = archiveAt(given);
  const { directory } = settings;
  prepareDataDirectory(directory);
  requireEmpty(directory);
  const lock = await DirectoryLock.acquire(directory);
  try {
    requireEmpty(directory);
    removeDrafts(directory);
    const draft = Draft.in(directory);
    try {
      const unpacked = draft.pathOf('data');
      mkdirSync(unpacked, { mode: 0o700 });
      const manifest = await readArchive(path, (name, chunks) => extract(join(unpacked, name), chunks));
      requireKnownSchema(manifest.migrations, await checksumsOf(migrations.map((Migration) => new Migration())));
      await recover(unpacked, manifest);
      moveAll(unpacked, directory);
      return `Restored ${path} into ${directory}, and counted: everything is there.\n${summaryOf(manifest)}\nStart Parley now; a newer version migrates it.`;
    } finally {
      draft.remove();
    }
  } finally {
    await lock.release();
  }
}

const USE_PG_RESTORE = `DATABASE_URL is set, so the data belong into PostgreSQL: pg_restore --dbname="$DATABASE_URL" --exit-on-error parley.dump
Backups of the embedded database are restored without DATABASE_URL.`;

function archiveAt(given: string): string {
  const path = resolve(given);
  if (!existsSync(path)) throw new StartupError(`There is no backup ${path}.`);
  if (!statSync(path).isDirectory()) return path;
  const names = readdirSync(path).filter((name) => /^parley-.*\.tar\.gz$/.test(name));
  throw new StartupError(
    `${path} is a folder: name the backup itself${names.length === 0 ? '' : `, such as ${join(path, names.sort().at(-1) ?? '')}`}.`,
  );
}

function requireEmpty(directory: string): void {
  const content = contentOf(directory);
  if (content.length === 0) return;
  throw new StartupError(
    `DATA_DIR ${directory} is not empty (${content.slice(0, 5).join(', ')}), and nothing in it is overwritten: move it away, or give another DATA_DIR.`,
  );
}

async function extract(path: string, chunks: AsyncIterable<Buffer> | null): Promise<void> {
  mkdirSync(chunks === null ? path : dirname(path), { recursive: true, mode: 0o700 });
  if (chunks === null) return;
  await pipeline(Readable.from(chunks, { objectMode: false }), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

/** Replays what was written while the backup was taken, and counts. */
async function recover(directory: string, manifest: Manifest): Promise<void> {
  const database = await EmbeddedDatabase.open({ directory });
  const dataSource = await new DataSource(database.connectionOptions()).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    const rows = await countRows(runner);
    const wrong = Object.keys({ ...rows, ...manifest.rows }).filter((name) => rows[name] !== manifest.rows[name]);
    if (wrong.length > 0) {
      throw new StartupError(
        `The backup does not have what was counted when it was taken (${wrong.join(', ')}). Take another one.`,
      );
    }
  } finally {
    await runner.release();
    await dataSource.destroy();
    await database.close();
  }
}

/** The database last: a crash before that leaves a DATA_DIR that no start takes for a new one. */
function moveAll(from: string, to: string): void {
  const names = readdirSync(from).filter((name) => name !== LOCK_FOLDER);
  for (const name of names.sort((a, b) => Number(a === 'postgres') - Number(b === 'postgres'))) {
    renameSync(join(from, name), join(to, name));
  }
  syncFolder(to);
}
