import { createHash } from 'node:crypto';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../common/jobs/background-work.js';
import { Claims, longestLeaseMs, type ClaimableTable } from '../../common/jobs/claims.js';
import type { WorkLoop } from '../../common/jobs/work-loop.js';
import { Clock } from '../../common/clock/clock.js';
import { isDueSql } from '../../common/clock/is-due.js';
import { Drain } from '../../common/shutdown/drain.js';
import { Database } from '../../common/database/database.js';
import { errorName } from '../../common/errors/error-name.js';
import { withLogFields } from '../../common/logging/log-context.js';
import { GraphError, GraphUnreachableError, UnreadableAnswerError } from '../../whatsapp/errors/graph-error.js';
import { META_SUBCODES } from '../../whatsapp/errors/meta-subcodes.js';
import { MessagesApi, type Channel } from '../../whatsapp/messages/messages-api.js';
import { RefusedAddressError } from '../../whatsapp/transport/meta-hosts.js';
import { AccountCredentialsService } from '../accounts/connection/account-credentials.service.js';
import { UnusableCredentialsService } from '../accounts/standing/unusable-credentials.service.js';
import { fetchDelayMs, MAX_FETCH_ATTEMPTS } from './domain/fetch-delay.js';
import { MAX_FILE_BYTES } from './domain/media-types.js';
import { MediaChanges } from './media-changes.js';
import type { MediaState } from './media.entity.js';
import { MediaStore, type StagedUpload } from './store/media-store.js';
import { because, type Because } from '../../common/errors/because.js';
import { wordingJson } from '../../common/errors/wording.js';

interface FetchJob {
  id: string;
  account_id: string;
  business_phone_number_id: string;
  message_id: string;
  remote_id: string;
  sha256: string | null;
  attempts: number;
}

const FETCHES: ClaimableTable = {
  table: 'media',
  key: 'id',
  state: 'fetch_state',
  waiting: 'WAITING',
  claimed: 'FETCHING',
  orderBy: 'job.id',
  columns: 'id, account_id, business_phone_number_id, message_id, remote_id, sha256, attempts',
};
const CONCURRENCY = 4;
/** A file of 100 MB on a slow line. */
const LEASE_SECONDS = 900;
const POLL_MS = 1_000;
const FIND_EXPIRED_EVERY_MS = 30_000;

