import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { end, spawnChild } from '../scripts/child-processes.js';
import { freePort } from '../scripts/local-server.js';
import { SmallDisk } from './small-disk.js';
import { SteppedClock } from './stepped-clock.js';

const POSTGRES_HOMES = ['/usr/lib/postgresql', '/usr/local/pgsql', '/opt/homebrew/opt'];

/** A PostgreSQL and a Redis of our own, so that they may be stopped and started. */
export class Services {
  readonly directory = mkdtempSync(join(tmpdir(), 'parley-soak-'));
  /** Of database and files. */
  readonly disk = SmallDisk.mount(join(this.directory, 'disk'));
  /** Of the fleet; the database's and Meta's stay true. */
  readonly clock = SteppedClock.in(this.directory);
  private readonly bin = postgresBinaries();
  private readonly owner = unprivileged();
  private redis: ChildProcess | null = null;

  private constructor(
    private readonly postgresPort: number,
    private readonly redisPort: number,
  ) {}

  static async start(): Promise<Services> {
    const services = new Services(await freePort(), await freePort());
    process.once('exit', services.stopIfForgotten);
    services.initialise();
    await services.postgres('start');
    services.redis = services.spawnRedis();
    await untilOpen(services.redisPort);
    return services;
  }

  get databaseUrl(): string {
    return `postgres://postgres@127.0.0.1:${this.postgresPort}/postgres`;
  }

  get redisUrl(): string {
    return `redis://127.0.0.1:${this.redisPort}`;
  }

  async query<Row>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  /** As after a crash: every connection is gone, and what was not committed. */
  async restartPostgres(downMs: number): Promise<void> {
    await this.postgres('stop');
    await new Promise((resolve) => setTimeout(resolve, downMs));
    await this.postgres('start');
  }

  /** The disk of database and files is full for a while. A database that ended of it is started again, as a supervisor does. */
  async fillDisk(fullMs: number): Promise<void> {
    await this.disk.fill();
    await new Promise((resolve) => setTimeout(resolve, fullMs));
    this.disk.free();
    await this.postgres('start').catch(() => undefined); // it still runs
  }

  async restartRedis(downMs: number): Promise<void> {
    if (this.redis !== null) await end(this.redis);
    await new Promise((resolve) => setTimeout(resolve, downMs));
    this.redis = this.spawnRedis();
  }

  async stop(): Promise<void> {
    process.off('exit', this.stopIfForgotten);
    if (this.redis !== null) await end(this.redis);
    await this.postgres('stop');
    this.disk.unmount();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Leaves PostgreSQL running when this process ends; returns its URL. */
  keep(): string {
    process.off('exit', this.stopIfForgotten);
    return this.databaseUrl;
  }

  /** Runs as this process ends, when `stop` did not. */
  private readonly stopIfForgotten = (): void => {
    const stop = ['-D', this.data, '-m', 'immediate', 'stop'];
    spawnSync(join(this.bin, 'pg_ctl'), stop, { ...this.owner, stdio: 'ignore' });
    this.disk.unmount();
    rmSync(this.directory, { recursive: true, force: true });
  };

  private get data(): string {
    return join(this.directory, 'disk', 'data');
  }

  private initialise(): void {
    const { data } = this;
    mkdirSync(data);
    if (this.owner.uid !== undefined) {
      chownSync(this.directory, this.owner.uid, this.owner.gid ?? 0);
      chownSync(data, this.owner.uid, this.owner.gid ?? 0);
    }
    execFileSync(join(this.bin, 'initdb'), ['-A', 'trust', '-U', 'postgres', '-D', data], {
      ...this.owner,
      stdio: 'ignore',
    });
  }

  /** Never holds up the simulated Meta, which lives in this process too. */
  private async postgres(action: 'start' | 'stop'): Promise<void> {
    const { data } = this;
    const options = `-p ${this.postgresPort} -k ${this.directory} -c max_connections=200 -c max_wal_size=256MB -c min_wal_size=32MB`;
    const extra =
      action === 'stop' ? ['-m', 'immediate'] : ['-w', '-o', options, '-l', join(this.directory, 'postgres.log')];
    await spawned(spawn(join(this.bin, 'pg_ctl'), ['-D', data, ...extra, action], { ...this.owner, stdio: 'ignore' }));
  }

  private spawnRedis(): ChildProcess {
    const port = String(this.redisPort);
    const options = [
      '--bind',
      '127.0.0.1',
      '--port',
      port,
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      this.directory,
    ];
    return spawnChild('redis-server', options, { stdio: 'ignore' });
  }
}

async function spawned(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${code}.`);
}

async function untilOpen(port: number): Promise<void> {
  for (let wait = 0; wait < 200; wait += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

function postgresBinaries(): string {
  for (const home of POSTGRES_HOMES) {
    for (const version of existsSync(home) ? readdirSync(home).sort().reverse() : []) {
      const bin = join(home, version, 'bin');
      if (existsSync(join(bin, 'initdb'))) return bin;
    }
  }
  throw new Error('The soak test needs PostgreSQL (initdb, pg_ctl) and redis-server installed.');
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: idOf('-u'), gid: idOf('-g') };
}
