import { Injectable } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from '../../../common/durations.js';
import { Clock } from '../../../common/clock/clock.js';
import { isDueSql } from '../../../common/clock/is-due.js';
import { Database } from '../../../common/database/database.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { AccountsService } from '../accounts.service.js';
import { HistoryService } from '../history/history.service.js';
import { because, type Because } from '../../../common/errors/because.js';

const FIRST_OPEN_MS = 5 * MINUTE_MS;
const MAX_OPEN_MS = HOUR_MS;

/** What a circuit breaker guards: an account, or one of its numbers (our ids). */
export interface Circuit {
  accountId: string;
  /** Null: the whole account. */
  numberId: string | null;
}

export interface Trip {
  /** Meta's refusal, which people read. */
  refusal: Pick<Refusal, 'code' | 'subcode' | 'message' | 'details' | 'advice'>;
  /** How long the first trip in a row lasts. */
  firstOpenMs?: number;
}

interface TrippedRow {
  trips: number;
  /** Of the account, or the number as people know it. */
  name: string;
}

/** SQL condition that nothing holds back the row called `alias`, at the time `now`. A pause is never longer than an hour. */
export function maySendSql(alias: string, now: string): string {
  const column = `${alias}.sending_paused_until`;
  return `(${column} IS NULL OR ${isDueSql(column, now, MAX_OPEN_MS)})`;
}

/**
 * Circuit breaker of sending, one for each account and each number. It trips when Meta refuses for a reason that concerns
 * all of it: open for 5 minutes, then half-open, which lets one message through as a trial; each trip in a row doubles the
 * time, up to an hour. Whatever Meta accepts closes it. The API shows it as sendingPausedUntil.
 */
@Injectable()
export class CircuitBreakerService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly history: HistoryService,
    private readonly notifications: NotificationsService,
  ) {}

  /** Opens the circuit. Many messages meet the same refusal at once: it trips once, and people are notified once. */
  async trip(circuit: Circuit, { refusal, firstOpenMs = FIRST_OPEN_MS }: Trip): Promise<void> {
    await this.database.transaction(async () => {
      const now = this.clock.now();
      const tripped = await this.open(circuit, refusal, firstOpenMs, now);
      if (tripped === null) return;
      const { accountId } = circuit;
      await this.accounts.publishChange(accountId);
      if (tripped.trips !== tripsToNotify(firstOpenMs)) return;
      const number = circuit.numberId === null ? null : tripped.name;
      const paused = number === null ? because('SENDING_PAUSED') : because('SENDING_PAUSED_OF', { number });
      await this.record(accountId, paused, refusal, now);
      const { code, advice } = refusal;
      const body =
        number === null
          ? because('NOTICE_SENDING_PAUSED', { code, advice })
          : because('NOTICE_NUMBER_PAUSED', { number, code, advice });
      const [account] = await this.accounts.byIds([accountId]);
      const title = account?.name ?? '';
      await this.notifications.notifyAdmins({ accountId, reason: 'ACCOUNT_CHANGED', title, body });
    });
  }

  /**
   * Closes the circuits of a number and of its account that are half-open: Meta has accepted something again. What was under
   * way when a circuit opened says nothing of it, so an open one stays open. Harmless when they are closed.
   */
  async close({ accountId, numberId }: Circuit): Promise<void> {
    await this.database.transaction(async () => {
      const accounts = await this.closeRows('accounts', accountId);
      const numbers = numberId === null ? 0 : await this.closeRows('business_phone_numbers', numberId);
      if (accounts + numbers === 0) return;
      await this.accounts.publishChange(accountId);
      await this.record(accountId, because('SENDING_GOES_ON'), null, this.clock.now());
    });
  }

  /** Null while it is open already. */
  private async open(
    { accountId, numberId }: Circuit,
    { advice, code, subcode }: Trip['refusal'],
    firstOpenMs: number,
    now: Date,
  ): Promise<TrippedRow | null> {
    const [table, name, id] =
      numberId === null
        ? ['accounts', 'name', accountId]
        : ['business_phone_numbers', 'coalesce(display_phone_number, phone_number_id)', numberId];
    const [row] = await this.database.query<TrippedRow>(
      `UPDATE ${table} AS guarded SET circuit_trips = circuit_trips + 1, sending_pause_reason = $3, sending_pause_code = $6, sending_pause_subcode = $7,
              sending_paused_until = $2::timestamptz + make_interval(secs => least($4 * power(2, least(circuit_trips, 20)), $5))
        WHERE id = $1 AND ${maySendSql('guarded', '$2')}
       RETURNING circuit_trips AS trips, ${name} AS name`,
      [id, now, advice, firstOpenMs / 1_000, MAX_OPEN_MS / 1_000, code, subcode],
    );
    return row ?? null;
  }

  private closeRows(table: 'accounts' | 'business_phone_numbers', id: string): Promise<number> {
    return this.database.run(
      `UPDATE ${table} AS guarded SET sending_paused_until = NULL, sending_pause_reason = NULL, circuit_trips = 0
        WHERE id = $1 AND circuit_trips > 0 AND ${maySendSql('guarded', '$2')}`,
      [id, this.clock.now()],
    );
  }

  private async record(
    accountId: string,
    to: Because,
    refusal: Trip['refusal'] | null,
    occurredAt: Date,
  ): Promise<void> {
    const reason = refusal === null ? null : `${refusal.code}: ${refusal.details ?? refusal.message}`;
    const cause = { source: 'SYSTEM' as const, userId: null, occurredAt };
    await this.history.record({ ...cause, accountId, templateId: null, kind: 'ACCOUNT', from: null, to, reason });
  }
}

/** The trip at which people are told: the first that lasts a minute. What is over sooner needs nobody. */
function tripsToNotify(firstOpenMs: number): number {
  return firstOpenMs >= MINUTE_MS ? 1 : 1 + Math.ceil(Math.log2(MINUTE_MS / firstOpenMs));
}
