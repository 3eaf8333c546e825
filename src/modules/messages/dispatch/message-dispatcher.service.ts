import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { SECOND_MS } from '../../../common/durations.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import type { WorkLoop } from '../../../common/jobs/work-loop.js';
import { Database } from '../../../common/database/database.js';
import { isTransient } from '../../../common/database/is-transient.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { errorName } from '../../../common/errors/error-name.js';
import { withLogFields } from '../../../common/logging/log-context.js';
import { Tracing, type Span } from '../../../common/tracing/tracing.js';
import { Drain } from '../../../common/shutdown/drain.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { GraphError, GraphUnreachableError, refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import type { MarketingOptions } from '../../../whatsapp/messages/marketing-options.js';
import type { Acceptance, Channel, Recipient } from '../../../whatsapp/messages/messages-api.js';
import { contentForMeta, filesIn } from '../../../whatsapp/messages/outgoing-content.js';
import {
  AccountCredentialsService,
  type SendingChannel,
} from '../../accounts/connection/account-credentials.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import { UploadToMetaService } from '../../media/upload-to-meta.service.js';
import { HoldBackService, type ObservedRefusal } from './hold-back.service.js';
import { SendFailuresService } from './send-failures.service.js';
import { SendingMetrics } from './sending-metrics.js';
import { SendResultsService, type OutgoingJob } from './send-results.service.js';
import { LEASE_SECONDS } from './claim-statements.js';
import { MessageClaimsService } from './message-claims.service.js';
import { MarketingEndpointService } from './marketing-endpoint.service.js';
import { EvenRelease, type ReleaseRates } from './pace/even-release.js';
import { Slots } from './pace/slots.js';

const POLL_MS = 1_000;
const LEASE_MS = LEASE_SECONDS * SECOND_MS;
/** Between attempts to persist an outcome. */
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 2_000;
/** A call that begins later than this after the claim might end after the lease: somebody else could send it too. */
const LATEST_START_MS = LEASE_MS / 2 - 5_000;
/** As if Meta had said so: the account was archived, or the contact has no address any more. */
const NOWHERE_TO_SEND: Refusal = {
  ...refusalFrom({ code: META_ERRORS.PARAMETER_VALUE_INVALID.code }),
  message: 'There is nobody to send to, or nothing to send from.',
  advice: 'The account is archived, or the contact has neither a phone number nor a user id.',
};

/** What sending a message needs, looked up for many at once. */
interface Prepared {
  channel: Channel | null;
  recipient: Recipient | null;
  marketing: MarketingOptions | null;
  rates: ReleaseRates;
  /** By the clock of the process. */
  claimedAt: number;
}

