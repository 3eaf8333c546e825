import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../../scripts/local-server.js';
import type { TestDatabase } from './test-database.js';

const HOME = '/usr/lib/postgresql';
const run = promisify(execFile);

/** Where the programs of the newest PostgreSQL lie that is installed here; null: nowhere. */
export function postgresPrograms(): string | null {
  const versions = existsSync(HOME) ? readdirSync(HOME).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = versions.map((version) => join(HOME, version, 'bin'));
  return folders.find((folder) => existsSync(join(folder, 'pg_basebackup'))) ?? null;
}

/** A PostgreSQL with a streaming replica, both of our own. */
export class ReplicatedDatabase {
  private readonly directory = mkdtempSync(join(tmpdir(), 'parley-replica-'));
  private readonly owner = unprivileged();

  private constructor(
    private readonly programs: string,
    readonly primaryPort: number,
    readonly replicaPort: number,
  ) {}

  static async start(programs: string): Promise<ReplicatedDatabase> {
    const database = new ReplicatedDatabase(programs, await freePort(), await freePort());
    const { uid, gid } = database.owner;
    if (uid !== undefined) chownSync(database.directory, uid, gid ?? 0);
    await database.run('initdb', '-A', 'trust', '-U', 'postgres', '-D', database.data('primary'), '--no-sync');
    await database.startServer('primary', database.primaryPort);
    const source = `host=127.0.0.1 port=${database.primaryPort} user=postgres`;
    await database.run(
      'pg_basebackup',
      '-R',
      '-X',
      'stream',
      '--no-sync',
      '-c',
      'fast',
      '-d',
      source,
      '-D',
      database.data('replica'),
    );
    await database.startReplica();
    return database;
  }

  get primaryUrl(): string {
    return `postgres://postgres@127.0.0.1:${this.primaryPort}/postgres`;
  }

  /** The primary, for a TestWorld. */
  get testDatabase(): TestDatabase {
    return {
      environment: { DATA_DIR: join(this.directory, 'data'), DATABASE_URL: this.primaryUrl },
      drop: () => this.stop(),
    };
  }

  get replicaUrl(): string {
    return `postgres://postgres@127.0.0.1:${this.replicaPort}/postgres`;
  }

  /** From now on the replica receives, and shows nothing new. */
  async pauseReplay(): Promise<void> {
    await this.onReplica('SELECT pg_wal_replay_pause()');
  }

  async resumeReplay(): Promise<void> {
    await this.onReplica('SELECT pg_wal_replay_resume()');
  }

  /** Rows of a statement on the replica. */
  async onReplica<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.replicaUrl });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async startReplica(): Promise<void> {
    await this.startServer('replica', this.replicaPort);
  }

  async stopReplica(): Promise<void> {
    await this.run('pg_ctl', '-D', this.data('replica'), '-m', 'immediate', 'stop');
  }

  async stop(): Promise<void> {
    for (const name of ['replica', 'primary']) {
      await this.run('pg_ctl', '-D', this.data(name), '-m', 'immediate', 'stop').catch(() => undefined);
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private data(name: string): string {
    return join(this.directory, name);
  }

  private async startServer(name: string, port: number): Promise<void> {
    const options = `-p ${port} -k ${this.directory} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB`;
    await this.run(
      'pg_ctl',
      '-D',
      this.data(name),
      '-w',
      '-o',
      options,
      '-l',
      join(this.directory, `${name}.log`),
      'start',
    );
  }

  private async run(program: string, ...words: string[]): Promise<void> {
    await run(join(this.programs, program), words, { ...this.owner, cwd: this.directory });
  }
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: idOf('-u'), gid: idOf('-g') };
}
