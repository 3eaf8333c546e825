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

/**
 * Vacuum of the embedded database, which has no autovacuum: every minute the tables are vacuumed or analysed that
 * PostgreSQL's autovacuum would choose, with half of its thresholds. One table at a time: it has one session, and whoever
 * wants something in between gets it between two tables.
 */
@Injectable()
export class VacuumService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(VacuumService.name);
  private isStopping = false;
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
    this.isStopping = true;
    await this.drain.waitFor('Vacuum', this.current);
  }

  private async runOnce(): Promise<string[] | null> {
    const done: string[] = [];
    const wasRun = await this.leases.withLease('vacuum', LEASE_SECONDS, async () => {
      for (const due of await this.dueTables()) {
        if (this.isStopping) return;
        await this.maintain(due);
        done.push(due.table);
      }
    });
    return wasRun ? done : null;
  }

  private async maintain({ table, is_vacuum_due: isVacuumDue, dead_rows: deadRows }: DueTable): Promise<void> {
    const begin = performance.now();
    await this.database.run(isVacuumDue ? `VACUUM (ANALYZE) ${table}` : `ANALYZE ${table}`);
    const took = `${Math.round(performance.now() - begin)} ms`;
    this.logger.log(isVacuumDue ? `Vacuumed ${table}: ${deadRows} dead rows, ${took}.` : `Analysed ${table}: ${took}.`);
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
