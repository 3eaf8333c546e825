import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import type { Refusal } from '../../../common/errors/domain-error.js';
import { effectOf } from '../../../whatsapp/errors/error-effects.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { CircuitBreakerService } from '../../accounts/standing/circuit-breaker.service.js';
import { pauseBroadcast } from '../domain/broadcast-pause.js';
import { SendResultsService, type OutgoingJob } from './send-results.service.js';
import { TokenBucketsService } from './token-buckets.service.js';

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
    private readonly buckets: TokenBucketsService,
  ) {}

  /** What holds others back comes first: the message must not be taken again before that. */
  async handle(job: OutgoingJob, refusal: Refusal): Promise<void> {
    switch (effectOf(refusal.code)) {
      case 'TOKEN':
        await this.accounts.noteRefusedToken(job.account_id);
        return this.record.requeue(job); // it goes out when a new token has been saved
      case 'ACCOUNT':
        await this.pauses.pause(job.account_id, refusal);
        this.heldBack.add(job.account_id);
        return this.record.requeue(job);
      case 'NUMBER':
        this.heldBack.add(job.business_phone_number_id);
        await this.buckets.block(job.business_phone_number_id);
        if (job.broadcast_id !== null) await this.pauseBroadcast(job.broadcast_id, refusal);
        return refusal.handling === 'RETRY_LATER'
          ? this.record.retryLater(job, refusal)
          : this.record.failed(job, refusal);
      case 'TEMPLATE':
        if (job.broadcast_id === null) break;
        await this.pauseBroadcast(job.broadcast_id, refusal);
        return this.record.requeue(job); // nobody is left out because of a pause
      default:
    }
    if (refusal.handling === 'RETRY_LATER') return this.record.retryLater(job, refusal);
    if (refusal.handling === 'AMBIGUOUS') return this.record.unconfirmed(job);
    return this.record.failed(job, refusal);
  }

  /** Accounts of which the next success is news, whichever process paused them. */
  watch(accountIds: readonly string[]): void {
    for (const id of accountIds) this.heldBack.add(id);
  }

  /** Meta takes messages: whoever had to be quiet may speak as before. */
  async noteSuccess(job: OutgoingJob): Promise<void> {
    if (this.heldBack.size === 0) return;
    if (this.heldBack.delete(job.account_id)) await this.pauses.end(job.account_id);
    if (this.heldBack.delete(job.business_phone_number_id)) {
      await this.buckets.forgetBlocks(job.business_phone_number_id);
    }
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
