import { Injectable, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { SECOND_MS } from '../../durations.js';
import { StartupError } from '../../errors/startup-error.js';
import { ReadinessService } from '../../health/readiness.service.js';
import { WakeUps } from '../../wake-ups/wake-ups.js';
import { Database } from '../database.js';
import { isTransient } from '../is-transient.js';
import { Replica } from './replica.js';
import { parsePosition, type LogProbe } from './replay-lag.js';

declare module '../../wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    /** Detail: who has written, and the position of the log after it, with a blank between them. */
    'caller-wrote': true;
  }
}

const PROBE_EVERY_MS = 1_000;
/** At least as long as the greatest lag that may be allowed. */
const PROBES_KEPT = 3_700;
/** A caller's own write is waited for so long; then the primary is asked. */
const PATIENCE_MS = 200;
/** Beyond the lag that is allowed: by then every replica that is asked at all has replayed it. */
const REMEMBER_WRITES_MS = 30_000;
const MAX_CALLERS = 100_000;
/** A position that no replica replays: the caller's reads go to the primary for a while. */
const OUT_OF_REACH = 'FFFFFFFF/FFFFFFFF';
/** The statement took too long: it would on the primary too. */
const QUERY_CANCELED = '57014';

/**
 * Reads that may be somewhat old go to replicas, where there are any: at most seconds old, and never older than what the
 * same caller has written. What a replica cannot answer, the primary does.
 */
@Injectable()
export class ReplicaReads implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  private replicas: Replica[] = [];
  private readonly probes: LogProbe[] = [];
  private readonly writes = new Map<string, LogProbe>();
  private timer: NodeJS.Timeout | null = null;
  private turn = 0;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly readiness: ReadinessService,
    private readonly wakeUps: WakeUps,
  ) {}

  get hasReplicas(): boolean {
    return this.replicas.length > 0;
  }

  onModuleInit(): void {
    const urls = this.config.get('DATABASE_REPLICA_URLS');
    if (urls.length === 0) return;
    if (this.config.get('DATABASE_URL') === null) {
      throw new StartupError('DATABASE_REPLICA_URLS is set, and DATABASE_URL is not: name the primary there.');
    }
    const maxLagMs = this.config.get('DATABASE_REPLICA_MAX_LAG_SECONDS') * SECOND_MS;
    this.replicas = urls.map((url) => new Replica(url, this.database.dataSource, maxLagMs));
    this.readiness.registerWarnings(() => this.replicas.flatMap(({ problem }) => problem ?? []));
    this.wakeUps.listen('caller-wrote', (detail) => this.remember(detail));
    this.timer = setInterval(() => void this.probe(), PROBE_EVERY_MS).unref();
    void this.probe();
  }

  /**
   * Runs `work`, which only reads, on a replica that has all that `caller` has written; else on the primary.
   * @param caller whose own writes must be seen; null: nobody's
   */
  async read<T>(caller: string | null, work: () => Promise<T>): Promise<T> {
    const replica = this.database.isInTransaction ? undefined : this.next();
    if (replica === undefined) return work();
    try {
      const written = this.writes.get(caller ?? '');
      if (written === undefined || (await replica.reaches(written.position, PATIENCE_MS))) {
        return await this.database.readingFrom(replica.dataSource, work);
      }
    } catch (error) {
      if (!isTransient(error) || (error as { code?: string }).code === QUERY_CANCELED) throw error;
    }
    return work();
  }

  /** Remembers, here and in other processes, that all which `caller` has written so far must be seen by its reads. */
  async recordWrite(caller: string): Promise<void> {
    if (!this.hasReplicas) return;
    // what it has written is committed: a primary that fails only now must not make it look refused
    const position = await this.positionOfPrimary().catch(() => OUT_OF_REACH);
    this.wakeUps.wake('caller-wrote', `${caller} ${position}`);
  }

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }

  /** A replica that can be asked; each in turn. */
  private next(): Replica | undefined {
    const usable = this.replicas.filter(({ problem }) => problem === null);
    this.turn += 1;
    return usable[this.turn % usable.length];
  }

  private async probe(): Promise<void> {
    const now = performance.now();
    const oldest = now - REMEMBER_WRITES_MS - this.config.get('DATABASE_REPLICA_MAX_LAG_SECONDS') * SECOND_MS;
    for (const [caller, { at }] of this.writes) if (at < oldest) this.writes.delete(caller);
    try {
      this.probes.push({ at: now, position: parsePosition(await this.positionOfPrimary()) });
      if (this.probes.length > PROBES_KEPT) this.probes.shift();
    } catch {
      // readiness says that the primary does not answer; replicas go on as they are
    }
    await Promise.all(this.replicas.map((replica) => replica.probe(this.probes)));
  }

  private remember(detail: string): void {
    const [caller = '', position = ''] = detail.split(' ');
    this.writes.delete(caller); // the newest comes last
    this.writes.set(caller, { at: performance.now(), position: parsePosition(position) });
    const [oldest] = this.writes.keys();
    if (this.writes.size > MAX_CALLERS && oldest !== undefined) this.writes.delete(oldest);
  }

  private async positionOfPrimary(): Promise<string> {
    const [row] = await this.database.query<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS lsn');
    return row?.lsn ?? '0/0';
  }
}
