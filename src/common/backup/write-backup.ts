import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { DataSource, type QueryRunner } from 'typeorm';
import { contentOf } from '../data-directory/data-directory.js';
import { versionOf } from '../database/embedded/cluster-files.js';
import { appliedMigrations } from '../database/migrations/migrate.js';
import { packageVersion } from '../package-root.js';
import { FORMAT, MANIFEST, type Manifest } from './manifest.js';
import { tarEnd, tarFile, tarFolder } from './tar.js';

export interface BackupSource {
  /** DATA_DIR. */
  directory: string;
  /** The embedded database in it, open. */
  dataSource: DataSource;
  /** Bucket of media; null: they are in DATA_DIR. */
  bucket: string | null;
}

const CLUSTER = 'postgres';
const LABEL = 'parley';
const SLOT = 'parley_backup';
const CHUNK_BYTES = 1024 * 1024;
/** What PostgreSQL makes anew, or what is copied at its own time; the folders themselves are needed. */
const LEFT_OUT = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];
/** Ours, made anew wherever the backup is restored; and uploads on their way. */
const NOT_KEPT = /^(database\.mark)$|\.part$/;

/**
 * A backup of the embedded database and of all files beside it, as the bytes of a tar archive, while both are in use:
 * PostgreSQL's own online backup, so that nobody waits for it but for one checkpoint. It has the state of its end;
 * files are copied after that, so that every file of that state is in it.
 * @throws Error when a backup is under way already
 */
export async function* writeBackup(source: BackupSource): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let size = 0;
  for await (const part of partsOf(source)) {
    gathered.push(part);
    size += part.length;
    if (size < CHUNK_BYTES) continue;
    yield Buffer.concat(gathered);
    [gathered, size] = [[], 0];
  }
  yield Buffer.concat(gathered);
}

async function* partsOf(source: BackupSource): AsyncGenerator<Buffer> {
  const files: Manifest['files'] = {};
  const copied = (path: string): AsyncGenerator<Buffer> => copyFile(source.directory, path, files);
  const end = yield* copyCluster(source, copied);
  yield* contents('backup_label', Buffer.from(end.label), files);
  for (const name of contentOf(source.directory).filter((entry) => entry !== CLUSTER)) {
    for (const path of filesUnder(source.directory, name)) if (!NOT_KEPT.test(path)) yield* copied(path);
  }
  const manifest: Manifest = {
    format: FORMAT,
    version: packageVersion(),
    postgres: versionOf(join(source.directory, CLUSTER)),
    takenAt: end.takenAt.toISOString(),
    migrations: end.migrations,
    rows: end.rows,
    hasSecretKey: Object.hasOwn(files, 'secret.key'),
    bucket: source.bucket,
    files,
  };
  const bytes = Buffer.from(JSON.stringify(manifest, null, 2));
  yield* tarFile({ name: MANIFEST, size: bytes.length }, only(bytes));
  yield tarEnd();
}

interface BackupEnd extends Pick<Manifest, 'rows' | 'migrations'> {
  label: string;
  /** Names of the log's files that recovery needs. */
  segments: string[];
  takenAt: Date;
}

