import { Injectable } from '@nestjs/common';
import { Claims, type LeasedTable } from '../../../common/jobs/claims.js';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { latestArrivalAt } from '../domain/recipient-limit.js';
import { nextTokenInMs, SHARE_OF_THROUGHPUT } from '../domain/token-bucket.js';
import { RecipientLimitsService } from './recipient-limits.service.js';
import type { OutgoingJob } from './send-results.service.js';
import type { FreeSlots } from './slots.js';
import { TokenBucketsService } from './token-buckets.service.js';

interface NumberRow {
  id: string;
  throughput: number;
  account_id: string;
  /** Its account's circuit is half-open: one message is the trial. */
  is_half_open: boolean;
}

interface BroadcastRow {
  id: string;
  messages_per_second: number | null;
}

export interface ClaimedMessages {
  jobs: OutgoingJob[];
  /** When there may be more although nothing was claimed: a bucket has to refill. Null: nobody knows. */
  retryInMs: number | null;
  /** Accounts whose circuit is half-open: their next success closes it. */
  halfOpenAccountIds: string[];
}

/** Broadcasts have used up their slots: nothing can go before Meta has answered, however slow it is. */
const NO_SLOT_RETRY_MS = 25;
const MIN_RETRY_MS = 2;
/** There are no more slots at all: others may have been freed meanwhile. */
const NO_SHARE_RETRY_MS = 5;
/** Longer than a call to Meta may take. */
export const LEASE_SECONDS = 60;
const MESSAGES: LeasedTable = { table: 'messages', state: 'status', waiting: 'QUEUED', claimed: 'SENDING' };
const COLUMNS =
  'id, account_id, business_phone_number_id, conversation_id, broadcast_id, template_id, kind, content, reply_to_whatsapp_id, attempts, was_resent, claim_id';
/**
 * Customers read in order: a message goes out when none of its conversation is on its way and nothing that somebody wrote
 * before it waits. What a broadcast has in store holds nobody up.
 */
const IS_NEXT = `NOT EXISTS (SELECT FROM messages other WHERE other.conversation_id = job.conversation_id AND other.id <> job.id
  AND (other.status = 'SENDING' OR (other.status = 'QUEUED' AND other.broadcast_id IS NULL AND other.id < job.id)))`;
/*
 * Accounts, numbers and broadcasts are rows of other modules. They are read here, never written: for all numbers at once,
 * many times a second; and once more by the statement that claims, because a circuit may have opened and a broadcast may
 * have been paused since they were read, and what is claimed then would still go out.
 */
const mayAccountSend = (now: '$1' | '$2'): string =>
  `accounts.status <> 'TOKEN_INVALID' AND (sending_paused_until IS NULL OR sending_paused_until <= ${now})`;
const MAY_ACCOUNT_STILL_SEND = `EXISTS (SELECT FROM accounts WHERE accounts.id = job.account_id AND ${mayAccountSend('$2')})`;
const IS_OF_CHAT = 'job.broadcast_id IS NULL';
const IS_OF_RUNNING_BROADCAST = `job.broadcast_id = $6 AND EXISTS (SELECT FROM broadcasts WHERE id = $6 AND status = 'RUNNING')`;

/**
 * Claims messages for a worker, of each number as many as its token bucket holds, whichever process claims: what people
 * write first, then broadcasts, each by a bucket of its own. Claims are committed before anything is sent.
 */
