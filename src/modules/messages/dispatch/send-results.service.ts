import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { GroupCommit } from '../../../common/database/group-commit.js';
import { rowset, type RowOf } from '../../../common/database/rowset.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { EventLog } from '../../../common/events/event-log.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import type { Acceptance } from '../../../whatsapp/messages/messages-api.js';
import type { OutgoingContent } from '../../../whatsapp/messages/outgoing-content.js';
import { ContactIdentityService } from '../../conversations/contacts/identities/contact-identity.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { MAX_ATTEMPTS, backoffMs } from '../domain/pacing/backoff.js';
import { MessageStatusesService } from '../inbound/message-statuses.service.js';
import { OutgoingJobsService } from './outgoing-jobs.service.js';
import { SendingMetrics } from './sending-metrics.js';

/** A message that a worker has claimed to send it. */
export type OutgoingJob = OutgoingContent & {
  id: string;
  account_id: string;
  business_phone_number_id: string;
  conversation_id: string;
  broadcast_id: string | null;
  template_id: string | null;
  reply_to_whatsapp_id: string | null;
  attempts: number;
  was_resent: boolean;
  /** What Meta refused it with before, and when; null where it has not been refused. */
  refused_code: number | null;
  refused_at: Date | null;
  /** Trace that the message belongs to; null where none is recorded. */
  trace_parent: string | null;
  /** Drawn for each claim: whoever claims it anew has another. */
  claim_id: string;
};

interface Accepted {
  job: OutgoingJob;
  acceptance: Acceptance;
  /** The number as it was written; null where it was sent to something else. */
  sentTo: string | null;
}

/** How an attempt ended that Meta did not accept. */
interface End {
  job: OutgoingJob;
  status: 'QUEUED' | 'UNCONFIRMED' | 'FAILED';
  refusal: Refusal | null;
  /** Null: as it was. */
  nextAttemptAt: Date | null;
  /** What Meta refused before still stands. */
  keepsFailure: boolean;
  /** Whether it counts among the attempts. */
  counts: boolean;
}

const PLAIN_END = { nextAttemptAt: null, keepsFailure: false, counts: true } as const;
const END = {
  id: 'uuid',
  claim_id: 'uuid',
  status: 'text',
  failure: 'jsonb | null',
  next_attempt_at: 'timestamptz | null',
  keeps_failure: 'boolean',
  counts: 'boolean',
  stays: 'boolean',
} as const;

/**
 * Send results: writes how an attempt ended. Never overwrites what a webhook has reported meanwhile, nor the result of a
 * later attempt, so each may be written again when nobody knows whether it has been committed.
 */
