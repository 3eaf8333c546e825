import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DATABASE_READING_HOLDS_MS, Metrics, type Sample } from '../../../common/metrics/metrics.js';
import { maySendSql } from './circuit-breaker.service.js';

interface StandingRow {
  accounts: string;
  numbers: string;
  tokens: string;
}

/** Standing metrics: what of the accounts may not send. */
@Injectable()
export class StandingMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.metrics.register({
      name: 'accounts',
      gauges: [
        {
          name: 'parley_sending_paused',
          help: 'Accounts and numbers whose sending is paused, of all processes, by scope: account and number by the circuit breaker, token: accounts whose token Meta refuses or whose credentials cannot be read.',
          labels: ['scope'],
        },
      ],
      read: () => this.readPaused(),
      holdsForMs: DATABASE_READING_HOLDS_MS,
    });
  }

  private async readPaused(): Promise<Sample[]> {
    const [row] = await this.database.query<StandingRow>(
      `SELECT count(*) FILTER (WHERE NOT ${maySendSql('accounts', '$1')}) AS accounts,
              count(*) FILTER (WHERE status = 'TOKEN_INVALID') AS tokens,
              (SELECT count(*) FROM business_phone_numbers number JOIN accounts AS owner ON owner.id = number.account_id
                WHERE owner.archived_at IS NULL AND NOT ${maySendSql('number', '$1')}) AS numbers
         FROM accounts WHERE archived_at IS NULL`,
      [this.clock.now()],
    );
    return [
      { name: 'parley_sending_paused', labels: { scope: 'account' }, value: Number(row?.accounts) },
      { name: 'parley_sending_paused', labels: { scope: 'number' }, value: Number(row?.numbers) },
      { name: 'parley_sending_paused', labels: { scope: 'token' }, value: Number(row?.tokens) },
    ];
  }
}
