import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import type { WorkLoop } from '../../../common/jobs/work-loop.js';
import { Database } from '../../../common/database/database.js';
import { isTransient } from '../../../common/database/is-transient.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { GraphError, GraphUnreachableError, refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import { MessagesApi, type Acceptance, type Channel, type Recipient } from '../../../whatsapp/messages/messages-api.js';
import { contentForMeta, filesIn } from '../../../whatsapp/messages/outgoing-content.js';
import { AccountCredentialsService } from '../../accounts/connection/account-credentials.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import { UploadToMetaService } from '../../media/upload-to-meta.service.js';
import { SendFailuresService } from './send-failures.service.js';
import { SendResultsService, type OutgoingJob } from './send-results.service.js';
import { LEASE_SECONDS, MessageClaimsService } from './message-claims.service.js';

/** Calls at the same time: one number may send 1,000 a second, and Meta may take a third of a second to answer. */
const AT_ONCE = 400;
/** Places that broadcasts leave free, so that an operator's answer never waits for one. */
const KEPT_FOR_CHATS = 40;
const POLL_MS = 1_000;
/** Between attempts to write down an outcome. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** A call that begins later than this after taking might end after the lease: somebody else could send it too. */
const LATEST_START_MS = (LEASE_SECONDS * 1_000) / 2 - 5_000;
/** As if Meta had said so: the account was archived, or the contact has no address any more. */
const NOWHERE_TO_SEND: Refusal = {
  ...refusalFrom({ code: 131009 }),
  message: 'There is nobody to send to, or nothing to send from.',
  advice: 'The account is archived, or the contact has neither a phone number nor a user id.',
};

/** Sends what is queued. Every attempt is committed before the call, so that a crash is never mistaken for "not sent". */
@Injectable()
export class MessageDispatcherService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MessageDispatcherService.name);
  private readonly underWay = new Set<Promise<void>>();
  private ofBroadcasts = 0;
  private loop: WorkLoop | null = null;
  private isStopping = false;

  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly api: MessagesApi,
    private readonly credentials: AccountCredentialsService,
    private readonly sending: OutboundActivityService,
    private readonly taking: MessageClaimsService,
    private readonly record: SendResultsService,
    private readonly refusals: SendFailuresService,
    private readonly uploads: UploadToMetaService,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.background.start({
      name: MessageDispatcherService.name,
      work: () => this.takeAndSend(),
      pollMs: POLL_MS,
      wakesOn: 'messages-queued',
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.loop?.stop();
    await Promise.all(this.underWay);
  }

  private async takeAndSend(): Promise<boolean> {
    if (this.underWay.size >= AT_ONCE) await Promise.race(this.underWay);
    const free = AT_ONCE - this.underWay.size;
    const freeForBroadcasts = Math.max(0, Math.min(free, AT_ONCE - KEPT_FOR_CHATS - this.ofBroadcasts));
    const takenAt = performance.now();
    let channels: (Channel | null)[] = [];
    let recipients: (Recipient | null)[] = [];
    const { jobs, againInMs, onProbation } = await this.taking.take({ free, freeForBroadcasts }, async (taken) => {
      channels = await this.credentials.channels(taken.map((job) => job.business_phone_number_id));
      recipients = await this.sending.recipients(taken.map((job) => job.conversation_id));
    });
    this.refusals.watch(onProbation);
    jobs.forEach((job, index) => this.start(job, channels[index] ?? null, recipients[index] ?? null, takenAt));
    if (againInMs === null) return jobs.length > 0;
    await new Promise((resolve) => setTimeout(resolve, againInMs));
    return true;
  }

  private start(job: OutgoingJob, channel: Channel | null, recipient: Recipient | null, takenAt: number): void {
    if (job.broadcast_id !== null) this.ofBroadcasts += 1;
    const attempt: Promise<void> = this.attempt(job, channel, recipient, takenAt)
      .catch((error: unknown) => {
        // The lease runs out, then it is UNCONFIRMED: it may have been sent.
        this.logger.error(`Message ${job.id}: the outcome could not be recorded (${(error as Error).name}).`);
      })
      .finally(() => {
        this.underWay.delete(attempt);
        if (job.broadcast_id !== null) this.ofBroadcasts -= 1;
        if (this.underWay.size < AT_ONCE / 2) this.loop?.wake(); // else it is waited for, or more is taken anyway
      });
    this.underWay.add(attempt);
  }

  private async attempt(
    job: OutgoingJob,
    channel: Channel | null,
    recipient: Recipient | null,
    takenAt: number,
  ): Promise<void> {
    const insist = (write: () => Promise<void>): Promise<void> => this.insist(takenAt, write);
    if (channel === null || recipient === null) return insist(() => this.record.failed(job, NOWHERE_TO_SEND));
    let acceptance: Acceptance;
    try {
      const remoteIds = await this.uploadFiles(channel, job, takenAt);
      if (performance.now() - takenAt > LATEST_START_MS) return await insist(() => this.record.putBack(job));
      acceptance = await this.api.send(channel, {
        recipient,
        content: contentForMeta(job, remoteIds),
        replyToWhatsappId: job.reply_to_whatsapp_id,
        callbackData: job.id,
      });
    } catch (error) {
      if (!isOfMeta(error)) throw error;
      this.logger.warn(`Message ${job.id}: ${error.message}`);
      return insist(() => this.recordFailure(job, error));
    }
    await insist(() =>
      this.record.accepted(job, acceptance, 'phoneNumber' in recipient ? recipient.phoneNumber : null),
    );
    await this.refusals.recordSuccess(job);
  }

  /** What is known is written down as soon as the database can be reached. While the lease lasts, nobody else touches the message. */
  private async insist(takenAt: number, write: () => Promise<void>): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await write();
      } catch (error) {
        const isTooLate = performance.now() - takenAt + pause > LEASE_SECONDS * 1_000;
        if (this.isStopping || isTooLate || !isTransient(error)) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Whatever goes wrong here, no message has left yet. A long upload is done once; the message itself is taken anew. */
  private async uploadFiles(channel: Channel, job: OutgoingJob, takenAt: number): Promise<Map<string, string>> {
    const files = filesIn(job);
    if (files.length === 0) return new Map();
    const renewing = setInterval(() => void this.renew(job), (LEASE_SECONDS * 1_000) / 3);
    try {
      return await this.uploads.idsFor(channel, files);
    } catch (error) {
      if (error instanceof GraphError) throw error;
      throw new GraphUnreachableError(false, `a file could not be uploaded (${(error as Error).name})`);
    } finally {
      clearInterval(renewing);
      if (performance.now() - takenAt > LATEST_START_MS) await this.renew(job);
    }
  }

  private async renew(job: OutgoingJob): Promise<void> {
    await this.database
      .run(
        `UPDATE messages SET lease_until = lease_until + make_interval(secs => ${LEASE_SECONDS / 2}) WHERE id = $1 AND status = 'SENDING'`,
        [job.id],
      )
      .catch(() => undefined);
  }

  private async recordFailure(job: OutgoingJob, error: GraphError | GraphUnreachableError): Promise<void> {
    if (error instanceof GraphError) return this.refusals.handle(job, error.refusal);
    return error.mayHaveArrived ? this.record.unconfirmed(job) : this.record.again(job, refusalFrom({ code: 2 }));
  }
}

function isOfMeta(error: unknown): error is GraphError | GraphUnreachableError {
  return error instanceof GraphError || error instanceof GraphUnreachableError;
}