/** Fetches files that customers sent: after the message has appeared, repeated when it fails, verified by checksum. */
@Injectable()
export class FetchMediaService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(FetchMediaService.name);
  /** Attempts with the ids of their files. */
  private readonly underWay = new Map<Promise<void>, string>();
  private loop: WorkLoop | null = null;
  private findExpiredAt = 0;

  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly changes: MediaChanges,
    private readonly api: MessagesApi,
    private readonly credentials: AccountCredentialsService,
    private readonly unusableCredentials: UnusableCredentialsService,
    private readonly store: MediaStore,
    private readonly drain: Drain,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.background.start({
      name: FetchMediaService.name,
      work: () => this.claimAndFetch(),
      pollMs: POLL_MS,
      wakesOn: 'media-wanted',
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    const ended = (this.loop?.stop() ?? Promise.resolve()).then(() => Promise.all(this.underWay.keys()));
    await this.drain.waitFor('Fetching of files', ended);
    if (this.underWay.size > 0) await this.requeue([...this.underWay.values()]);
  }

  private async claimAndFetch(): Promise<boolean> {
    if (this.underWay.size >= CONCURRENCY) await Promise.race(this.underWay.keys());
    await this.requeueExpired();
    let channels: (Channel | null)[] = [];
    const free = CONCURRENCY - this.underWay.size;
    const jobs = await this.claims.claim<FetchJob>(FETCHES, free, LEASE_SECONDS, async (claimed) => {
      channels = await this.credentials.channels(claimed.map((job) => job.business_phone_number_id));
    });
    jobs.forEach((job, index) => this.start(job, channels[index] ?? null));
    return jobs.length > 0;
  }

  private start(job: FetchJob, channel: Channel | null): void {
    const fields = { accountId: job.account_id, mediaId: job.id };
    const attempt: Promise<void> = withLogFields(fields, () => this.attempt(job, channel))
      .catch((error: unknown) =>
        withLogFields(fields, () =>
          this.logger.error(`The outcome of a file could not be recorded: ${errorName(error)}`),
        ),
      )
      .finally(() => {
        this.underWay.delete(attempt);
        this.loop?.wake();
      });
    this.underWay.set(attempt, job.id);
  }

  private async attempt(job: FetchJob, channel: Channel | null): Promise<void> {
    if (channel === null) return this.fail(job, because('FILE_ACCOUNT_UNUSABLE'));
    try {
      await this.fetch(job, channel);
    } catch (error) {
      await this.recordFailure(job, error);
    }
  }

  /** The address is asked for each time: it is good for five minutes only. */
  private async fetch(job: FetchJob, channel: Channel): Promise<void> {
    const file = await this.api.describeMedia(channel, job.remote_id);
    if ((file.size ?? 0) > MAX_FILE_BYTES) throw new TooLarge();
    const bytes = await this.api.downloadMedia(channel, file);
    const hash = createHash('sha256');
    let size = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > MAX_FILE_BYTES) throw new TooLarge();
        hash.update(chunk);
        yield chunk;
      }
    }
    const staged = await this.store.write(job.id, counted());
    const sha256 = hash.digest('hex');
    const expected = job.sha256 ?? file.sha256;
    if (expected !== null && expected !== sha256) {
      await staged.discard();
      throw new Damaged();
    }
    await this.commit(job, staged, { size, sha256 });
  }

  private async commit(
    job: FetchJob,
    staged: StagedUpload,
    { size, sha256 }: { size: number; sha256: string },
  ): Promise<void> {
    try {
      await staged.commit();
    } catch (error) {
      await staged.discard();
      throw error;
    }
    await this.transition(
      job,
      `state = 'STORED', fetch_state = NULL, error = NULL, error_wording = NULL, size = $2, sha256 = $3`,
      [size, sha256],
    );
  }

  private async recordFailure(job: FetchJob, error: unknown): Promise<void> {
    if (error instanceof GraphError && error.isTokenInvalid)
      await this.unusableCredentials.recordRefusedToken(job.account_id);
    const reason = reasonOf(error);
    const isOurs = error instanceof TooLarge || error instanceof RefusedAddressError;
    this.logger.warn(`A file could not be fetched: ${isOurs ? reason.message : errorName(error)}`);
    if (isFinal(error) || job.attempts >= MAX_FETCH_ATTEMPTS) return this.fail(job, reason);
    const nextAttemptAt = new Date(this.clock.now().getTime() + fetchDelayMs(job.attempts, Math.random()));
    await this.transition(job, `fetch_state = 'WAITING', next_attempt_at = $2, error = $3, error_wording = $4`, [
      nextAttemptAt,
      reason.message,
      wordingJson(reason),
    ]);
  }

  private fail(job: FetchJob, why: Because): Promise<void> {
    return this.transition(job, `state = 'FAILED', fetch_state = NULL, error = $2, error_wording = $3`, [
      why.message,
      wordingJson(why),
    ]);
  }

  /** Writes how an attempt ended, if the job is still this worker's, and publishes what became of the file. */
  private async transition(job: FetchJob, changes: string, parameters: unknown[]): Promise<void> {
    await this.database.transaction(async () => {
      const [changed] = await this.database.query<{ state: MediaState }>(
        `UPDATE media SET ${changes}, lease_until = NULL WHERE id = $1 AND fetch_state = 'FETCHING' RETURNING state`,
        [job.id, ...parameters],
      );
      if (changed === undefined || changed.state === 'PENDING') return;
      await this.changes.publish({ accountId: job.account_id, messageId: job.message_id });
    });
  }

  /** Requeues files that are left behind when the process stops, for a lease is long: fetching twice is harmless. */
  private async requeue(ids: readonly string[]): Promise<void> {
    await this.database
      .run(
        `UPDATE media SET fetch_state = 'WAITING', lease_until = NULL WHERE fetch_state = 'FETCHING' AND id = ANY($1)`,
        [ids],
      )
      .catch(() => undefined);
  }

  /** Requeues files whose worker has died: fetching twice is harmless. */
  private async requeueExpired(): Promise<void> {
    if (performance.now() < this.findExpiredAt) return;
    this.findExpiredAt = performance.now() + FIND_EXPIRED_EVERY_MS;
    await this.database.run(
      `UPDATE media SET fetch_state = 'WAITING', lease_until = NULL WHERE fetch_state = 'FETCHING' AND ${isDueSql('lease_until', '$1', longestLeaseMs(LEASE_SECONDS))}`,
      [this.clock.now()],
    );
  }
}

/** No other attempt can end differently. */
class TooLarge extends Error {}

class Damaged extends Error {}

/** Meta says that there is no such file (any more), or that it lies where nothing is fetched. */
function isFinal(error: unknown): boolean {
  if (error instanceof TooLarge || error instanceof RefusedAddressError) return true;
  if (!(error instanceof GraphError)) return false;
  const { handling, subcode } = error.refusal;
  // Of a file, an object that is not there is gone: Meta keeps it for 30 days. Sending takes it for trouble of the account.
  return subcode === META_SUBCODES.OBJECT_NOT_FOUND || handling === 'FIX_INPUT';
}

function reasonOf(error: unknown): Because {
  if (error instanceof TooLarge) return because('FILE_TOO_LARGE_TO_FETCH');
  if (error instanceof RefusedAddressError) return because('FILE_ADDRESS_REFUSED', { why: error.why });
  if (error instanceof Damaged) return because('FILE_DAMAGED');
  if (error instanceof GraphError)
    return because('FILE_REFUSED_BY_META', { said: error.refusal.details ?? error.refusal.message });
  if (error instanceof UnreadableAnswerError) return because('FILE_META_UNREADABLE', { trouble: error.trouble });
  if (error instanceof GraphUnreachableError) return because('FILE_META_SILENT', { trouble: error.trouble });
  return because('FILE_NOT_STORED', { error: (error as Error).name });
}
