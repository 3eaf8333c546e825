import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { parsePosition, replayLag, type LogProbe } from './replay-lag.js';

const POLL_MS = 10;
const CONNECTION_TIMEOUT_MS = 1_000;
/** Of the client: a server that hangs does not end its statements itself. */
const QUERY_TIMEOUT_MS = 30_000;

/** One replica: its connections, and how far it is. */
export class Replica {
  /** Host and port, for people. */
  readonly name: string;
  readonly dataSource: DataSource;
  /** Why it is not asked, as a sentence; null: it is. */
  problem: string | null;
  private isProbing = false;

  /** `maxLagMs`: a replica that lacks what was written longer ago is not asked. */
  constructor(
    url: string,
    primary: DataSource,
    private readonly maxLagMs: number,
  ) {
    this.name = new URL(url).host;
    this.problem = `The replica ${this.name} has not answered yet: reads go to the primary.`;
    const options = primary.options as DataSourceOptions & { type: 'postgres' };
    const extra = options.extra as object | undefined;
    this.dataSource = new DataSource({
      ...options,
      url,
      migrations: [],
      installExtensions: false,
      extra: {
        ...extra,
        connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
        query_timeout: QUERY_TIMEOUT_MS,
      },
    });
  }

  /** Looks how far it is; opens the connections as soon as it answers. One that hangs is noticed at the next call. Never rejects. */
  async probe(probes: readonly LogProbe[]): Promise<void> {
    if (this.isProbing) {
      this.problem ??= `The replica ${this.name} does not answer in time: reads go to the primary.`;
      return;
    }
    this.isProbing = true;
    try {
      if (!this.dataSource.isInitialized) await this.dataSource.initialize();
      this.problem = this.problemAt(await this.replayed(), probes);
    } catch (error) {
      this.problem = `The replica ${this.name} does not answer (${(error as Error).name}): reads go to the primary.`;
    } finally {
      this.isProbing = false;
    }
  }

  /** Whether it has replayed a position of the primary's log within `patienceMs`. */
  async reaches(position: bigint, patienceMs: number): Promise<boolean> {
    const until = performance.now() + patienceMs;
    for (;;) {
      const replayed = await this.replayed();
      if (replayed === null) return false;
      if (replayed >= position) return true;
      if (performance.now() >= until) return false;
      await sleep(POLL_MS);
    }
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private problemAt(replayed: bigint | null, probes: readonly LogProbe[]): string | null {
    if (replayed === null) return `${this.name} is no replica: DATABASE_REPLICA_URLS names it, and it is not asked.`;
    const lag = replayLag(probes, replayed, performance.now());
    if (lag <= this.maxLagMs) return null;
    return `The replica ${this.name} is ${Math.round(lag / 1000)} seconds behind: reads go to the primary.`;
  }

  /** Null when it replays nothing: it is no replica, or not any more. */
  private async replayed(): Promise<bigint | null> {
    const [row]: { lsn: string | null }[] = await this.dataSource.query(
      'SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS lsn',
    );
    return row?.lsn == null ? null : parsePosition(row.lsn);
  }
}
