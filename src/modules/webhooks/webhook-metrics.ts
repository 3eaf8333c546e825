import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { SECOND_MS } from '../../common/durations.js';
import {
  DATABASE_READING_HOLDS_MS,
  FAST_BUCKETS,
  MAX_COUNTED,
  Metrics,
  SLOW_BUCKETS,
  type Sample,
} from '../../common/metrics/metrics.js';
import { WebhookQueue } from './deliveries/webhook-queue.js';
import { AccountDirectory } from '../accounts/account-directory.js';

/** What became of a webhook that was posted; only the first is answered 200. */
const OUTCOMES = [
  'stored',
  'not_signed',
  'not_json',
  'too_large',
  'too_slow',
  'no_room',
  'broken_off',
  'not_durable',
] as const;
export type IntakeOutcome = (typeof OUTCOMES)[number];

interface WaitingRow {
  count: string;
  failed: string;
}

/** Webhook metrics: what Meta posted, how long it took to be durable and then to be processed, and what waits or has failed. */
@Injectable()
export class WebhookMetrics implements OnModuleInit {
  private readonly received;
  private readonly intake;
  private readonly processing;

  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly directory: AccountDirectory,
    private readonly queue: WebhookQueue,
  ) {
    this.received = metrics.counter({
      name: 'parley_webhooks_received_total',
      help: 'Webhooks that were posted, by what became of them: stored (answered 200), or why not. not_durable: the database took nothing, and Meta was asked to send it again.',
      labels: ['outcome'],
      startsWith: OUTCOMES.map((outcome) => ({ outcome })),
    });
    this.intake = metrics.histogram({
      name: 'parley_webhook_intake_seconds',
      help: 'Seconds from the head of a webhook to its answer 200: by then it is durable.',
      buckets: FAST_BUCKETS,
    });
    this.processing = metrics.histogram({
      name: 'parley_webhook_processing_seconds',
      help: 'Seconds from the receipt of a webhook until what it tells is stored, waiting included.',
      buckets: SLOW_BUCKETS,
    });
  }

  onModuleInit(): void {
    this.metrics.register({
      name: 'webhooks',
      gauges: [
        {
          name: 'parley_webhooks_waiting',
          help: `Webhooks that are durable and not yet processed, of all processes; counted up to ${MAX_COUNTED}.`,
        },
        {
          name: 'parley_webhook_oldest_waiting_seconds',
          help: 'Age of the oldest webhook that is not yet processed, of all processes; 0 where none waits.',
        },
        {
          name: 'parley_webhooks_failed',
          help: `Webhooks that could not be processed and wait for somebody to replay them, of all processes; counted up to ${MAX_COUNTED}.`,
        },
      ],
      read: () => this.readWaiting(),
      holdsForMs: DATABASE_READING_HOLDS_MS,
    });
  }

  recordIntake(outcome: IntakeOutcome, startedAt: number): void {
    this.received.add({ outcome });
    if (outcome === 'stored') this.intake.observe({}, (performance.now() - startedAt) / SECOND_MS);
  }

  recordProcessed(deliveries: readonly { receivedAt: Date }[]): void {
    const now = this.clock.now().getTime();
    for (const { receivedAt } of deliveries) this.processing.observe({}, (now - receivedAt.getTime()) / SECOND_MS);
  }

  /** Of accounts that are not archived: what comes for others is not processed. */
  private async readWaiting(): Promise<Sample[]> {
    const accountIds = [...(await this.directory.entries()).values()].map(({ accountId }) => accountId);
    const [row] = await this.database.query<WaitingRow>(
      `SELECT (SELECT count(*) FROM (SELECT FROM webhook_queue WHERE account_id = ANY($1) LIMIT ${MAX_COUNTED}) AS waiting) AS count,
              (SELECT count(*) FROM (SELECT FROM webhook_deliveries WHERE state = 'FAILED' LIMIT ${MAX_COUNTED}) AS failed) AS failed`,
      [accountIds],
    );
    const receivedAt = [...(await this.queue.oldestOf(accountIds)).values()].map((time) => time.getTime());
    const ageMs = receivedAt.length === 0 ? 0 : this.clock.now().getTime() - Math.min(...receivedAt);
    return [
      { name: 'parley_webhooks_waiting', value: Number(row?.count) },
      { name: 'parley_webhook_oldest_waiting_seconds', value: Math.max(0, ageMs) / SECOND_MS },
      { name: 'parley_webhooks_failed', value: Number(row?.failed) },
    ];
  }
}
