import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { Claims, longestLeaseMs, type ClaimableTable } from '../../../common/jobs/claims.js';
import { Clock } from '../../../common/clock/clock.js';
import { isDueSql } from '../../../common/clock/is-due.js';
import { Database } from '../../../common/database/database.js';
import { GraphError } from '../../../whatsapp/errors/graph-error.js';
import { MessagesApi, type Channel } from '../../../whatsapp/messages/messages-api.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { backoffMs } from '../domain/pacing/backoff.js';

interface ReceiptJob {
  conversation_id: string;
  message_id: string;
  attempts: number;
}

const RECEIPTS: ClaimableTable = {
  table: 'read_receipts',
  key: 'conversation_id',
  state: 'state',
  waiting: 'QUEUED',
  claimed: 'SENDING',
  orderBy: 'job.created_at',
  columns: 'conversation_id, message_id, attempts',
};
const CONCURRENCY = 16;
const LEASE_SECONDS = 90;
const POLL_MS = 5_000;
const MAX_ATTEMPTS = 5;

/** Sends read receipts to Meta. Harmless twice, so a doubtful attempt is simply made again. */
@Injectable()
export class ReadReceiptDispatcherService implements OnApplicationBootstrap {
  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly api: MessagesApi,
    private readonly credentials: AccountCredentialsService,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({
      name: ReadReceiptDispatcherService.name,
      work: () => this.claimAndSend(),
      pollMs: POLL_MS,
      wakesOn: 'read-receipts-queued',
    });
  }

  private async claimAndSend(): Promise<boolean> {
    await this.requeueExpired();
    let messages: { numberId: string; whatsappId: string }[] = [];
    let channels: (Channel | null)[] = [];
    const jobs = await this.claims.claim<ReceiptJob>(RECEIPTS, CONCURRENCY, LEASE_SECONDS, async (claimed) => {
      messages = await this.messagesOf(claimed);
      channels = await this.credentials.channels(messages.map((message) => message.numberId));
    });
    await Promise.all(
      jobs.map((job, index) => this.attempt(job, channels[index] ?? null, messages[index]?.whatsappId ?? '')),
    );
    return jobs.length > 0;
  }

  private async attempt(job: ReceiptJob, channel: Channel | null, whatsappId: string): Promise<void> {
    try {
      if (channel !== null) await this.api.markRead(channel, whatsappId);
      await this.transition(job, 'SENT', channel === null ? 'The account is archived.' : null);
    } catch (error) {
      const isFinal =
        (error instanceof GraphError && error.refusal.handling !== 'RETRY_LATER') || job.attempts >= MAX_ATTEMPTS;
      await this.transition(job, isFinal ? 'FAILED' : 'QUEUED', (error as Error).message);
    }
  }

  /** Only if no newer message has been read meanwhile: then it has been queued anew. */
  private async transition(job: ReceiptJob, state: 'SENT' | 'FAILED' | 'QUEUED', error: string | null): Promise<void> {
    const nextAttemptAt = new Date(this.clock.now().getTime() + backoffMs(job.attempts, Math.random()));
    await this.database.run(
      `UPDATE read_receipts SET state = $3, error = $4, next_attempt_at = $5, lease_until = NULL
        WHERE conversation_id = $1 AND message_id = $2 AND state = 'SENDING'`,
      [job.conversation_id, job.message_id, state, error, state === 'QUEUED' ? nextAttemptAt : null],
    );
  }

  /** Their worker has gone. */
  private async requeueExpired(): Promise<void> {
    await this.database.run(
      `UPDATE read_receipts SET state = 'QUEUED', lease_until = NULL WHERE state = 'SENDING' AND ${isDueSql('lease_until', '$1', longestLeaseMs(LEASE_SECONDS))}`,
      [this.clock.now()],
    );
  }

  private async messagesOf(jobs: ReceiptJob[]): Promise<{ numberId: string; whatsappId: string }[]> {
    return this.database.query(
      `SELECT business_phone_number_id AS "numberId", whatsapp_id AS "whatsappId"
         FROM unnest($1::uuid[]) WITH ORDINALITY AS job (message_id, ordinality) JOIN messages ON messages.id = job.message_id
        ORDER BY job.ordinality`,
      [jobs.map((job) => job.message_id)],
    );
  }
}
