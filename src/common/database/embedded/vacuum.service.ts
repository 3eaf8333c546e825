import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Config } from '../../config/config.js';
import { errorName } from '../../errors/error-name.js';
import { Leases } from '../../jobs/leases.js';
import { Drain } from '../../shutdown/drain.js';
import { Database } from '../database.js';

/** A table with enough dead or new rows, by PostgreSQL's own statistics. */
interface DueTable {
  table: string;
  is_vacuum_due: boolean;
  dead_rows: string;
}

const LEASE_SECONDS = 600;
const SHORTEST_PAUSE_MS = 50;

/**
 * Vacuum of the embedded database, which has no autovacuum: every minute the tables are vacuumed or analysed that
 * PostgreSQL's autovacuum would choose, with half of its thresholds. It has one session, which answers at once: after each
 * step a pause as long as the step leaves the others at least half of the time, and nobody waits for more than one step.
 */
@Injectable()
export class VacuumService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(VacuumService.name);
  private readonly stopping = new AbortController();
  private current: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly drain: Drain,
  ) {}

  @Cron(CronExpression.EVERY_MINUTE)
  runInBackground(): void {
    if (this.config.get('DATABASE_URL') !== null) return; // PostgreSQL does it by itself
    this.run().catch((error: unknown) => this.logger.error(`Vacuum failed: ${errorName(error)}`));
  }

  /** Vacuums and analyses what is due. @returns the names of the tables; null while another process is at it */
  run(): Promise<string[] | null> {
    const next = this.current.then(() => this.runOnce());
    this.current = next.catch(() => undefined);
    return next;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.drain.waitFor('Vacuum', this.current);
  }

  private async runOnce(): Promise<string[] | null> {
    const done: string[] = [];
    const wasRun = await this.leases.withLease('vacuum', LEASE_SECONDS, async () => {
      for (const due of await this.dueTables()) {
        if (this.stopping.signal.aborted) return;
        await this.maintain(due);
        done.push(due.table);
      }
    });
    return wasRun ? done : null;
  }

  private async maintain({ table, is_vacuum_due: isVacuumDue, dead_rows: deadRows }: DueTable): Promise<void> {
    if (isVacuumDue) {
      const took = await this.step(`VACUUM ${table}`);
      this.logger.log(`Vacuumed ${table}: ${deadRows} dead rows, ${took} ms.`);
    }
    const took = await this.step(`ANALYZE ${table}`);
    this.logger.log(`Analysed ${table}: ${took} ms.`);
  }

  /** Runs a statement, and then lets the others have the session. @returns the milliseconds that the statement took */
  private async step(statement: string): Promise<number> {
    const begin = performance.now();
    await this.database.run(statement);
    const took = Math.round(performance.now() - begin);
    await pause(Math.max(took, SHORTEST_PAUSE_MS), undefined, { signal: this.stopping.signal }).catch(() => undefined);
    return took;
  }

  private dueTables(): Promise<DueTable[]> {
    return this.database.query<DueTable>(
      `SELECT * FROM (
         SELECT format('%I', relname) AS "table", n_dead_tup AS dead_rows,
                n_dead_tup > 500 + 0.1 * n_live_tup OR n_ins_since_vacuum > 1000 + 0.2 * n_live_tup AS is_vacuum_due,
                n_mod_since_analyze > 250 + 0.05 * n_live_tup AS is_analyse_due
           FROM pg_stat_user_tables WHERE schemaname = 'public') AS measured
        WHERE is_vacuum_due OR is_analyse_due ORDER BY dead_rows`,
    );
  }
}
