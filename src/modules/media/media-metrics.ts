import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { DATABASE_READING_HOLDS_MS, MAX_COUNTED, Metrics, type Sample } from '../../common/metrics/metrics.js';

/** Media metrics: files that customers sent and that are not here yet. */
@Injectable()
export class MediaMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.metrics.register({
      name: 'media',
      gauges: [
        {
          name: 'parley_media_waiting',
          help: `Files of customers that are still to be fetched from Meta, of all processes; counted up to ${MAX_COUNTED}.`,
        },
      ],
      read: () => this.readWaiting(),
      holdsForMs: DATABASE_READING_HOLDS_MS,
    });
  }

  private async readWaiting(): Promise<Sample[]> {
    const [row] = await this.database.query<{ count: string }>(
      `SELECT count(*) FROM (SELECT FROM media WHERE fetch_state IS NOT NULL LIMIT ${MAX_COUNTED}) AS waiting`,
    );
    return [{ name: 'parley_media_waiting', value: Number(row?.count) }];
  }
}
