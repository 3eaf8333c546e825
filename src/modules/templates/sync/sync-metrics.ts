import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { SECOND_MS } from '../../../common/durations.js';
import { DATABASE_READING_HOLDS_MS, Metrics, type Sample } from '../../../common/metrics/metrics.js';
import { AccountDirectory } from '../../accounts/account-directory.js';

/** Sync metrics: how old what is known of Meta's templates may be. */
@Injectable()
export class SyncMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly directory: AccountDirectory,
  ) {}

  onModuleInit(): void {
    this.metrics.register({
      name: 'template-sync',
      gauges: [
        {
          name: 'parley_template_sync_age_seconds',
          help: 'Seconds since the templates of an account were last compared with Meta, with or without success, of the account for which that is longest; absent where no account has been compared yet.',
        },
        {
          name: 'parley_template_syncs_failing',
          help: 'Accounts whose latest comparison of templates with Meta ended with an error, of all processes.',
        },
      ],
      read: () => this.readSyncs(),
      holdsForMs: DATABASE_READING_HOLDS_MS,
    });
  }

  private async readSyncs(): Promise<Sample[]> {
    const accountIds = [...(await this.directory.entries()).values()].map(({ accountId }) => accountId);
    const [row] = await this.database.query<{ oldest: Date | null; failing: string }>(
      `SELECT min((report->>'finishedAt')::timestamptz) AS oldest, count(*) FILTER (WHERE report->>'error' IS NOT NULL) AS failing
         FROM template_syncs WHERE account_id = ANY($1) AND report IS NOT NULL`,
      [accountIds],
    );
    const failing: Sample = { name: 'parley_template_syncs_failing', value: Number(row?.failing) };
    if (row?.oldest == null) return [failing];
    const ageMs = this.clock.now().getTime() - row.oldest.getTime();
    return [failing, { name: 'parley_template_sync_age_seconds', value: Math.max(0, ageMs) / SECOND_MS }];
  }
}
