import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { prepareDataDirectory, syncFolder } from '../data-directory/data-directory.js';
import { connectTo } from '../data-directory/local-socket.js';
import { latestIn, prepareLockFolder } from '../data-directory/lock-files.js';
import { EmbeddedDatabase } from '../database/embedded/embedded-database.js';
import { inspectCluster } from '../database/embedded/cluster-files.js';
import { StartupError } from '../errors/startup-error.js';
import { readArchive, writeArchive } from './archive.js';
import { BACKUP_REQUEST } from './backup-server.js';
import type { DataSettings } from './data-settings.js';
import { summaryOf, type Manifest } from './manifest.js';
import { writeBackup } from './write-backup.js';

/**
 * `npm run backup -- PATH`: asks the running process for a backup, or takes one itself when none runs. Written beside
 * PATH, read again, and renamed: under its name there is never half a backup.
 * @returns what to print
 * @throws StartupError with what to do
 */
export async function backup(settings: DataSettings, given: string): Promise<string> {
  if (settings.databaseUrl !== null) throw new StartupError(USE_PG_DUMP);
  const { directory } = settings;
  const path = targetOf(given, directory);
  if (inspectCluster(join(directory, 'postgres')) === 'ABSENT') {
    throw new StartupError(
      `There is no database in DATA_DIR ${directory}: nothing to back up. Is DATA_DIR set as for the server?`,
    );
  }
  const draft = `${path}.part-${process.pid}`;
  try {
    const socket = await runningProcess(directory);
    if (socket === null) await takeOneself(settings, draft);
    else await receive(socket, draft);
    const manifest = await readBack(draft);
    renameSync(draft, path);
    syncFolder(dirname(path));
    return `Backup written to ${path} (${Math.ceil(statSync(path).size / 1_000_000)} MB), read again and found whole.\n${summaryOf(manifest)}`;
  } catch (error) {
    rmSync(draft, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new StartupError(`The disk of ${path} is full: no backup was written.`);
    throw error;
  }
}

const USE_PG_DUMP = `DATABASE_URL is set, so the data lie in PostgreSQL, which has better tools. To take a backup, while everything runs:
  pg_dump --format=custom --file=parley.dump "$DATABASE_URL"
To restore it into an empty database, while nothing runs:
  pg_restore --dbname="$DATABASE_URL" --exit-on-error parley.dump
Or take the continuous archiving of your provider. Copy the media after that: the folder DATA_DIR/media, or the bucket S3_BUCKET.
Keep SECRET_KEY apart from both: without it access tokens and app secrets cannot be read.`;

function targetOf(given: string, directory: string): string {
  const path = resolve(given);
  if (!relative(directory, path).startsWith('..')) {
    throw new StartupError(
      `${path} lies in DATA_DIR: a backup there is lost together with it. Name a place on another disk.`,
    );
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    return join(path, `parley-${new Date().toISOString().replace(/[:.]/g, '-')}.tar.gz`);
  }
  if (existsSync(path))
    throw new StartupError(`${path} exists already, and no backup is overwritten: name another file, or a folder.`);
  if (!existsSync(dirname(path))) throw new StartupError(`There is no folder ${dirname(path)}: make it first.`);
  return path;
}

/** A connection to the process that has the directory; null when none runs here. */
async function runningProcess(directory: string): Promise<Socket | null> {
  const folder = prepareLockFolder(directory);
  const latest = latestIn(folder);
  if (latest === null || latest.isReleased || latest.owner?.socket == null) return null;
  const outcome = await connectTo(folder, latest.owner.socket);
  return typeof outcome === 'string' ? null : outcome;
}

async function receive(socket: Socket, draft: string): Promise<void> {
  socket.end(`${BACKUP_REQUEST}\n`);
  try {
    await writeArchive(socket, draft);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    throw new StartupError(BROKEN_OFF);
  }
}

/** @throws StartupError while a process has the directory that cannot be reached from here, such as another machine's */
async function takeOneself({ directory, bucket }: DataSettings, draft: string): Promise<void> {
  prepareDataDirectory(directory);
  const database = await EmbeddedDatabase.open({ directory });
  const dataSource = await new DataSource(database.connectionOptions()).initialize();
  try {
    await writeArchive(Readable.from(writeBackup({ directory, dataSource, bucket }), { objectMode: false }), draft);
  } finally {
    await dataSource.destroy();
    await database.close();
  }
}

/** @throws StartupError when the stream ended early: nobody tells why over the socket */
async function readBack(draft: string): Promise<Manifest> {
  try {
    return await readArchive(draft, async (_, chunks) => drain(chunks));
  } catch (error) {
    throw error instanceof StartupError ? new StartupError(BROKEN_OFF) : error;
  }
}

const BROKEN_OFF =
  'The backup broke off, and nothing was written: another one is under way, or the process ended. Its log says which; try again.';

async function drain(chunks: AsyncIterable<Buffer> | null): Promise<void> {
  if (chunks === null) return;
  const iterator = chunks[Symbol.asyncIterator]();
  for (let next = await iterator.next(); next.done !== true;) next = await iterator.next();
}
