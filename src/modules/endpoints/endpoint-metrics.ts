import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { DATABASE_READING_HOLDS_MS, MAX_COUNTED, Metrics, type Sample } from '../../common/metrics/metrics.js';

interface WaitingRow {
  waiting: string;
  stopped: string;
}

/** Endpoint metrics: what waits to be sent to other systems, and how many of them get nothing. */
@Injectable()
export class EndpointMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.metrics.register({
      name: 'endpoints',
      gauges: [
        {
          name: 'parley_outbound_webhooks_waiting',
          help: `Webhooks to other systems that wait to be sent or for a paused endpoint, of all processes; counted up to ${MAX_COUNTED}.`,
        },
        {
          name: 'parley_outbound_endpoints_stopped',
          help: 'Endpoints of other systems that are PAUSED or DISABLED: nothing is sent to them until somebody resumes them.',
        },
      ],
      read: () => this.readWaiting(),
      holdsForMs: DATABASE_READING_HOLDS_MS,
    });
  }

  private async readWaiting(): Promise<Sample[]> {
    const [row] = await this.database.query<WaitingRow>(
      `SELECT (SELECT count(*) FROM (SELECT FROM endpoint_deliveries WHERE state = 'WAITING' LIMIT ${MAX_COUNTED}) AS waiting) AS waiting,
              (SELECT count(*) FROM webhook_endpoints WHERE status <> 'ACTIVE') AS stopped`,
    );
    return [
      { name: 'parley_outbound_webhooks_waiting', value: Number(row?.waiting) },
      { name: 'parley_outbound_endpoints_stopped', value: Number(row?.stopped) },
    ];
  }
}
