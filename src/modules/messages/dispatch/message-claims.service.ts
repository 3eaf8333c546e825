import { Injectable } from '@nestjs/common';
import { Claims, type LeasedTable } from '../../../common/jobs/claims.js';
import { Clock } from '../../../common/clock/clock.js';
import { isDueSql } from '../../../common/clock/is-due.js';
import { Database } from '../../../common/database/database.js';
import { MAX_BACKOFF_MS } from '../domain/pacing/backoff.js';
import { latestArrivalAt, RECIPIENT_INTERVAL_MS } from '../domain/pacing/recipient-limit.js';
import { nextTokenInMs, SHARE_OF_THROUGHPUT } from '../domain/pacing/token-bucket.js';
import { maySendSql } from '../../accounts/standing/circuit-breaker.service.js';
import { RecipientLimitsService } from './recipient-limits.service.js';
import type { OutgoingJob } from './send-results.service.js';
import type { FreeSlots } from './slots.js';
import { TokenBucketsService } from './token-buckets.service.js';

interface NumberRow {
  id: string;
  throughput: number;
  account_id: string;
  /** How often its circuit, or its account's, has tripped; more than 0: half-open, so one message is the trial. */
  trips: number;
}

interface BroadcastRow {
  id: string;
  messages_per_second: number | null;
  /** It goes on with one message at a time, until Meta accepts one. */
  is_on_trial: boolean;
}

export interface ClaimedMessages {
  jobs: OutgoingJob[];
  /** When there may be more although nothing was claimed: a bucket has to refill. Null: nobody knows. */
  retryInMs: number | null;
  /** What sends a trial: its next success ends that. */
  trials: { numbers: { id: string; accountId: string }[]; broadcastIds: string[] };
}

/** Which rows are claimed: of a broadcast, or of chats where that is null. */
interface ClaimedRows {
  numberId: string;
  broadcastId: string | null;
  limit: number;
  /** Messages of a broadcast that have not been tried go before those that have. */
  areTried: boolean | null;
}

const OF_CHATS = { broadcastId: null, areTried: null } as const;

interface ClaimedOfBroadcasts {
  jobs: OutgoingJob[];
  isLimited: boolean;
  /** Broadcasts that send one message as a trial. */
  onTrial: string[];
}

/** Broadcasts have used up their slots: nothing can go before Meta has answered, however slow it is. */
const NO_SLOT_RETRY_MS = 25;
const MIN_RETRY_MS = 2;
/** There are no more slots at all: others may have been freed meanwhile. */
const NO_SHARE_RETRY_MS = 5;
/** Longer than a call to Meta may take. */
export const LEASE_SECONDS = 60;
const MESSAGES: LeasedTable = { table: 'messages', state: 'status', waiting: 'QUEUED', claimed: 'SENDING' };
const COLUMNS = `id, account_id, business_phone_number_id, conversation_id, broadcast_id, template_id, kind, content, reply_to_whatsapp_id, attempts, was_resent, claim_id,
   (failure->>'code')::int AS refused_code, next_attempt_at AS refused_at`;
/**
 * Customers read in order: a message goes out when none of its conversation is on its way and nothing that somebody wrote
 * before it waits. What a broadcast has in store holds nobody up.
 */
const IS_NEXT = `NOT EXISTS (SELECT FROM messages other WHERE other.conversation_id = job.conversation_id AND other.id <> job.id
  AND (other.status = 'SENDING' OR (other.status = 'QUEUED' AND other.broadcast_id IS NULL
    AND (other.position, other.id) < (job.position, job.id))))`;
/*
 * Accounts, numbers and broadcasts are rows of other modules. They are read here, never written: for all numbers at once,
 * many times a second; and once more by the statement that claims, because a circuit may have opened and a broadcast may
 * have been paused since they were read, and what is claimed then would still go out.
 */
const mayNumberSend = (now: '$1' | '$2'): string =>
  `accounts.status <> 'TOKEN_INVALID' AND ${maySendSql('accounts', now)} AND ${maySendSql('number', now)}`;
const MAY_STILL_SEND = `EXISTS (SELECT FROM business_phone_numbers number JOIN accounts ON accounts.id = number.account_id
  WHERE number.id = job.business_phone_number_id AND ${mayNumberSend('$2')})`;
/** A trial is one message: nothing else of the same is on its way. */
const isUnderWay = (column: 'broadcast_id' | 'business_phone_number_id', id: string): string =>
  `EXISTS (SELECT FROM messages WHERE ${column} = ${id} AND status = 'SENDING')`;