@Injectable()
export class MessageClaimsService {
  private turn = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly buckets: TokenBucketsService,
    private readonly recipientLimits: RecipientLimitsService,
  ) {}

  /** `prepare` looks up what sending needs; if it fails, nothing has been begun, and what was claimed waits again. */
  claim(slots: FreeSlots, prepare: (jobs: OutgoingJob[]) => Promise<void>): Promise<ClaimedMessages> {
    return this.claims.withClaimId(MESSAGES, async (claimId) => {
      const claimed = await this.claimOfAll(claimId, slots);
      if (claimed.jobs.length > 0) await prepare(claimed.jobs);
      return claimed;
    });
  }

  /** Each number may fill an equal share of the slots that are left. */
  private async claimOfAll(claimId: string, slots: FreeSlots): Promise<ClaimedMessages> {
    const numbers = await this.numbersWithWork();
    const claimed: ClaimedMessages = { jobs: [], retryInMs: null, halfOpenAccountIds: [] };
    if (numbers.length === 0) return claimed;
    this.turn += 1;
    const begin = this.turn % numbers.length; // nobody is always first
    const inTurn = [...numbers.slice(begin), ...numbers.slice(0, begin)];
    for (const [index, number] of inTurn.entries()) {
      const share = Math.ceil((slots.free - claimed.jobs.length) / (inTurn.length - index));
      const ofBroadcasts = claimed.jobs.filter((job) => job.broadcast_id !== null).length;
      const broadcastShare = Math.max(0, Math.min(share, slots.freeForBroadcasts - ofBroadcasts));
      if (share <= 0) return { ...claimed, retryInMs: NO_SHARE_RETRY_MS };
      const { jobs, retryInMs } = await this.claimOfNumber(claimId, number, share, broadcastShare);
      claimed.jobs.push(...jobs);
      if (number.is_half_open) claimed.halfOpenAccountIds.push(number.account_id);
      if (retryInMs !== null) claimed.retryInMs = Math.min(claimed.retryInMs ?? retryInMs, retryInMs);
    }
    return claimed;
  }

  private numbersWithWork(): Promise<NumberRow[]> {
    return this.database.query<NumberRow>(
      `SELECT number.id, number.throughput, account_id, circuit_trips > 0 AS is_half_open FROM business_phone_numbers number JOIN accounts ON accounts.id = number.account_id
        WHERE ${mayAccountSend('$1')}
          AND EXISTS (SELECT FROM messages job WHERE job.business_phone_number_id = number.id AND job.status = 'QUEUED')
        ORDER BY number.id`,
      [this.clock.now()],
    );
  }

  private async claimOfNumber(
    claimId: string,
    { id, throughput: ceiling, is_half_open: isHalfOpen }: NumberRow,
    share: number,
    broadcastShare: number,
  ): Promise<Pick<ClaimedMessages, 'jobs' | 'retryInMs'>> {
    const throughput = ceiling * SHARE_OF_THROUGHPUT;
    return this.database.transaction(async () => {
      const bucket = await this.buckets.lock(id, throughput);
      if (bucket === null) return { jobs: [], retryInMs: null }; // another process claims, or the number is blocked
      const limit = Math.min(share, Math.floor(bucket.tokens), isHalfOpen ? 1 : share);
      const jobs = limit === 0 ? [] : await this.claimRows(claimId, { numberId: id, broadcastId: null, limit });
      let isLimited = jobs.length === limit;
      if (!isLimited) {
        const broadcastLimit = Math.min(limit - jobs.length, broadcastShare);
        const ofBroadcasts = await this.claimOfBroadcasts(claimId, id, broadcastLimit);
        jobs.push(...ofBroadcasts.jobs);
        isLimited = ofBroadcasts.isLimited;
      }
      const left = await this.buckets.spend(id, bucket, jobs.length);
      await this.recipientLimits.record(jobs.map((job) => job.conversation_id));
      const soonest = broadcastShare === 0 ? NO_SLOT_RETRY_MS : MIN_RETRY_MS;
      const retryInMs = isLimited ? Math.max(soonest, nextTokenInMs(left, throughput)) : null;
      return { jobs, retryInMs };
    });
  }

  private async claimOfBroadcasts(
    claimId: string,
    numberId: string,
    limit: number,
  ): Promise<{ jobs: OutgoingJob[]; isLimited: boolean }> {
    const broadcasts = await this.database.query<BroadcastRow>(
      `SELECT id, messages_per_second FROM broadcasts WHERE business_phone_number_id = $1 AND status = 'RUNNING' ORDER BY id`,
      [numberId],
    );
    const jobs: OutgoingJob[] = [];
    let isLimited = broadcasts.length > 0 && limit === 0;
    for (const [index, { id, messages_per_second: rate }] of broadcasts.entries()) {
      const share = Math.ceil((limit - jobs.length) / (broadcasts.length - index));
      const bucket = rate === null ? null : await this.buckets.lock(id, rate);
      const allowed = rate === null ? share : Math.min(share, Math.floor(bucket?.tokens ?? 0));
      const claimed = allowed <= 0 ? [] : await this.claimRows(claimId, { numberId, broadcastId: id, limit: allowed });
      if (bucket !== null) await this.buckets.spend(id, bucket, claimed.length);
      jobs.push(...claimed);
      isLimited ||= claimed.length >= allowed;
    }
    return { jobs, isLimited };
  }

  /** Of a broadcast, or of chats where that is null. */
  private claimRows(
    claimId: string,
    { numberId, broadcastId, limit }: { numberId: string; broadcastId: string | null; limit: number },
  ): Promise<OutgoingJob[]> {
    const now = this.clock.now();
    return this.database.query<OutgoingJob>(
      `UPDATE messages SET status = 'SENDING', attempts = attempts + 1, claim_id = $5,
              lease_until = $2::timestamptz + make_interval(secs => ${LEASE_SECONDS})
        WHERE id IN (
          SELECT job.id FROM messages job LEFT JOIN recipient_limits recipient ON recipient.conversation_id = job.conversation_id
           WHERE job.business_phone_number_id = $1 AND job.status = 'QUEUED' AND ${broadcastId === null ? IS_OF_CHAT : IS_OF_RUNNING_BROADCAST}
             AND (job.next_attempt_at IS NULL OR job.next_attempt_at <= $2)
             AND (recipient.theoretical_arrival_at IS NULL OR recipient.theoretical_arrival_at <= $3)
             AND ${MAY_ACCOUNT_STILL_SEND} AND ${IS_NEXT}
           ORDER BY (job.broadcast_id IS NOT NULL), job.id LIMIT $4 FOR UPDATE OF job SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [numberId, now, latestArrivalAt(now), limit, claimId, ...(broadcastId === null ? [] : [broadcastId])],
    );
  }
}