async function* copyCluster(
  { directory, dataSource }: BackupSource,
  copied: (path: string) => AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer, BackupEnd> {
  const cluster = join(directory, CLUSTER);
  // keeps the log from its beginning on, until it has been copied; of its name there is one
  await dataSource.query('SELECT pg_create_physical_replication_slot($1, true, true)', [SLOT]).catch(() => {
    throw new Error('another backup is under way');
  });
  let end: BackupEnd | null = null;
  try {
    await dataSource.query('SELECT pg_backup_start($1, true)', [LABEL]);
    for (const folder of foldersUnder(cluster)) yield tarFolder(`${CLUSTER}/${folder}`);
    const control = `${CLUSTER}/global/pg_control`;
    for (const path of filesUnder(directory, CLUSTER)) {
      const isLeftOut = LEFT_OUT.some((folder) => path.startsWith(`${CLUSTER}/${folder}/`));
      if (!isLeftOut && path !== control && path !== `${CLUSTER}/postmaster.pid`) yield* copied(path);
    }
    yield* copied(control);
    end = await stop(dataSource, cluster);
    for (const segment of end.segments) yield* copied(`${CLUSTER}/pg_wal/${segment}`);
    return end;
  } finally {
    if (end === null) await dataSource.query('SELECT pg_backup_stop(false)').catch(() => undefined);
    await dataSource.query('SELECT pg_drop_replication_slot($1)', [SLOT]).catch(() => undefined);
  }
}

/** Counts and end in one transaction of the one session: nothing is written between them. */
async function stop(dataSource: DataSource, cluster: string): Promise<BackupEnd> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    const rows = await countRows(runner);
    const migrations = await appliedMigrations(runner);
    const [ended] = (await runner.query(
      'SELECT labelfile AS label, pg_walfile_name(lsn - 1) AS last FROM pg_backup_stop(false)',
    )) as { label: string; last: string }[];
    if (ended === undefined) throw new Error('PostgreSQL did not say how the backup ended.');
    const first = /\(file ([0-9A-F]{24})\)/.exec(ended.label)?.[1] ?? '';
    const segments = readdirSync(join(cluster, 'pg_wal')).filter((name) => name >= first && name <= ended.last);
    await runner.commitTransaction();
    return { label: ended.label, segments, rows, migrations, takenAt: new Date() };
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** Rows by table of the schema. */
export async function countRows(runner: QueryRunner): Promise<Record<string, number>> {
  const tables = (await runner.query(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  )) as { name: string }[];
  const rows: Record<string, number> = {};
  for (const { name } of tables) {
    const [counted] = (await runner.query(`SELECT count(*)::int AS count FROM "${name}"`)) as { count: number }[];
    rows[name] = counted?.count ?? 0;
  }
  return rows;
}

/**
 * A file that grows is copied as far as it was; one that shrinks is filled up: recovery puts both right. Small ones, of
 * which there are a thousand, are read at once: a wait for each would add up while the process is busy.
 */
async function* copyFile(directory: string, path: string, files: Manifest['files']): AsyncGenerator<Buffer> {
  const whole = join(directory, path);
  const size = statSync(whole, { throwIfNoEntry: false })?.size;
  if (size === undefined) return; // deleted meanwhile
  if (size <= CHUNK_BYTES) {
    const bytes = readFileSync(whole);
    yield* tarFile({ name: path, size: bytes.length }, hashed(path, bytes.length, only(bytes), files));
    return;
  }
  const file = await open(whole, 'r');
  try {
    yield* tarFile({ name: path, size }, hashed(path, size, readExactly(file, size), files));
  } finally {
    await file.close();
  }
}

async function* readExactly(file: Awaited<ReturnType<typeof open>>, size: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < size;) {
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size - position));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    yield bytesRead === 0 ? buffer : buffer.subarray(0, bytesRead);
    position += bytesRead === 0 ? buffer.length : bytesRead;
  }
}

async function* hashed(
  path: string,
  size: number,
  chunks: AsyncIterable<Buffer>,
  files: Manifest['files'],
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  files[path] = { size, sha256: hash.digest('hex') };
}

async function* contents(name: string, bytes: Buffer, files: Manifest['files']): AsyncGenerator<Buffer> {
  const path = `${CLUSTER}/${name}`;
  yield* tarFile({ name: path, size: bytes.length }, hashed(path, bytes.length, only(bytes), files));
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

function filesUnder(directory: string, name: string): string[] {
  if (statSync(join(directory, name)).isFile()) return [name];
  return readdirSync(join(directory, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => portable(relative(directory, join(entry.parentPath, entry.name))));
}

function foldersUnder(cluster: string): string[] {
  return readdirSync(cluster, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => portable(relative(cluster, join(entry.parentPath, entry.name))))
    .filter((path) => !path.startsWith('pg_replslot/'));
}

function portable(path: string): string {
  return path.split(sep).join('/');
}
