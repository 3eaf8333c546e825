import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { GroupCommit } from '../../../common/database/group-commit.js';
import { rowset } from '../../../common/database/rowset.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { EventLog } from '../../../common/events/event-log.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import type { Acceptance } from '../../../whatsapp/messages/messages-api.js';
import type { OutgoingContent } from '../../../whatsapp/messages/outgoing-content.js';
import { ContactIdentityService } from '../../conversations/contacts/identities/contact-identity.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { MAX_ATTEMPTS, backoffMs } from '../domain/pacing/backoff.js';
import type { MessageStatus } from '../domain/message-status.js';
import { MessageStatusesService } from '../inbound/message-statuses.service.js';

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
  /** Drawn for each claim: whoever claims it anew has another. */
  claim_id: string;
};

interface Accepted {
  job: OutgoingJob;
  acceptance: Acceptance;
  /** The number as it was written; null where it was sent to something else. */
  sentTo: string | null;
}

/**
 * Send results: writes how an attempt ended. Never overwrites what a webhook has reported meanwhile, nor the result of a
 * later attempt, so each may be written again when nobody knows whether it has been committed.
 */
@Injectable()
export class SendResultsService {
  private readonly acceptances = new GroupCommit<Accepted>((batch) => this.persistAccepted(batch));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly statuses: MessageStatusesService,
    private readonly identities: ContactIdentityService,
    private readonly marketing: MarketingPreferencesService,
  ) {}

  /** Meta has it. Written many at once: what one number sends in a second is more than a transaction each would bear. */
  async accepted(job: OutgoingJob, acceptance: Acceptance, sentTo: string | null): Promise<void> {
    await this.acceptances.add({ job, acceptance, sentTo });
  }

  /** It will not arrive; a person decides whether it is sent again. */
  async failed(job: OutgoingJob, refusal: Refusal): Promise<void> {
    await this.database.transaction(async () => {
      const parameters = [this.clock.now(), jsonOf(refusal)];
      await this.transition(job, `status = 'FAILED', failed_at = $3, failure = $4`, parameters);
      if (refusal.code === META_ERRORS.MARKETING_STOPPED.code)
        await this.marketing.recordRefusals([job.conversation_id]);
    });
  }

  /** Meta may have it. Nothing is sent again before Meta has reported, or somebody has decided. */
  async unconfirmed(job: OutgoingJob, refusal: Refusal | null): Promise<void> {
    const parameters = [this.clock.now(), jsonOf(refusal)];
    await this.transition(job, `status = 'UNCONFIRMED', unconfirmed_at = $3, failure = $4`, parameters);
  }

  /** It certainly was not sent: it waits for its next attempt or, after too many, has failed. */
  async retryLater(job: OutgoingJob, refusal: Refusal): Promise<void> {
    if (job.attempts >= MAX_ATTEMPTS) return this.failed(job, refusal);
    const nextAttemptAt = new Date(this.clock.now().getTime() + backoffMs(job.attempts, Math.random()));
    await this.transition(job, `status = 'QUEUED', next_attempt_at = $3, failure = $4`, [
      nextAttemptAt,
      jsonOf(refusal),
    ]);
  }

  /**
   * It certainly was not sent, and perhaps not because of itself: it waits behind all of its broadcast that has not been
   * tried; after too many attempts it has failed.
   */
  async retryLast(job: OutgoingJob, refusal: Refusal): Promise<void> {
    if (job.attempts >= MAX_ATTEMPTS) return this.failed(job, refusal);
    const parameters = [this.clock.now(), jsonOf(refusal)];
    await this.transition(job, `status = 'QUEUED', next_attempt_at = $3, failure = $4`, parameters);
  }

  /**
   * It certainly was not sent, and not because of itself: it waits, and this attempt does not count. `refusal` null: this
   * process never came to send it. With one, it goes behind what has not been tried.
   */
  async requeue(job: OutgoingJob, refusal: Refusal | null): Promise<void> {
    const isTried = refusal !== null;
    const parameters = isTried ? [this.clock.now(), jsonOf(refusal)] : [];
    const changes = isTried ? ', next_attempt_at = $3, failure = $4' : '';
    await this.transition(job, `status = 'QUEUED', attempts = attempts - 1${changes}`, parameters);
  }

  private async persistAccepted(batch: Accepted[]): Promise<void> {
    await this.database.transaction(async () => {
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
        `UPDATE messages SET whatsapp_id = coalesce(messages.whatsapp_id, accepted.whatsapp_id), accepted_at = $1, lease_until = NULL,
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
      for (const { job, acceptance, sentTo } of batch) {
        if (acceptance.waId === null || sentTo === null || acceptance.waId === sentTo) continue;
        await this.identities.changeOfConversation(job.account_id, job.conversation_id, acceptance.waId);
      }
    });
  }

  /** Writes the new state if this claim still has the message; else somebody else's result stands. */
  private async transition(
    job: OutgoingJob,
    changes: `status = '${MessageStatus}'${string}`,
    parameters: unknown[],
  ): Promise<void> {
    await this.database.transaction(async () => {
      const changed = await this.database.run(
        `UPDATE messages SET ${changes}, lease_until = NULL WHERE id = $1 AND claim_id = $2 AND status = 'SENDING'`,
        [job.id, job.claim_id, ...parameters],
      );
      if (changed > 0) this.publish(job);
    });
  }

  private publish(job: Pick<OutgoingJob, 'id' | 'account_id' | 'conversation_id'>): void {
    this.events.append({
      accountId: job.account_id,
      kind: 'MESSAGE',
      entityId: job.id,
      conversationId: job.conversation_id,
    });
  }
}

function jsonOf(refusal: Refusal | null): string | null {
  return refusal === null ? null : JSON.stringify(refusal);
}