/** Next attempts are never further ahead than the longest back-off. */
const IS_DUE = `(job.next_attempt_at IS NULL OR ${isDueSql('job.next_attempt_at', '$2', MAX_BACKOFF_MS)})`;
/** More than a burst is never owed: what lies further ahead is of a clock that was set back. Twice, for clocks that differ. */
const MAY_RECIPIENT_GET_IT = isDueSql('recipient.theoretical_arrival_at', '$3', 2 * RECIPIENT_INTERVAL_MS);
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
    const claimed: ClaimedMessages = {
      jobs: [],
      retryInMs: null,
      trials: { numbers: [], broadcastIds: [] },
    };
    if (numbers.length === 0) return claimed;
    this.turn += 1;
    const begin = this.turn % numbers.length; // nobody is always first
    const inTurn = [...numbers.slice(begin), ...numbers.slice(0, begin)];
    for (const [index, number] of inTurn.entries()) {
      const share = Math.ceil((slots.free - claimed.jobs.length) / (inTurn.length - index));
      const ofBroadcasts = claimed.jobs.filter((job) => job.broadcast_id !== null).length;
      const broadcastShare = Math.max(0, Math.min(share, slots.freeForBroadcasts - ofBroadcasts));
      if (share <= 0) return { ...claimed, retryInMs: NO_SHARE_RETRY_MS };
      const { jobs, retryInMs, broadcastsOnTrial } = await this.claimOfNumber(claimId, number, share, broadcastShare);
      claimed.jobs.push(...jobs);
      if (number.trips > 0) claimed.trials.numbers.push({ id: number.id, accountId: number.account_id });
      claimed.trials.broadcastIds.push(...broadcastsOnTrial);
      if (retryInMs !== null) claimed.retryInMs = Math.min(claimed.retryInMs ?? retryInMs, retryInMs);
    }
    return claimed;
  }

  private numbersWithWork(): Promise<NumberRow[]> {
    return this.database.query<NumberRow>(
      `SELECT number.id, number.throughput, account_id, greatest(accounts.circuit_trips, number.circuit_trips) AS trips
         FROM business_phone_numbers number JOIN accounts ON accounts.id = number.account_id
        WHERE ${mayNumberSend('$1')}
          AND NOT (number.circuit_trips > 0 AND ${isUnderWay('business_phone_number_id', 'number.id')})
          AND NOT (accounts.circuit_trips > 0 AND EXISTS (SELECT FROM business_phone_numbers sibling
                    WHERE sibling.account_id = accounts.id AND ${isUnderWay('business_phone_number_id', 'sibling.id')}))
          AND EXISTS (SELECT FROM messages job WHERE job.business_phone_number_id = number.id AND job.status = 'QUEUED')
        ORDER BY number.id`,
      [this.clock.now()],
    );
  }

  private async claimOfNumber(
    claimId: string,
    { id, throughput: ceiling, trips }: NumberRow,
    share: number,
    broadcastShare: number,
  ): Promise<Pick<ClaimedMessages, 'jobs' | 'retryInMs'> & { broadcastsOnTrial: string[] }> {
    const throughput = ceiling * SHARE_OF_THROUGHPUT;
    return this.database.transaction(async () => {
      const bucket = await this.buckets.lock(id, throughput);
      // null: another process claims, or the number is blocked
      if (bucket === null) return { jobs: [], retryInMs: null, broadcastsOnTrial: [] };
      const limit = Math.min(share, Math.floor(bucket.tokens), trips > 0 ? 1 : share);
      const claimed =
        trips > 0 && trips % 2 === 0
          ? await this.claimBroadcastsFirst(claimId, id, limit, broadcastShare)
          : await this.claimChatsFirst(claimId, id, limit, broadcastShare);
      const { jobs, isLimited } = claimed;
      const left = await this.buckets.spend(id, bucket, jobs.length);
      await this.recipientLimits.record(jobs.map((job) => job.conversation_id));
      const soonest = broadcastShare === 0 ? NO_SLOT_RETRY_MS : MIN_RETRY_MS;
      const retryInMs = isLimited ? Math.max(soonest, nextTokenInMs(left, throughput)) : null;
      return { jobs, retryInMs, broadcastsOnTrial: claimed.onTrial };
    });
  }

  private async claimChatsFirst(
    claimId: string,
    numberId: string,
    limit: number,
    broadcastShare: number,
  ): Promise<ClaimedOfBroadcasts> {
    const jobs = limit === 0 ? [] : await this.claimRows(claimId, { ...OF_CHATS, numberId, limit });
    if (jobs.length === limit) return { jobs, isLimited: true, onTrial: [] };
    const ofBroadcasts = await this.claimOfBroadcasts(claimId, numberId, Math.min(limit - jobs.length, broadcastShare));
    return { ...ofBroadcasts, jobs: [...jobs, ...ofBroadcasts.jobs] };
  }

  /** Every second trial is of a broadcast: the trouble may be one of a single chat's message that Meta tells of the account. */
  private async claimBroadcastsFirst(
    claimId: string,
    numberId: string,
    limit: number,
    broadcastShare: number,
  ): Promise<ClaimedOfBroadcasts> {
    const ofBroadcasts = await this.claimOfBroadcasts(claimId, numberId, Math.min(limit, broadcastShare));
    const left = limit - ofBroadcasts.jobs.length;
    const jobs = left <= 0 ? [] : await this.claimRows(claimId, { ...OF_CHATS, numberId, limit: left });
    return { ...ofBroadcasts, jobs: [...ofBroadcasts.jobs, ...jobs], isLimited: jobs.length === left };
  }

  private async claimOfBroadcasts(claimId: string, numberId: string, limit: number): Promise<ClaimedOfBroadcasts> {
    const broadcasts = await this.database.query<BroadcastRow>(
      `SELECT id, messages_per_second, is_on_trial FROM broadcasts WHERE business_phone_number_id = $1 AND status = 'RUNNING'
          AND NOT (is_on_trial AND ${isUnderWay('broadcast_id', 'broadcasts.id')}) ORDER BY id`,
      [numberId],
    );
    const jobs: OutgoingJob[] = [];
    let isLimited = broadcasts.length > 0 && limit === 0;
    for (const [index, { id, messages_per_second: rate, is_on_trial: isOnTrial }] of broadcasts.entries()) {
      const fairShare = Math.ceil((limit - jobs.length) / (broadcasts.length - index));
      const share = isOnTrial ? Math.min(fairShare, 1) : fairShare;
      const bucket = rate === null ? null : await this.buckets.lock(id, rate);
      const allowed = rate === null ? share : Math.min(share, Math.floor(bucket?.tokens ?? 0));
      const claimed = allowed <= 0 ? [] : await this.claimOfBroadcast(claimId, numberId, id, allowed);
      if (bucket !== null) await this.buckets.spend(id, bucket, claimed.length);
      jobs.push(...claimed);
      isLimited ||= claimed.length >= allowed;
    }
    const onTrial = broadcasts.filter(({ is_on_trial: isOnTrial }) => isOnTrial).map(({ id }) => id);
    return { jobs, isLimited, onTrial };
  }

  /** What Meta has refused goes last, so that one that it always refuses holds up nobody. */
  private async claimOfBroadcast(
    claimId: string,
    numberId: string,
    broadcastId: string,
    limit: number,
  ): Promise<OutgoingJob[]> {
    const fresh = await this.claimRows(claimId, { numberId, broadcastId, limit, areTried: false });
    const left = limit - fresh.length;
    if (left === 0) return fresh;
    return [...fresh, ...(await this.claimRows(claimId, { numberId, broadcastId, limit: left, areTried: true }))];
  }

  private claimRows(claimId: string, { numberId, broadcastId, limit, areTried }: ClaimedRows): Promise<OutgoingJob[]> {
    const now = this.clock.now();
    const isRipe =
      areTried === null
        ? IS_DUE
        : areTried
          ? `job.next_attempt_at IS NOT NULL AND ${IS_DUE}`
          : 'job.next_attempt_at IS NULL';
    const order =
      areTried === true
        ? 'job.next_attempt_at, job.position, job.id'
        : '(job.broadcast_id IS NOT NULL), job.position, job.id';
    return this.database.query<OutgoingJob>(
      `UPDATE messages SET status = 'SENDING', attempts = attempts + 1, claim_id = $5,
              lease_until = $2::timestamptz + make_interval(secs => ${LEASE_SECONDS})
        WHERE id IN (
          SELECT job.id FROM messages job LEFT JOIN recipient_limits recipient ON recipient.conversation_id = job.conversation_id
           WHERE job.business_phone_number_id = $1 AND job.status = 'QUEUED' AND ${broadcastId === null ? IS_OF_CHAT : IS_OF_RUNNING_BROADCAST}
             AND ${isRipe}
             AND (recipient.theoretical_arrival_at IS NULL OR ${MAY_RECIPIENT_GET_IT})
             AND ${MAY_STILL_SEND} AND ${IS_NEXT}
           ORDER BY ${order} LIMIT $4 FOR UPDATE OF job SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [numberId, now, latestArrivalAt(now), limit, claimId, ...(broadcastId === null ? [] : [broadcastId])],
    );
  }
}
