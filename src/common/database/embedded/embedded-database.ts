import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import { prepareDataDirectory } from '../../data-directory/data-directory.js';
import { DirectoryLock } from '../../data-directory/directory-lock.js';
import { removeDrafts } from '../../data-directory/drafts.js';
import { StartupError } from '../../errors/startup-error.js';
import { Engine } from './engine.js';
import { clusterIn, installCluster, NOTHING_CHANGED } from './install-cluster.js';
import { PgliteStream } from './pglite-stream.js';

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
    private readonly onEnd: (sentence: string) => void,
  ) {}

  /** How often something was forced to the disk since it was opened. */
  get syncCount(): number {
    return this.engine.syncCount;
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
      const engine = await startEngine(clusterIn(directory), durable);
      await requireRelations(engine, clusterIn(directory));
      return new EmbeddedDatabase(engine, lock, onEnd);
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
    if (!this.hasEnded && this.lock.isHeld()) await this.engine.close();
    else await this.engine.terminate();
    await this.lock.release();
  }

  /** One message to PostgreSQL and its answer. Only while the directory is ours. */
  private async exchange(request: Buffer): Promise<Uint8Array> {
    if (this.hasEnded) throw new Error('The embedded database has ended.');
    if (this.engine.isClosed) return NO_ANSWER;
    this.lock.requireHeld();
    try {
      return await this.engine.exchange(request);
    } catch (error) {
      this.hasEnded = true; // PostgreSQL has left its memory as it was: only a new process can go on
      this.onEnd(
        `The embedded database has ended (${(error as Error).message}). This process ends too; started again, it recovers everything that was acknowledged.`,
      );
      throw error;
    }
  }
}

const NO_ANSWER = new Uint8Array(0);

/** @throws StartupError with PostgreSQL's last words */
async function startEngine(cluster: string, isDurable: boolean): Promise<Engine> {
  try {
    return await Engine.start({ cluster, isDurable });
  } catch (error) {
    throw new StartupError(
      `The database in ${cluster} cannot be opened: ${(error as Error).message}. ${NOTHING_CHANGED}`,
    );
  }
}

async function initialise(cluster: string): Promise<void> {
  const engine = await startEngine(cluster, false);
  await engine.close();
}

/** A part of a table that is missing is noticed here, and not when somebody first asks for it. */
async function requireRelations(engine: Engine, cluster: string): Promise<void> {
  const missing = engine.relations.filter(({ path }) => !existsSync(join(cluster, path)));
  if (missing.length === 0) return;
  await engine.terminate();
  const named = missing.slice(0, MAX_NAMED).map(({ name, path }) => `${path} (${name})`);
  const more = missing.length > named.length ? ` and ${missing.length - named.length} more` : '';
  throw new StartupError(
    `The database in ${cluster} is not whole; missing: ${named.join(', ')}${more}. ${NOTHING_CHANGED}`,
  );
}