/** Sends what is queued. Every attempt is committed before the call, so that a crash is never mistaken for "not sent". */
@Injectable()
export class MessageDispatcherService implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MessageDispatcherService.name);
  private readonly slots = new Slots();
  private readonly release = new EvenRelease();
  private loop: WorkLoop | null = null;
  private isStopping = false;

  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly endpoint: MarketingEndpointService,
    private readonly credentials: AccountCredentialsService,
    private readonly outbound: OutboundActivityService,
    private readonly claims: MessageClaimsService,
    private readonly results: SendResultsService,
    private readonly failures: SendFailuresService,
    private readonly holdBack: HoldBackService,
    private readonly uploads: UploadToMetaService,
    private readonly drain: Drain,
    private readonly metrics: SendingMetrics,
    private readonly tracing: Tracing,
  ) {}

  onModuleInit(): void {
    this.holdBack.observe({
      refused: async (observed) => this.release.callBack(sharesFateOf(observed)),
      accepted: async () => undefined,
    });
  }

  onApplicationBootstrap(): void {
    this.loop = this.background.start({
      name: MessageDispatcherService.name,
      work: () => this.claimAndSend(),
      pollMs: POLL_MS,
      wakesOn: 'messages-queued',
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    const ended = (this.loop?.stop() ?? Promise.resolve()).then(() => this.slots.allFree());
    await this.drain.waitFor('Sending', ended); // what is left behind is UNCONFIRMED when its lease has run out
  }

  private async claimAndSend(): Promise<boolean> {
    const slots = await this.slots.free();
    const claimedAt = performance.now();
    let channels: (SendingChannel | null)[] = [];
    let marketing: (MarketingOptions | null)[] = [];
    let recipients: (Recipient | null)[] = [];
    const { jobs, rates, retryInMs, trials } = await this.claims.claim(slots, async (claimed) => {
      channels = await this.credentials.channels(claimed.map((job) => job.business_phone_number_id));
      recipients = await this.outbound.recipients(claimed.map((job) => job.conversation_id));
      marketing = await this.endpoint.optionsOf(claimed, channels);
    });
    this.holdBack.watchTrials(trials.numbers, trials.broadcastIds);
    jobs.forEach((job, index) =>
      this.start(job, {
        channel: channels[index] ?? null,
        recipient: recipients[index] ?? null,
        marketing: marketing[index] ?? null,
        rates: {
          ofNumber: rates.get(job.business_phone_number_id) ?? 1,
          ofBroadcast: rates.get(job.broadcast_id ?? '') ?? null,
        },
        claimedAt,
      }),
    );
    if (retryInMs === null) return jobs.length > 0;
    await new Promise((resolve) => setTimeout(resolve, retryInMs));
    return true;
  }

  private start(job: OutgoingJob, prepared: Prepared): void {
    const fields = { accountId: job.account_id, messageId: job.id, conversationId: job.conversation_id };
    const ofBroadcast = job.broadcast_id === null ? {} : { broadcastId: job.broadcast_id };
    const attempt = withLogFields({ ...fields, ...ofBroadcast }, () =>
      this.traced(job, (span) => this.attempt(job, prepared, span)).catch((error: unknown) => {
        // The lease runs out, then it is UNCONFIRMED: it may have been sent.
        this.logger.error(`The outcome of a message could not be persisted: ${errorName(error)}`);
      }),
    );
    this.slots.hold(attempt, job.broadcast_id !== null, () => {
      if (this.slots.isHalfFree) this.loop?.wake(); // else one is waited for, or more is claimed anyway
    });
  }

  /** In the trace of whatever queued it, here or elsewhere. */
  private traced(job: OutgoingJob, attempt: (span: Span) => Promise<void>): Promise<void> {
    const attributes = {
      'parley.account.id': job.account_id,
      'parley.message.id': job.id,
      'parley.message.kind': job.kind,
      'parley.attempt': job.attempts,
    };
    return this.tracing.span('message send', { kind: 'consumer', parent: job.trace_parent, attributes }, attempt);
  }

  private async attempt(
    job: OutgoingJob,
    { channel, recipient, marketing, rates, claimedAt }: Prepared,
    span: Span,
  ): Promise<void> {
    const persist = (write: () => Promise<void>): Promise<void> => this.persistOutcome(claimedAt, write);
    if (channel === null || recipient === null) return persist(() => this.results.failed(job, NOWHERE_TO_SEND));
    let acceptance: Acceptance;
    try {
      if (!(await this.release.turn(job, rates))) return await persist(() => this.results.requeue(job, null));
      const remoteIds = await this.uploadFiles(channel, job, claimedAt);
      const mayBegin = (): boolean => performance.now() - claimedAt <= LATEST_START_MS;
      if (!mayBegin()) return await persist(() => this.results.requeue(job, null));
      const message = {
        recipient,
        content: contentForMeta(job, remoteIds),
        replyToWhatsappId: job.reply_to_whatsapp_id,
        callbackData: job.id,
        marketing,
      };
      const calledAt = performance.now();
      acceptance = await this.endpoint
        .send(channel, message, job, mayBegin)
        .finally(() => this.metrics.recordCall(calledAt));
    } catch (error) {
      if (!isOfMeta(error)) throw error;
      span.fail(error);
      this.logger.warn(`A message was not accepted: ${error.message}`);
      return persist(() => this.recordFailure(job, error));
    }
    await persist(() =>
      this.results.accepted(job, acceptance, 'phoneNumber' in recipient ? recipient.phoneNumber : null),
    );
    await this.failures.recordSuccess(job);
  }

  /** Writes an outcome as soon as the database can be reached. While the lease lasts, nobody else touches the message. */
  private async persistOutcome(claimedAt: number, write: () => Promise<void>): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      try {
        return await write();
      } catch (error) {
        const isTooLate = performance.now() - claimedAt + pause > LEASE_MS;
        if (this.isStopping || isTooLate || !isTransient(error)) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Whatever goes wrong here, no message has left yet. A long upload is done once; the message itself is claimed anew. */
  private async uploadFiles(channel: Channel, job: OutgoingJob, claimedAt: number): Promise<Map<string, string>> {
    const files = filesIn(job);
    if (files.length === 0) return new Map();
    const renewing = setInterval(() => void this.claims.renew(job), LEASE_MS / 3);
    try {
      return await this.uploads.idsFor(channel, files);
    } catch (error) {
      if (error instanceof GraphError) throw error;
      throw new GraphUnreachableError(false, `a file could not be uploaded (${errorName(error)})`);
    } finally {
      clearInterval(renewing);
      if (performance.now() - claimedAt > LATEST_START_MS) await this.claims.renew(job);
    }
  }

  private async recordFailure(job: OutgoingJob, error: GraphError | GraphUnreachableError): Promise<void> {
    if (error instanceof GraphError) return this.failures.handle(job, error.refusal);
    return this.failures.handleSilence(job, error.mayHaveArrived);
  }
}

function isOfMeta(error: unknown): error is GraphError | GraphUnreachableError {
  return error instanceof GraphError || error instanceof GraphUnreachableError;
}

/** Whether Meta would refuse another message for the same reason: by the scope of the refusal, or because it came so often. */
function sharesFateOf({
  accountId,
  numberId,
  broadcastId,
  error,
  inARow,
}: ObservedRefusal): (job: OutgoingJob) => boolean {
  const isOfBroadcast = (job: OutgoingJob): boolean => broadcastId !== null && job.broadcast_id === broadcastId;
  const isOfNumber = (job: OutgoingJob): boolean => job.business_phone_number_id === numberId;
  if (inARow !== null) return broadcastId === null ? isOfNumber : isOfBroadcast;
  switch (error.scope) {
    case 'TOKEN':
    case 'ACCOUNT':
      return (job) => job.account_id === accountId;
    case 'NUMBER':
      return isOfNumber;
    case 'TEMPLATE':
      return isOfBroadcast;
    case 'RECIPIENT':
    case 'MESSAGE':
      return () => false;
    default:
      return error.scope satisfies never;
  }
}
