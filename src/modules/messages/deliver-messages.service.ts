import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Claims, type ClaimableTable } from '../../common/claims/claims.js';
import { WorkLoop } from '../../common/claims/work-loop.js';
import { Config } from '../../common/config/config.js';
import { Database } from '../../common/database/database.js';
import type { Refusal } from '../../common/errors/domain-error.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { GraphError, GraphUnreachableError, refusalFrom } from '../../whatsapp/graph-error.js';
import { MessagesApi, type Acceptance, type Channel, type Recipient } from '../../whatsapp/messages-api.js';
import { contentForMeta, filesIn } from '../../whatsapp/outgoing-content.js';
import { AccountCredentialsService } from '../accounts/account-credentials.service.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { SendFromConversationsService } from '../conversations/send-from-conversations.service.js';
import { UploadToMetaService } from '../media/upload-to-meta.service.js';
import { RecordDeliveryService, type OutgoingJob } from './record-delivery.service.js';

/** A message goes out when no earlier one of its conversation is still on its way: customers read in order. */
const OUTGOING: ClaimableTable = {
  table: 'messages',
  key: 'id',
  state: 'status',
  waiting: 'QUEUED',
  taken: 'SENDING',
  only: `NOT EXISTS (SELECT FROM messages earlier WHERE earlier.conversation_id = job.conversation_id
           AND earlier.status IN ('QUEUED', 'SENDING') AND earlier.id < job.id)`,
  orderBy: 'job.id',
  columns: 'id, account_id, business_phone_number_id, conversation_id, kind, content, reply_to_whatsapp_id, attempts',
};
const AT_ONCE = 64;
/** Longer than a call to Meta may take. */
const LEASE_SECONDS = 90;
const POLL_MS = 1_000;
const LOOK_FOR_LOST_EVERY_MS = 5_000;
/** As if Meta had said so: the account was archived, or the contact has no address any more. */
const NOWHERE_TO_SEND: Refusal = {
  ...refusalFrom({ code: 131009 }),
  message: 'There is nobody to send to, or nothing to send from.',
  advice: 'The account is archived, or the contact has neither a phone number nor a user id.',
};

/** Sends what is queued. Every attempt is committed before the call, so that a crash is never mistaken for "not sent". */
@Injectable()
export class DeliverMessagesService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeliverMessagesService.name);
  private readonly underWay = new Set<Promise<void>>();
  private loop: WorkLoop | null = null;
  private stopListening = (): void => undefined;
  private lookForLostAt = 0;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly claims: Claims,
    private readonly wakeUps: WakeUps,
    private readonly api: MessagesApi,
    private readonly accounts: AccountsService,
    private readonly credentials: AccountCredentialsService,
    private readonly sending: SendFromConversationsService,
    private readonly record: RecordDeliveryService,
    private readonly uploads: UploadToMetaService,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.doesWork) return;
    this.loop = new WorkLoop({ name: DeliverMessagesService.name, work: () => this.takeAndSend(), pollMs: POLL_MS });
    this.stopListening = this.wakeUps.listen('messages-queued', () => this.loop?.wake());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopListening();
    await this.loop?.stop();
    await Promise.all(this.underWay);
  }

  private async takeAndSend(): Promise<boolean> {
    if (this.underWay.size >= AT_ONCE) await Promise.race(this.underWay);
    await this.giveUpOnLost();
    let channels: (Channel | null)[] = [];
    let recipients: (Recipient | null)[] = [];
    const free = AT_ONCE - this.underWay.size;
    const jobs = await this.claims.take<OutgoingJob>(OUTGOING, free, LEASE_SECONDS, async (taken) => {
      channels = await this.credentials.channels(taken.map((job) => job.business_phone_number_id));
      recipients = await this.sending.recipients(taken.map((job) => job.conversation_id));
    });
    jobs.forEach((job, index) => this.start(job, channels[index] ?? null, recipients[index] ?? null));
    return jobs.length > 0;
  }

  private start(job: OutgoingJob, channel: Channel | null, recipient: Recipient | null): void {
    const attempt: Promise<void> = this.attempt(job, channel, recipient)
      .catch((error: unknown) => {
        // The lease runs out, then it is UNCONFIRMED: it may have been sent.
        this.logger.error(`Message ${job.id}: the outcome could not be recorded (${(error as Error).name}).`);
      })
      .finally(() => {
        this.underWay.delete(attempt);
        this.loop?.wake();
      });
    this.underWay.add(attempt);
  }

  private async attempt(job: OutgoingJob, channel: Channel | null, recipient: Recipient | null): Promise<void> {
    if (channel === null || recipient === null) return this.record.failed(job, NOWHERE_TO_SEND);
    let acceptance: Acceptance;
    try {
      acceptance = await this.send(job, channel, recipient);
    } catch (error) {
      return this.recordFailure(job, error);
    }
    await this.record.accepted(job, acceptance);
  }

  private async send(job: OutgoingJob, channel: Channel, recipient: Recipient): Promise<Acceptance> {
    const remoteIds = await this.uploadFiles(channel, filesIn(job));
    return this.api.send(channel, {
      recipient,
      content: contentForMeta(job, remoteIds),
      replyToWhatsappId: job.reply_to_whatsapp_id,
      callbackData: job.id,
    });
  }

  /** Whatever goes wrong here, no message has left yet. */
  private async uploadFiles(channel: Channel, mediaIds: string[]): Promise<Map<string, string>> {
    try {
      return await this.uploads.idsFor(channel, mediaIds);
    } catch (error) {
      if (error instanceof GraphUnreachableError)
        throw new GraphUnreachableError(false, 'a file could not be uploaded');
      throw error;
    }
  }

  private async recordFailure(job: OutgoingJob, error: unknown): Promise<void> {
    if (error instanceof GraphUnreachableError) {
      this.logger.warn(`Message ${job.id}: ${error.message}`);
      return error.mayHaveArrived ? this.record.unconfirmed(job) : this.record.again(job, refusalFrom({ code: 2 }));
    }
    if (!(error instanceof GraphError)) throw error;
    this.logger.warn(`Message ${job.id}: ${error.message}`);
    const { refusal } = error;
    if (error.isTokenInvalid) await this.accounts.noteRefusedToken(job.account_id);
    if (refusal.handling === 'RETRY_LATER') return this.record.again(job, refusal);
    if (refusal.handling === 'AMBIGUOUS') return this.record.unconfirmed(job);
    return this.record.failed(job, refusal);
  }

  /** Messages whose worker died between taking them and writing down the outcome. Looked for now and then. */
  private async giveUpOnLost(): Promise<void> {
    if (performance.now() < this.lookForLostAt) return;
    this.lookForLostAt = performance.now() + LOOK_FOR_LOST_EVERY_MS;
    await this.database.transaction(async () => {
      for (const job of await this.claims.expired<OutgoingJob>(OUTGOING, AT_ONCE)) await this.record.unconfirmed(job);
    });
  }
}
