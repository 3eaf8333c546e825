import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { GroupCommit } from '../../../common/database/group-commit.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { EventLog } from '../../../common/events/event-log.js';
import type { Acceptance } from '../../../whatsapp/messages/messages-api.js';
import type { OutgoingContent } from '../../../whatsapp/messages/outgoing-content.js';
import { ContactIdentityService } from '../../conversations/contacts/contact-identity.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { MAX_ATTEMPTS, backoffMs } from '../domain/backoff.js';
import type { MessageStatus } from '../domain/message-status.js';
import { STOPPED_MARKETING, MessageStatusesService } from '../inbound/message-statuses.service.js';

/** A message that a worker has taken to send it. */
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
  /** Of the taking. Whoever takes it anew has another. */
  claim_id: string;
};

interface Accepted {
  job: OutgoingJob;
  acceptance: Acceptance;
  /** The number as it was written; null where it was sent to something else. */
  sentTo: string | null;
}

/**
 * Writes down how an attempt to send ended. Never overwrites what a webhook has told meanwhile, nor what a later attempt
 * has brought: all of it may be repeated when nobody knows whether it has been committed.
 */
@Injectable()
export class SendResultsService {
  private readonly acceptances = new GroupCommit<Accepted>((batch) => this.writeAccepted(batch));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly statuses: MessageStatusesService,
    private readonly numbers: ContactIdentityService,
    private readonly marketing: MarketingPreferencesService,
  ) {}

  /** Many at once: what one number sends in a second is more than a transaction each would bear. */
  async accepted(job: OutgoingJob, acceptance: Acceptance, sentTo: string | null): Promise<void> {
    await this.acceptances.add({ job, acceptance, sentTo });
  }

  async failed(job: OutgoingJob, refusal: Refusal): Promise<void> {
    await this.database.transaction(async () => {
      const parameters = [this.clock.now(), JSON.stringify(refusal)];
      await this.leave(job, `status = 'FAILED', failed_at = $3, failure = $4`, parameters);
      if (refusal.code === STOPPED_MARKETING) await this.marketing.noteRefusals([job.conversation_id]);
    });
  }

  /** Nothing is sent again before Meta has told, or somebody has decided. */
  async unconfirmed(job: OutgoingJob): Promise<void> {
    await this.leave(job, `status = 'UNCONFIRMED', unconfirmed_at = $3`, [this.clock.now()]);
  }

  /** It certainly was not sent: later again, or, after too many attempts, failed. */
  async again(job: OutgoingJob, refusal: Refusal): Promise<void> {
    if (job.attempts >= MAX_ATTEMPTS) return this.failed(job, refusal);
    const nextAttemptAt = new Date(this.clock.now().getTime() + backoffMs(job.attempts, Math.random()));
    await this.leave(job, `status = 'QUEUED', next_attempt_at = $3`, [nextAttemptAt]);
  }

  /** It certainly was not sent, and not because of itself: it waits until what holds it back has ended. */
  async putBack(job: OutgoingJob): Promise<void> {
    await this.leave(job, `status = 'QUEUED', attempts = attempts - 1`, []);
  }

  private async writeAccepted(batch: Accepted[]): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(
        `UPDATE messages SET whatsapp_id = coalesce(messages.whatsapp_id, news.whatsapp_id), accepted_at = $1, lease_until = NULL,
                status = CASE WHEN messages.status IN ('QUEUED', 'SENDING', 'UNCONFIRMED') THEN news.status ELSE messages.status END
           FROM unnest($2::uuid[], $3::text[], $4::text[]) AS news (id, whatsapp_id, status)
          WHERE messages.id = news.id`,
        [
          this.clock.now(),
          batch.map(({ job }) => job.id),
          batch.map(({ acceptance }) => acceptance.whatsappId),
          batch.map(({ acceptance }) => (acceptance.isHeld ? 'HELD' : 'SENT')),
        ],
      );
      await this.statuses.applyEarly(
        batch.map(({ job, acceptance }) => ({
          businessPhoneNumberId: job.business_phone_number_id,
          whatsappId: acceptance.whatsappId,
          messageId: job.id,
        })),
      );
      for (const { job } of batch) this.tell(job);
      for (const { job, acceptance, sentTo } of batch) {
        if (acceptance.waId === null || sentTo === null || acceptance.waId === sentTo) continue;
        await this.numbers.ofConversation(job.account_id, job.conversation_id, acceptance.waId);
      }
    });
  }

  private async leave(
    job: OutgoingJob,
    changes: `status = '${MessageStatus}'${string}`,
    parameters: unknown[],
  ): Promise<void> {
    await this.database.transaction(async () => {
      const changed = await this.database.run(
        `UPDATE messages SET ${changes}, lease_until = NULL WHERE id = $1 AND claim_id = $2 AND status = 'SENDING'`,
        [job.id, job.claim_id, ...parameters],
      );
      if (changed > 0) this.tell(job);
    });
  }

  private tell(job: Pick<OutgoingJob, 'id' | 'account_id' | 'conversation_id'>): void {
    this.events.append({
      accountId: job.account_id,
      kind: 'MESSAGE',
      entityId: job.id,
      conversationId: job.conversation_id,
    });
  }
}
