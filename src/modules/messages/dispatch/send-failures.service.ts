import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { effectOf } from '../../../whatsapp/errors/error-effects.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { CircuitBreakerService } from '../../accounts/standing/circuit-breaker.service.js';
import { pauseBroadcast } from '../domain/broadcast-pause.js';
import { backoffMs } from '../domain/backoff.js';
import { SendResultsService, type OutgoingJob } from './send-results.service.js';

/** A number that is refused again and again is quiet for longer and longer, up to this. */
const MAX_BLOCK_MS = 5 * 60_000;
const FIRST_BLOCK_MS = 1_000;

/** Does what the catalogue says about a refusal: to the message, and to whatever else it concerns. */
@Injectable()
export class SendFailuresService {
  /** Numbers and accounts that have just been held back: the next success ends that. */
  private readonly heldBack = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly pauses: CircuitBreakerService,
    private readonly record: SendResultsService,
  ) {}

  /** What holds others back comes first: the message must not be taken again before that. */
  async handle(job: OutgoingJob, refusal: Refusal): Promise<void> {
    switch (effectOf(refusal.code)) {
      case 'TOKEN':
        await this.accounts.recordRefusedToken(job.account_id);
        return this.record.putBack(job); // it goes out when a new token has been saved
      case 'ACCOUNT':
        await this.pauses.trip(job.account_id, refusal);
        this.heldBack.add(job.account_id);
        return this.record.putBack(job);
      case 'NUMBER':
        await this.blockNumber(job);
        if (job.broadcast_id !== null) await this.pauseBroadcast(job.broadcast_id, refusal);
        return refusal.handling === 'RETRY_LATER' ? this.record.again(job, refusal) : this.record.failed(job, refusal);
      case 'TEMPLATE':
        if (job.broadcast_id === null) break;
        await this.pauseBroadcast(job.broadcast_id, refusal);
        return this.record.putBack(job); // nobody is left out because of a pause
      default:
    }
    if (refusal.handling === 'RETRY_LATER') return this.record.again(job, refusal);
    if (refusal.handling === 'AMBIGUOUS') return this.record.unconfirmed(job);
    return this.record.failed(job, refusal);
  }

  /** Accounts of which the next success is news, whichever process paused them. */
  watch(accountIds: readonly string[]): void {
    for (const id of accountIds) this.heldBack.add(id);
  }

  /** Meta takes messages: whoever had to be quiet may speak as before. */
  async recordSuccess(job: OutgoingJob): Promise<void> {
    if (this.heldBack.size === 0) return;
    if (this.heldBack.delete(job.account_id)) await this.pauses.close(job.account_id);
    if (this.heldBack.delete(job.business_phone_number_id)) {
      await this.database.run('UPDATE token_buckets SET blocks = 0 WHERE id = $1', [job.business_phone_number_id]);
    }
  }

  /** Messages that were under way already meet the same refusal: they do not make the pause longer. */
  private async blockNumber({ business_phone_number_id: id }: OutgoingJob): Promise<void> {
    this.heldBack.add(id);
    const now = this.clock.now();
    const jitter = backoffMs(1, Math.random()) / 1_000;
    await this.database.run(
      `UPDATE token_buckets SET blocks = recent.blocks + 1, tokens = 0,
              blocked_until = $2::timestamptz + make_interval(secs => least($3 * power(2, recent.blocks) * $4, $5))
         FROM (SELECT id, CASE WHEN blocked_until > $2::timestamptz - interval '1 minute' THEN blocks ELSE 0 END AS blocks
                 FROM token_buckets WHERE id = $1) AS recent
        WHERE token_buckets.id = recent.id AND (blocked_until IS NULL OR blocked_until <= $2)`,
      [id, now, FIRST_BLOCK_MS / 1_000, jitter, MAX_BLOCK_MS / 1_000],
    );
  }

  /** What has not been taken yet waits with it; longer each time, if it has hardly gone on since the last. */
  private async pauseBroadcast(broadcastId: string, refusal: Refusal): Promise<void> {
    const { resumesByItself, delayMs } = pauseBroadcast(refusal.code);
    await this.database.run(
      `UPDATE broadcasts SET status = 'PAUSED', pause_reason = $2, pauses = recent.pauses + 1,
              resume_at = CASE WHEN $3 THEN $4::timestamptz + make_interval(secs => least($5 * power(2, least(recent.pauses, 10)), 3600)) END
         FROM (SELECT id, CASE WHEN resume_at > $4::timestamptz - interval '1 minute' THEN pauses ELSE 0 END AS pauses
                 FROM broadcasts WHERE id = $1) AS recent
        WHERE broadcasts.id = recent.id AND status = 'RUNNING'`,
      [broadcastId, `${refusal.code}: ${refusal.advice}`, resumesByItself, this.clock.now(), delayMs / 1_000],
    );
  }
}
