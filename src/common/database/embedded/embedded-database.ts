import { cpSync, existsSync, fdatasyncSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm as trigrams } from '@electric-sql/pglite/contrib/pg_trgm';
import type { DataSourceOptions } from 'typeorm';
import { lockDirectory } from './directory-lock.js';
import { PgliteStream } from './pglite-stream.js';

/** PGlite's own parameters start with -F, which turns fsync off. */
const DURABLE = PGlite.defaultStartParams
  .filter((parameter) => parameter !== '-F')
  .concat('-c', 'fsync=on', '-c', 'wal_sync_method=fsync');
const SMALL = ['-c', 'shared_buffers=32MB', '-c', 'max_wal_size=128MB', '-c', 'jit=off'];

export interface EmbeddedOptions {
  /** Folder of the database; created when missing. */
  directory: string;
  /** A folder with a migrated database that a new one begins as: seconds faster than initdb. */
  template?: string | null;
  /** False only in tests: an acknowledged write need not survive a power cut. */
  durable?: boolean;
}

/** PostgreSQL in this process (PGlite), reached through the ordinary `pg` driver. One session, one process. */
export class EmbeddedDatabase {
  private constructor(
    private readonly engine: PGlite,
    private readonly lock: { release: () => void },
    private readonly disk: { syncs: number } | null,
  ) {}

  /** How often something was forced to the disk since it was opened; null when nothing ever is. */
  get syncCount(): number | null {
    return this.disk?.syncs ?? null;
  }

  static async open({ directory, template = null, durable = true }: EmbeddedOptions): Promise<EmbeddedDatabase> {
    const lock = lockDirectory(directory);
    const cluster = join(directory, 'postgres');
    try {
      if (!existsSync(join(cluster, 'PG_VERSION'))) {
        rmSync(cluster, { recursive: true, force: true });
        if (template !== null) copyTemplate(template, cluster);
      }
      const engine = await PGlite.create({
        dataDir: cluster,
        extensions: { pg_trgm: trigrams },
        startParams: [...(durable ? DURABLE : PGlite.defaultStartParams), ...SMALL],
      });
      return new EmbeddedDatabase(engine, lock, durable ? syncForReal(engine) : null);
    } catch (error) {
      lock.release();
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
        stream: () => new PgliteStream(this.engine),
        max: 1,
        idleTimeoutMillis: 0,
        connectionTimeoutMillis: 30_000,
      },
    };
  }

  async close(): Promise<void> {
    if (!this.engine.closed) await this.engine.close();
    this.lock.release();
  }
}

/** Copied beside and renamed, so that a crash leaves no half database. */
function copyTemplate(template: string, cluster: string): void {
  const draft = `${cluster}.copying`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(join(template, 'postgres'), draft, { recursive: true });
  renameSync(draft, cluster);
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
