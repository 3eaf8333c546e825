import { existsSync, fdatasyncSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm as trigrams } from '@electric-sql/pglite/contrib/pg_trgm';
import type { DataSourceOptions } from 'typeorm';
import { prepareDataDirectory } from '../../data-directory/data-directory.js';
import { DirectoryLock } from '../../data-directory/directory-lock.js';
import { removeDrafts } from '../../data-directory/drafts.js';
import { StartupError } from '../../errors/startup-error.js';
import { clusterIn, installCluster, NOTHING_CHANGED } from './install-cluster.js';
import { PgliteStream } from './pglite-stream.js';
import { answerOf } from './wire-protocol.js';

/** PGlite's own parameters start with -F, which turns fsync off. */
const DURABLE = PGlite.defaultStartParams
  .filter((parameter) => parameter !== '-F')
  .concat('-c', 'fsync=on', '-c', 'wal_sync_method=fsync');
const SMALL = ['-c', 'shared_buffers=32MB', '-c', 'max_wal_size=128MB', '-c', 'jit=off'];
/** Of a table ANALYZE reads 7,500 rows, where PostgreSQL reads 30,000: it has the one session for that long, and all else waits. */
const SHORT_ANALYSES = ['-c', 'default_statistics_target=25'];
/** PostgreSQL's last words. */
const LAST_WORDS = /\b(?:PANIC|FATAL):\s*(.*)/;
const MAX_NAMED = 5;

export interface EmbeddedOptions {
  /** Folder of the database; created when missing. */
  directory: string;
  /** A folder with a migrated database that a new one begins as: seconds faster than initdb. */
  template?: string | null;
  /** False only in tests: an acknowledged write need not survive a power cut. */
  durable?: boolean;
  /** Called once when nothing can be written any more: another process has the directory, or PostgreSQL has ended. */
  onEnd?: (sentence: string) => void;
  /** Somebody of this machine connects to the process that has the directory. */
  accept?: (socket: Socket) => void;
}

/** PostgreSQL in this process (PGlite), reached through the ordinary `pg` driver. One session, one process. */
export class EmbeddedDatabase {
  private hasEnded = false;

  private constructor(
    private readonly engine: Engine,
    private readonly lock: DirectoryLock,
    private readonly disk: { syncs: number } | null,
    private readonly onEnd: (sentence: string) => void,
  ) {}

  /** How often something was forced to the disk since it was opened; null when nothing ever is. */
  get syncCount(): number | null {
    return this.disk?.syncs ?? null;
  }

  /** @throws StartupError when another process has the directory, or it is not whole: with what to do */
  static async open(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
    const { directory, template = null, durable = true, accept } = options;
    const onEnd = options.onEnd ?? (() => undefined);
    prepareDataDirectory(directory);
    const lock = await DirectoryLock.acquire(directory, { onLost: onEnd, ...(accept === undefined ? {} : { accept }) });
    try {
      removeDrafts(directory);
      await installCluster({ directory, template, durable, initialise });
      const engine = await Engine.start(clusterIn(directory), durable);
      await requireRelations(engine.pglite, clusterIn(directory));
      return new EmbeddedDatabase(engine, lock, durable ? syncForReal(engine.pglite) : null, onEnd);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** How TypeORM reaches it: the `pg` driver with this stream for a socket. There is one session, so a pool of one. */
  connectionOptions(): Partial<DataSourceOptions> & { type: 'postgres' } {
    return {
      type: 'postgres',
      username: 'postgres',
      database: 'postgres',
      extra: {
        stream: () => new PgliteStream((request) => this.exchange(request)),
        max: 1,
        idleTimeoutMillis: 0,
        connectionTimeoutMillis: 30_000,
      },
    };
  }

  async close(): Promise<void> {
    // closing writes a checkpoint
    if (!this.hasEnded && !this.engine.pglite.closed && this.lock.isHeld()) await this.engine.pglite.close();
    await this.lock.release();
  }

  /** One message to PostgreSQL and its answer. Computed at once, and only while the directory is ours. */
  private async exchange(request: Buffer): Promise<Uint8Array> {
    if (this.engine.pglite.closed) return NO_ANSWER;
    if (this.hasEnded) throw new Error('The embedded database has ended.');
    this.lock.requireHeld();
    try {
      return await answerOf(this.engine.pglite, request);
    } catch (error) {
      this.hasEnded = true; // PostgreSQL has left its memory as it was: only a new process can go on
      this.onEnd(
        `The embedded database has ended (${this.engine.lastWords ?? (error as Error).message}). This process ends too; started again, it recovers everything that was acknowledged.`,
      );
      throw error;
    }
  }
}

const NO_ANSWER = new Uint8Array(0);

/** PGlite with what PostgreSQL said last. */
class Engine {
  private constructor(
    readonly pglite: PGlite,
    private readonly said: { last: string | null },
  ) {}

  get lastWords(): string | null {
    return this.said.last;
  }

  static async start(cluster: string, durable: boolean): Promise<Engine> {
    const said: { last: string | null } = { last: null };
    try {
      const pglite = await PGlite.create({
        dataDir: cluster,
        extensions: { pg_trgm: trigrams },
        startParams: [...(durable ? DURABLE : PGlite.defaultStartParams), ...SMALL, ...SHORT_ANALYSES],
        onStderr: (line) => {
          said.last = LAST_WORDS.exec(line)?.[1] ?? said.last;
          return false;
        },
      });
      return new Engine(pglite, said);
    } catch (error) {
      const reason = said.last ?? (error as Error).message.split('\n', 1)[0];
      throw new StartupError(`The database in ${cluster} cannot be opened: ${reason}. ${NOTHING_CHANGED}`);
    }
  }
}

async function initialise(cluster: string): Promise<void> {
  const { pglite } = await Engine.start(cluster, false);
  await pglite.close();
}

/** A part of a table that is missing is noticed here, and not when somebody first asks for it. */
async function requireRelations(pglite: PGlite, cluster: string): Promise<void> {
  const { rows } = await pglite.query<{ name: string; path: string }>(
    `SELECT relname AS name, pg_relation_filepath(oid) AS path FROM pg_class
      WHERE relkind IN ('r', 'i', 't', 'm', 'S') AND pg_relation_filepath(oid) IS NOT NULL`,
  );
  const missing = rows.filter(({ path }) => !existsSync(join(cluster, path)));
  if (missing.length === 0) return;
  const named = missing.slice(0, MAX_NAMED).map(({ name, path }) => `${path} (${name})`);
  const more = missing.length > named.length ? ` and ${missing.length - named.length} more` : '';
  throw new StartupError(
    `The database in ${cluster} is not whole; missing: ${named.join(', ')}${more}. ${NOTHING_CHANGED}`,
  );
}

/** PGlite's file system answers fsync without doing anything; a commit must reach the disk. (PGlite's internals: its
 * version is pinned exactly, and a test looks whether the calls are made.) */
function syncForReal(engine: PGlite): { syncs: number } {
  interface Emscripten {
    NODEFS?: { stream_ops: { fsync?: (stream: { nfd: number }) => number } };
  }
  const { NODEFS } = engine.Module as unknown as Emscripten;
  if (NODEFS === undefined)
    throw new Error('This version of PGlite hides its file system: commits would not be durable.');
  const disk = { syncs: 0 };
  NODEFS.stream_ops.fsync = (stream) => {
    fdatasyncSync(stream.nfd);
    disk.syncs += 1;
    return 0;
  };
  return disk;
}