@Injectable()
export class SendResultsService {
  private readonly acceptances = new GroupCommit<Accepted>((take) => this.persistAccepted(take));
  private readonly ends = new GroupCommit<End>((take) => this.persistEnds(take()));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly statuses: MessageStatusesService,
    private readonly identities: ContactIdentityService,
    private readonly marketing: MarketingPreferencesService,
    private readonly jobs: OutgoingJobsService,
    private readonly metrics: SendingMetrics,
  ) {}

  /** Meta has it. Written many at once: what one number sends in a second is more than a transaction each would bear. */
  async accepted(job: OutgoingJob, acceptance: Acceptance, sentTo: string | null): Promise<void> {
    await this.acceptances.add({ job, acceptance, sentTo });
    this.metrics.recordOutcome('accepted');
  }

  /** It will not arrive; a person decides whether it is sent again. */
  async failed(job: OutgoingJob, refusal: Refusal): Promise<void> {
    await this.ends.add({ ...PLAIN_END, job, status: 'FAILED', refusal });
    this.metrics.recordOutcome('failed', refusal);
  }

  /** Meta may have it. Nothing is sent again before Meta has reported, or somebody has decided. */
  async unconfirmed(job: OutgoingJob, refusal: Refusal | null): Promise<void> {
    await this.ends.add({ ...PLAIN_END, job, status: 'UNCONFIRMED', refusal });
    this.metrics.recordOutcome('unconfirmed', refusal);
  }

  /** It certainly was not sent: it waits for its next attempt or, after too many, has failed. */
  async retryLater(job: OutgoingJob, refusal: Refusal): Promise<void> {
    if (job.attempts >= MAX_ATTEMPTS) return this.failed(job, refusal);
    const nextAttemptAt = new Date(this.clock.now().getTime() + backoffMs(job.attempts, Math.random()));
    await this.ends.add({ ...PLAIN_END, job, status: 'QUEUED', refusal, nextAttemptAt });
    this.metrics.recordOutcome('retried', refusal);
  }

  /**
   * It certainly was not sent, and perhaps not because of itself: it waits behind all of its broadcast that has not been
   * tried; after too many attempts it has failed.
   */
  async retryLast(job: OutgoingJob, refusal: Refusal): Promise<void> {
    if (job.attempts >= MAX_ATTEMPTS) return this.failed(job, refusal);
    await this.ends.add({ ...PLAIN_END, job, status: 'QUEUED', refusal, nextAttemptAt: this.clock.now() });
    this.metrics.recordOutcome('retried', refusal);
  }

  /**
   * It certainly was not sent, and not because of itself: it waits, and this attempt does not count. `refusal` null: this
   * process never came to send it. With one, it goes behind what has not been tried.
   */
  async requeue(job: OutgoingJob, refusal: Refusal | null): Promise<void> {
    const nextAttemptAt = refusal === null ? null : this.clock.now();
    const keepsFailure = refusal === null;
    await this.ends.add({ job, status: 'QUEUED', refusal, nextAttemptAt, keepsFailure, counts: false });
    if (refusal !== null) this.metrics.recordOutcome('held_back', refusal);
  }

  private async persistAccepted(take: () => Accepted[]): Promise<void> {
    await this.database.transaction(async () => {
      const batch = take().sort((one, other) => (one.job.id < other.job.id ? -1 : 1)); // as statuses write them
      // Contacts first, then jobs, then messages: in that order everybody locks them.
      for (const { job, acceptance, sentTo } of batch) {
        if (acceptance.waId === null || sentTo === null || acceptance.waId === sentTo) continue;
        await this.identities.changeOfConversation(job.account_id, job.conversation_id, acceptance.waId);
      }
      await this.jobs.end(batch.map(({ job }) => job.id));
      const accepted = rowset(
        'accepted',
        { id: 'uuid', whatsapp_id: 'text', status: 'text' },
        batch.map(({ job: { id }, acceptance: { whatsappId, isHeld } }) => ({
          id,
          whatsapp_id: whatsappId,
          status: isHeld ? 'HELD' : 'SENT',
        })),
        [this.clock.now()],
      );
      await this.database.run(
        `UPDATE messages SET whatsapp_id = coalesce(messages.whatsapp_id, accepted.whatsapp_id), accepted_at = $1,
                status = CASE WHEN messages.status IN ('QUEUED', 'SENDING', 'UNCONFIRMED') THEN accepted.status ELSE messages.status END,
                failure = CASE WHEN messages.status IN ('QUEUED', 'SENDING', 'UNCONFIRMED') THEN NULL ELSE messages.failure END
           FROM ${accepted.sql} WHERE messages.id = accepted.id`,
        accepted.parameters,
      );
      await this.statuses.applyEarly(
        batch.map(({ job, acceptance }) => ({
          businessPhoneNumberId: job.business_phone_number_id,
          whatsappId: acceptance.whatsappId,
          messageId: job.id,
        })),
      );
      for (const { job } of batch) this.publish(job);
    });
  }

  /** Writes the new states of those that these claims still have; else somebody else's result stands. */
  private async persistEnds(batch: readonly End[]): Promise<void> {
    const now = this.clock.now();
    const rows = batch.map(endRowOf).sort((a, b) => (a.id < b.id ? -1 : 1)); // so that of two who write several none waits for the other
    const end = rowset('ended', END, rows, [now]);
    await this.database.transaction(async () => {
      const stopped = batch.filter(
        ({ status, refusal }) => status === 'FAILED' && refusal?.code === META_ERRORS.MARKETING_STOPPED.code,
      );
      if (stopped.length > 0) await this.marketing.recordRefusals(stopped.map(({ job }) => job.conversation_id));
      const changed = await this.database.query<{ id: string }>(
        `WITH ended AS MATERIALIZED (SELECT ended.* FROM ${end.sql}),
         held AS MATERIALIZED (
           SELECT ended.* FROM ended JOIN outgoing_jobs job ON job.message_id = ended.id AND job.claim_id = ended.claim_id AND job.state = 'SENDING'
            ORDER BY ended.id FOR UPDATE OF job),
         gone AS (DELETE FROM outgoing_jobs USING held WHERE message_id = held.id AND NOT held.stays RETURNING message_id),
         waiting AS (
           UPDATE outgoing_jobs SET state = held.status, lease_until = NULL, attempts = CASE WHEN held.counts THEN attempts ELSE attempts - 1 END,
                  next_attempt_at = coalesce(held.next_attempt_at, outgoing_jobs.next_attempt_at),
                  refused_code = CASE WHEN held.keeps_failure THEN refused_code ELSE (held.failure->>'code')::integer END,
                  unconfirmed_at = CASE WHEN held.status = 'UNCONFIRMED' THEN $1::timestamptz ELSE unconfirmed_at END
             FROM held WHERE message_id = held.id AND held.stays RETURNING message_id)
         UPDATE messages SET status = held.status, failure = CASE WHEN held.keeps_failure THEN messages.failure ELSE held.failure END,
                failed_at = CASE WHEN held.status = 'FAILED' THEN $1::timestamptz ELSE failed_at END
           FROM held WHERE messages.id = held.id AND messages.status = 'SENDING'
         RETURNING messages.id`,
        end.parameters,
      );
      const changedIds = new Set(changed.map(({ id }) => id));
      for (const { job } of batch) if (changedIds.has(job.id)) this.publish(job);
    });
  }

  private publish(job: Pick<OutgoingJob, 'id' | 'account_id' | 'conversation_id' | 'trace_parent'>): void {
    this.events.append({
      accountId: job.account_id,
      kind: 'MESSAGE',
      entityId: job.id,
      conversationId: job.conversation_id,
      change: 'STATUS',
      traceParent: job.trace_parent,
    });
  }
}

function endRowOf({ job, status, refusal, nextAttemptAt, keepsFailure, counts }: End): RowOf<typeof END> {
  return {
    id: job.id,
    claim_id: job.claim_id,
    status,
    failure: refusal,
    next_attempt_at: nextAttemptAt,
    keeps_failure: keepsFailure,
    counts,
    stays: status === 'QUEUED' || (status === 'UNCONFIRMED' && !job.was_resent), // the second time a person decides
  };
}
